use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const CERTIFICATE: Uuid = Uuid::from_u128(0xCE);

fn planned() -> Inspection {
    let subject = Subject {
        province_code: "51".into(),
        place_code: "21064".into(),
        place_said_on: NaiveDate::default(),
        producer_id: Uuid::from_u128(0xE1),
        producer_name: "Hợp tác xã Mười Quý".into(),
        product_id: Some(Uuid::from_u128(0xF1)),
        product_name: "Nước mắm Mười Quý".into(),
        certificate_id: Some(CERTIFICATE),
    };
    let plan = Plan {
        kind: InspectionKind::Surprise,
        inspector: "Chi cục QLCL".into(),
        planned_for: day("2026-09-01"),
        topics: vec![Topic::Criteria, Topic::Mark],
    };
    Inspection::plan(Uuid::from_u128(1), subject, plan, day("2026-08-01"))
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
