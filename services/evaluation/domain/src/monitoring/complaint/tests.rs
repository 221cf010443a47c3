use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A complaint against a dossier that was lodged on 1 June 2026.
fn filed(known_on: &str, on: &str, remote: bool) -> Result<Complaint, Refusal> {
    let concerned = Concerned {
        product_id: Uuid::from_u128(0xF1),
        product_name: "Nước mắm Mười Quý".into(),
        producer_id: Uuid::from_u128(0xE1),
        province_code: "51".into(),
        place_code: "21064".into(),
        place_said_on: NaiveDate::default(),
    };
    let statement = Statement {
        against: Against::Dossier(Uuid::from_u128(0xD1)),
        complainant: Some(Complainant {
            full_name: "Nguyễn Thị Lan".into(),
            address: "Bình Châu".into(),
            phone: String::new(),
        }),
        grounds: "điểm mục 4.1 chấm thấp".into(),
        known_on: day(known_on),
        remote,
    };
    let statement = (statement, Some(day("2026-06-01")));
    Complaint::file(Uuid::from_u128(1), concerned, statement, day(on))
}

fn acceptance(on: &str, complex: bool) -> Acceptance {
    Acceptance {
        on: day(on),
        handler: "Văn phòng điều phối".into(),
        complex,
    }
}

fn settlement(on: &str) -> Settlement {
    Settlement {
        on: day(on),
        outcome: ComplaintOutcome::Amended {
            certificate_id: Uuid::from_u128(0xCE),
        },
        decision_number: "12/QĐ-KN".into(),
        answer: "chấm lại mục 4.1".into(),
    }
}

#[test]
fn nobody_knows_of_something_before_it_is_there() {
    assert!(filed("2026-06-01", "2026-06-10", false).is_ok());
    let early = filed("2026-05-31", "2026-06-10", false);
    assert!(matches!(early, Err(Refusal::BeforePreviousStep(_))));
}

#[test]
fn the_ninetieth_day_is_in_time_and_the_next_is_not() {
    // 15 June and 90 days are 13 September.
    assert!(filed("2026-06-15", "2026-09-13", false).is_ok());
    let until = day("2026-09-13");
    assert_eq!(
        filed("2026-06-15", "2026-09-14", false),
        Err(Refusal::TooLate { until })
    );
    assert!(filed("2026-06-15", "2026-06-15", false).is_ok());
    assert!(filed("2026-06-15", "2026-06-14", false).is_err());
}

#[test]
fn it_is_accepted_or_refused_within_ten_days_and_a_delay_takes_no_right_away() {
    let mut complaint = filed("2026-06-15", "2026-06-20", false).unwrap();
    assert_eq!(complaint.accept_by(), day("2026-06-30"));
    assert_eq!(complaint.due_on(), Some(day("2026-06-30")));
    assert!(
        complaint
            .clone()
            .accept(acceptance("2026-06-19", false))
            .is_err()
    );
    complaint.accept(acceptance("2026-07-01", false)).unwrap();
    let wrong = Refusal::WrongState {
        state: ComplaintState::Accepted,
    };
    assert_eq!(
        complaint.accept(acceptance("2026-07-02", false)),
        Err(wrong)
    );
}

#[test]
fn the_decision_is_due_after_30_or_45_days_and_15_more_if_remote() {
    let due = |remote, complex| {
        let mut complaint = filed("2026-06-15", "2026-06-20", remote).unwrap();
        assert_eq!(complaint.decide_by(), None);
        complaint.accept(acceptance("2026-07-01", complex)).unwrap();
        assert_eq!(complaint.due_on(), complaint.decide_by());
        complaint.decide_by().unwrap().to_string()
    };
    assert_eq!(due(false, false), "2026-07-31");
    assert_eq!(due(false, true), "2026-08-15");
    assert_eq!(due(true, false), "2026-08-15");
    assert_eq!(due(true, true), "2026-08-30");
}

#[test]
fn a_decision_ends_it_and_so_does_a_refusal() {
    let mut complaint = filed("2026-06-15", "2026-06-20", false).unwrap();
    assert!(complaint.decide(settlement("2026-06-25")).is_err());
    complaint.accept(acceptance("2026-06-25", false)).unwrap();
    assert!(complaint.decide(settlement("2026-06-24")).is_err());
    complaint.decide(settlement("2026-07-25")).unwrap();
    assert_eq!(
        (complaint.stage.state(), complaint.due_on()),
        (ComplaintState::Decided, None)
    );
    let mut other = filed("2026-06-15", "2026-06-20", false).unwrap();
    let rejection = Rejection {
        on: day("2026-06-22"),
        reason: "không thuộc thẩm quyền".into(),
    };
    other.refuse(rejection).unwrap();
    assert_eq!(
        (other.stage.state(), other.due_on()),
        (ComplaintState::Refused, None)
    );
    assert!(other.accept(acceptance("2026-06-25", false)).is_err());
    let names: Vec<_> = complaint.events.iter().map(Event::name).collect();
    assert_eq!(
        names,
        ["complaint.filed", "complaint.accepted", "complaint.decided"]
    );
}

#[test]
fn who_complains_is_erased_once_the_complaint_is_over_and_its_figures_stay() {
    let mut complaint = filed("2026-06-15", "2026-06-20", false).unwrap();
    let open = complaint.erase_complainant(day("2026-06-21")).unwrap_err();
    assert_eq!(open.reason(), "WRONG_STATE");
    complaint.accept(acceptance("2026-06-25", false)).unwrap();
    assert!(complaint.erase_complainant(day("2026-06-26")).is_err());
    complaint.decide(settlement("2026-07-25")).unwrap();
    let before = complaint.clone();
    complaint.erase_complainant(day("2026-08-01")).unwrap();
    assert_eq!(complaint.statement.complainant, None);
    assert_eq!(complaint.statement.grounds, "");
    assert_eq!(complaint.stage, before.stage);
    assert_eq!(complaint.concerned, before.concerned);
    let last = complaint.events.last().unwrap();
    assert_eq!(last.name(), "complaint.complainant_erased");
    let again = complaint.erase_complainant(day("2026-08-02")).unwrap_err();
    assert_eq!(again.reason(), "COMPLAINANT_ERASED");
}

#[test]
fn what_happens_to_a_complaint_is_told_by_its_name_in_the_province_it_concerns() {
    let mut complaint = filed("2026-06-15", "2026-06-15", false).unwrap();
    complaint.accept(acceptance("2026-06-16", false)).unwrap();
    let published = complaint.events.iter();
    let published: Vec<_> = published
        .map(|event| (event.name(), event.province_code()))
        .collect();
    assert_eq!(
        published,
        [("complaint.filed", "51"), ("complaint.accepted", "51")]
    );
}

#[test]
fn each_refusal_of_a_complaint_has_a_word_and_says_where_it_stands() {
    let until = day("2026-09-13");
    assert_eq!(Refusal::TooLate { until }.reason(), "COMPLAINT_TOO_LATE");
    let words = [
        (ComplaintState::Filed, "filed and not accepted"),
        (ComplaintState::Accepted, "accepted and not decided"),
        (ComplaintState::Refused, "refused"),
        (ComplaintState::Decided, "decided"),
    ];
    for (state, words) in words {
        let refused = Refusal::WrongState { state };
        assert_eq!(refused.reason(), "WRONG_STATE");
        let said = format!("the complaint is {words}, where this step cannot be taken");
        assert_eq!(refused.to_string(), said);
    }
}

#[test]
fn a_complaint_knows_what_was_said_of_it_so_far_and_nothing_that_was_not() {
    let known = |complaint: &Complaint| {
        let stage = &complaint.stage;
        let accepted = stage.acceptance().map(|acceptance| acceptance.on);
        let refused = stage.rejection().map(|rejection| rejection.on);
        let settled = stage.settlement().map(|settlement| settlement.on);
        (accepted, refused, settled)
    };
    let mut complaint = filed("2026-06-15", "2026-06-20", false).unwrap();
    assert_eq!(known(&complaint), (None, None, None));
    let mut refused = complaint.clone();
    let on = day("2026-06-20");
    let reason = "không thuộc thẩm quyền".into();
    refused.refuse(Rejection { on, reason }).unwrap();
    assert_eq!(known(&refused), (None, Some(on), None));
    let accepted = Some(day("2026-06-25"));
    complaint.accept(acceptance("2026-06-25", false)).unwrap();
    assert_eq!(known(&complaint), (accepted, None, None));
    complaint.decide(settlement("2026-06-25")).unwrap();
    assert_eq!(known(&complaint), (accepted, None, accepted));
    let mut published = complaint.events.iter();
    assert!(published.all(|event| event.complaint.events.is_empty()));
}
