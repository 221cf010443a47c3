mod ending;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const CERTIFICATE: Uuid = Uuid::from_u128(0xCE);

fn planned() -> Inspection {
    planned_for("2026-09-01").unwrap()
}

/// An inspection of what was recognised on 1 July 2026.
fn planned_for(planned_for: &str) -> Result<Inspection, Refusal> {
    let subject = Subject {
        province_code: "51".into(),
        place_code: "21064".into(),
        place_said_on: NaiveDate::default(),
        producer_id: Uuid::from_u128(0xE1),
        producer_name: "Hợp tác xã Mười Quý".into(),
        product_id: Some(Uuid::from_u128(0xF1)),
        product_name: "Nước mắm Mười Quý".into(),
        certificate_id: Some(CERTIFICATE),
        recognised_on: Some(day("2026-07-01")),
    };
    let plan = Plan {
        kind: InspectionKind::Surprise,
        inspector: "Chi cục QLCL".into(),
        planned_for: day(planned_for),
        topics: vec![Topic::Criteria, Topic::Mark],
    };
    Inspection::plan(Uuid::from_u128(1), subject, plan, day("2026-08-01"))
}

#[test]
fn nothing_is_inspected_before_it_was_recognised() {
    assert!(planned_for("2026-07-01").is_ok());
    let early = planned_for("2026-06-30").unwrap_err();
    assert!(matches!(early, Refusal::BeforePreviousStep(_)));
    let early = planned().record(Vec::new(), day("2026-06-30"));
    assert!(matches!(early, Err(Refusal::BeforePreviousStep(_))));
    assert_eq!(planned().record(Vec::new(), day("2026-07-01")), Ok(()));
}

fn finding(remedy: Option<&str>) -> Finding {
    Finding {
        topic: Topic::Mark,
        text: "logo trên sản phẩm chưa được công nhận".into(),
        product_id: Some(Uuid::from_u128(0xF2)),
        remedy: remedy.map(|due_on| Remedy {
            what: "gỡ logo".into(),
            due_on: day(due_on),
            check: None,
        }),
    }
}

fn recorded(findings: Vec<Finding>) -> Inspection {
    let mut inspection = planned();
    inspection.record(findings, day("2026-09-01")).unwrap();
    inspection
}

fn check(met: bool, on: &str) -> Check {
    Check {
        met,
        on: day(on),
        note: String::new(),
    }
}

fn proposal(concluded_on: &str) -> Proposal {
    Proposal {
        certificate_id: CERTIFICATE,
        ground: Ground::MarkMisuse,
        conclusion: "sử dụng sai nhãn hiệu".into(),
        concluded_on: day(concluded_on),
        authority: "Sở Nông nghiệp và Môi trường".into(),
    }
}

fn names(inspection: &Inspection) -> Vec<&'static str> {
    inspection.events.iter().map(Event::name).collect()
}

#[test]
fn an_inspection_that_finds_nothing_is_over() {
    let mut inspection = recorded(Vec::new());
    assert_eq!(inspection.stage.state(), InspectionState::InOrder);
    assert_eq!(inspection.due_on(), None);
    let wrong = Refusal::WrongState {
        state: InspectionState::InOrder,
    };
    assert_eq!(inspection.propose(proposal("2026-09-02")), Err(wrong));
}

#[test]
fn a_remedy_can_be_missing_only_after_its_last_day() {
    let mut inspection = recorded(vec![finding(Some("2026-09-15"))]);
    assert_eq!(inspection.due_on(), Some(day("2026-09-15")));
    let not_due = Refusal::RemedyNotDue {
        due_on: day("2026-09-15"),
    };
    assert_eq!(
        inspection.check_remedy(1, check(false, "2026-09-15")),
        Err(not_due)
    );
    inspection
        .check_remedy(1, check(false, "2026-09-16"))
        .unwrap();
    assert_eq!(inspection.stage.state(), InspectionState::RemedyMissing);
    inspection.propose(proposal("2026-09-20")).unwrap();
    assert_eq!(
        names(&inspection),
        [
            "inspection.planned",
            "inspection.recorded",
            "inspection.remedy_missing",
            "inspection.revocation_proposed"
        ]
    );
}

#[test]
fn all_is_remedied_once_every_remedy_is_there() {
    let mut inspection = recorded(vec![
        finding(Some("2026-09-15")),
        finding(None),
        finding(Some("2026-09-10")),
    ]);
    assert_eq!(inspection.due_on(), Some(day("2026-09-10")));
    inspection
        .check_remedy(3, check(true, "2026-09-09"))
        .unwrap();
    assert_eq!(inspection.stage.state(), InspectionState::RemedyDue);
    assert_eq!(inspection.due_on(), Some(day("2026-09-15")));
    let again = inspection.check_remedy(3, check(true, "2026-09-10"));
    let on = day("2026-09-09");
    assert_eq!(again, Err(Refusal::CheckedAlready { on }));
    for number in [0, 2, 4] {
        let none = Refusal::NoRemedy { number };
        assert_eq!(
            inspection.check_remedy(number, check(true, "2026-09-10")),
            Err(none)
        );
    }
    // Late, and there all the same.
    inspection
        .check_remedy(1, check(true, "2026-10-01"))
        .unwrap();
    assert_eq!(inspection.stage.state(), InspectionState::Remedied);
    assert!(inspection.propose(proposal("2026-10-02")).is_err());
}

#[test]
fn remedies_due_before_the_inspection_are_named() {
    let findings = vec![
        finding(Some("2026-08-31")),
        finding(Some("2026-09-01")),
        finding(Some("2026-08-01")),
    ];
    let refused = planned().record(findings, day("2026-09-01"));
    let findings = vec![1, 3];
    assert_eq!(refused, Err(Refusal::RemedyBeforeInspection { findings }));
}

#[test]
fn a_revocation_is_due_fifteen_days_after_the_conclusion_and_closes_the_proposal() {
    let mut inspection = recorded(vec![finding(None)]);
    assert!(inspection.propose(proposal("2026-08-31")).is_err());
    inspection.propose(proposal("2026-09-20")).unwrap();
    assert_eq!(inspection.due_on(), Some(day("2026-10-05")));
    let other = inspection.close(Uuid::nil(), day("2026-10-01"));
    let proposed = CERTIFICATE;
    assert_eq!(other, Err(Refusal::OtherCertificate { proposed }));
    assert!(inspection.close(CERTIFICATE, day("2026-09-19")).is_err());
    inspection.close(CERTIFICATE, day("2026-10-05")).unwrap();
    assert_eq!(
        (inspection.stage.state(), inspection.due_on()),
        (InspectionState::Revoked, None)
    );
}

#[test]
fn what_happens_to_an_inspection_is_told_by_its_name_in_the_province_of_the_producer() {
    let inspection = recorded(Vec::new());
    let published = inspection.events.iter();
    let published: Vec<_> = published
        .map(|event| (event.name(), event.province_code()))
        .collect();
    assert_eq!(
        published,
        [("inspection.planned", "51"), ("inspection.recorded", "51")]
    );
}

#[test]
fn each_refusal_of_an_inspection_has_a_word_and_says_where_it_stands() {
    assert_eq!(Refusal::NoRemedy { number: 3 }.reason(), "REMEDY_UNKNOWN");
    let early = Refusal::RemedyBeforeInspection {
        findings: vec![2, 4],
    };
    assert_eq!(early.reason(), "INVALID_REQUEST");
    assert!(early.to_string().ends_with("in findings 2, 4"), "{early}");
    let words = [
        (InspectionState::Planned, "planned and not held"),
        (InspectionState::InOrder, "held, with nothing found"),
        (
            InspectionState::Found,
            "held, with findings and no remedy asked for",
        ),
        (InspectionState::RemedyDue, "waiting for remedies"),
        (
            InspectionState::Remedied,
            "closed, with every remedy confirmed",
        ),
        (
            InspectionState::RemedyMissing,
            "held, with a remedy missing",
        ),
        (
            InspectionState::RevocationProposed,
            "at the proposal to revoke",
        ),
        (
            InspectionState::Revoked,
            "closed, with the certificate revoked",
        ),
        (InspectionState::Cancelled, "cancelled"),
    ];
    for (state, words) in words {
        let said = format!("the inspection is {words}, where this step cannot be taken");
        assert_eq!(Refusal::WrongState { state }.to_string(), said);
    }
}

#[test]
fn an_inspection_knows_what_it_found_proposed_and_led_to_once_it_has() {
    let known = |inspection: &Inspection| {
        let stage = &inspection.stage;
        let proposed = stage.proposal().map(|proposal| proposal.concluded_on);
        (stage.held().is_some(), proposed, stage.revoked_on())
    };
    assert_eq!(known(&planned()), (false, None, None));
    let mut inspection = recorded(vec![finding(None)]);
    assert_eq!(known(&inspection), (true, None, None));
    let concluded = Some(day("2026-09-20"));
    inspection.propose(proposal("2026-09-20")).unwrap();
    assert_eq!(known(&inspection), (true, concluded, None));
    inspection.close(CERTIFICATE, day("2026-09-20")).unwrap();
    assert_eq!(known(&inspection), (true, concluded, concluded));
    let mut published = inspection.events.iter();
    assert!(published.all(|event| event.inspection.events.is_empty()));
}

/// One that proposed on 20 September to revoke the certificate.
fn proposed() -> Inspection {
    let mut inspection = recorded(vec![finding(None)]);
    let proposal = Proposal {
        certificate_id: CERTIFICATE,
        ground: Ground::MarkMisuse,
        conclusion: "gây nhầm lẫn".into(),
        concluded_on: day("2026-09-20"),
        authority: "Sở Nông nghiệp và Môi trường".into(),
    };
    inspection.propose(proposal).unwrap();
    inspection
}

#[test]
fn a_proposal_ends_with_its_certificate_whichever_decision_takes_that_away() {
    let mut inspection = proposed();
    inspection.close_with_certificate(day("2026-09-25"));
    assert_eq!(inspection.stage.revoked_on(), Some(day("2026-09-25")));
    assert_eq!(inspection.due_on(), None);
    let mut held = recorded(vec![finding(None)]);
    let before = held.clone();
    held.close_with_certificate(day("2026-09-25"));
    assert_eq!(held, before);
}

#[test]
fn with_the_revocation_lifted_what_was_found_may_be_proposed_anew() {
    let mut inspection = proposed();
    inspection.close(CERTIFICATE, day("2026-09-25")).unwrap();
    inspection.reopen(day("2026-10-10"));
    assert_eq!(inspection.stage.state(), InspectionState::Found);
    assert_eq!(inspection.stage.proposal(), None);
    let proposal = proposed().stage.proposal().cloned().unwrap();
    assert_eq!(inspection.propose(proposal), Ok(()));
}
