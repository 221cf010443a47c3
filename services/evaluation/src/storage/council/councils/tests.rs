use super::*;
use crate::domain::council::{Member, MemberRole, Rules};

#[test]
fn a_council_reads_back_as_it_was_written() {
    let appointed_on = "2026-06-01".parse().unwrap();
    let member = |n: usize, role| Member {
        subject: format!("m{n}"),
        full_name: format!("Ủy viên {n}"),
        organisation: "Sở Nông nghiệp và Môi trường".to_owned(),
        role,
        sector: None,
        joined_on: None,
        left_on: (n == 2).then_some(appointed_on),
    };
    let council = Council {
        delegations: Vec::new(),
        advisory_teams: Vec::new(),
        corrections: Vec::new(),
        id: Uuid::from_u128(0xC0),
        level: Level::Province,
        province_code: "51".to_owned(),
        decision_number: "12/QĐ-UBND".to_owned(),
        appointed_on,
        members: vec![
            member(1, MemberRole::Chair),
            member(2, MemberRole::Secretary),
            member(3, MemberRole::Member),
        ],
        rules: vec![Rules::usual(appointed_on)],
    };
    let row = Model {
        id: council.id,
        created_at: DateTimeUtc::UNIX_EPOCH,
        version: 1,
        province_code: council.province_code.clone(),
        place_on: council.appointed_on,
        body: json(&council),
    };
    assert_eq!(Saved::try_from(row).unwrap().into_inner(), council);
}
