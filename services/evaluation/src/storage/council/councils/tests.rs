use super::*;
use crate::domain::council::tests::council_of;

fn row(body: String) -> Model {
    Model {
        id: Uuid::from_u128(0xC0),
        created_at: DateTime::UNIX_EPOCH,
        version: 1,
        province_code: "51".to_owned(),
        body,
    }
}

#[test]
fn a_council_reads_back_as_it_was_written() {
    let council = council_of(3);
    let read = CouncilRecord::try_from(row(body(&council))).unwrap();
    assert_eq!(read.council, council);
}

#[test]
fn a_council_of_the_release_before_has_its_quorum_and_spread_from_the_first_day() {
    let old = serde_json::json!({
        "id": Uuid::from_u128(0xC0),
        "province_code": "51",
        "decision_number": "12/QĐ-UBND",
        "appointed_on": "2026-06-01",
        "members": [{"subject": "m1", "full_name": "A", "organisation": "", "role": "chair"}],
        "quorum_percent": 60,
        "maximum_spread": null,
    });
    let council = CouncilRecord::try_from(row(old.to_string()))
        .unwrap()
        .council;
    let rules = council.rules_on("2026-06-10".parse().unwrap());
    assert_eq!((rules.quorum_percent, rules.maximum_spread), (60, None));
    assert_eq!(
        (rules.chair_must_vote, council.level),
        (false, Level::Province)
    );
    assert!(
        council
            .member_on("m1", "2026-06-10".parse().unwrap())
            .is_some()
    );
}
