//! What a council is appointed with.

use super::*;

#[test]
fn three_quarters_of_five_members_are_four() {
    let rules = Rules::usual(day("2026-06-01"));
    assert_eq!([5, 8, 0].map(|members| rules.quorum(members)), [4, 6, 1]);
    let everybody = Rules {
        quorum_percent: 100,
        ..rules
    };
    assert_eq!(everybody.quorum(7), 7);
}

#[test]
fn everything_wrong_with_a_council_is_said_at_once() {
    let mut council = council_with(3, |rules| Rules {
        quorum_percent: 101,
        minimum_members: 5,
        ..rules
    });
    council.members[0].role = MemberRole::Secretary;
    council.members[1].role = MemberRole::Secretary;
    council.members[2].subject = "m1".into();
    council.province_code.clear();
    assert_eq!(
        council.check(),
        Err(vec![
            CouncilProblem::Place,
            CouncilProblem::Chairs(0),
            CouncilProblem::Secretaries(2),
            CouncilProblem::Twice("m1".into()),
            CouncilProblem::Quorum(101),
            CouncilProblem::TooSmall {
                members: 2,
                minimum: 5
            },
        ])
    );
    assert_eq!(council_of(5).check(), Ok(()));
}

#[test]
fn the_council_of_the_centre_has_no_province() {
    let mut council = council_of(7);
    council.level = Level::Centre;
    assert_eq!(council.check(), Err(vec![CouncilProblem::Place]));
    council.province_code.clear();
    assert_eq!(council.check(), Ok(()));
}

#[test]
fn one_secretary_is_none_too_many() {
    let mut council = council_of(5);
    council.members[1].role = MemberRole::Secretary;
    assert_eq!(council.check(), Ok(()));
}
