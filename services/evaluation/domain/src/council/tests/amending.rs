//! Members who join and leave, and new rules, from a day on.

use super::*;

fn on(council: &Council, date: &str) -> Vec<String> {
    let members = council.members_on(day(date));
    members.map(|member| member.subject.clone()).collect()
}

#[test]
fn new_rules_hold_from_their_day_and_not_before() {
    let mut council = council_of(5);
    let rules = Rules {
        quorum_percent: 100,
        maximum_spread: None,
        ..Rules::usual(day("2020-01-01"))
    };
    let amendment = Amendment {
        rules: Some(rules),
        ..nothing_from("2026-09-01")
    };
    council.amend(amendment.clone()).unwrap();
    let quorum = |date: &str| council.rules_on(day(date)).quorum_percent;
    assert_eq!(
        ["2026-05-01", "2026-06-01", "2026-08-31", "2026-09-01"].map(quorum),
        [75, 75, 75, 100]
    );
    // The same day again is no later day.
    let last = day("2026-09-01");
    assert_eq!(
        council.clone().amend(amendment),
        Err(vec![CouncilProblem::NotLater { from: last, last }])
    );
}

#[test]
fn a_member_leaves_and_another_joins_from_the_same_day_on() {
    let mut council = council_of(3);
    let amendment = Amendment {
        leaving: vec!["m2".into()],
        joining: vec![member(9)],
        ..nothing_from("2026-08-01")
    };
    council.amend(amendment).unwrap();
    assert_eq!(on(&council, "2026-07-31"), ["m1", "m2", "m3"]);
    assert_eq!(on(&council, "2026-08-01"), ["m1", "m3", "m9"]);
    assert!(council.knows("m2"));
    // A member who comes back is a member again.
    let back = Amendment {
        joining: vec![member(2)],
        ..nothing_from("2026-10-01")
    };
    council.amend(back).unwrap();
    assert_eq!(on(&council, "2026-10-01"), ["m1", "m3", "m9", "m2"]);
}

#[test]
fn a_chair_hands_over_by_leaving_and_joining() {
    let mut council = council_of(3);
    let chair = Member {
        role: MemberRole::Chair,
        ..member(2)
    };
    let amendment = Amendment {
        leaving: vec!["m1".into(), "m2".into()],
        joining: vec![chair],
        ..nothing_from("2026-08-01")
    };
    council.amend(amendment).unwrap();
    let role = |date: &str| council.member_on("m2", day(date)).unwrap().role;
    assert_eq!(role("2026-07-31"), MemberRole::Member);
    assert_eq!(role("2026-08-01"), MemberRole::Chair);
}

#[test]
fn everything_wrong_with_an_amendment_is_said_at_once_and_nothing_changes() {
    let council = council_of(3);
    let mut same = council.clone();
    let amendment = Amendment {
        rules: Some(Rules {
            minimum_members: 4,
            ..Rules::usual(day("2026-06-01"))
        }),
        leaving: vec!["m1".into(), "m7".into()],
        joining: vec![member(2)],
        ..nothing_from("2026-06-01")
    };
    assert_eq!(
        same.amend(amendment),
        Err(vec![
            CouncilProblem::NotLater {
                from: day("2026-06-01"),
                last: day("2026-06-01")
            },
            CouncilProblem::NotThere("m7".into()),
            CouncilProblem::Chairs(0),
            CouncilProblem::Twice("m2".into()),
            CouncilProblem::TooSmall {
                members: 2,
                minimum: 4
            },
        ])
    );
    assert_eq!(same, council);
    assert_eq!(
        same.amend(nothing_from("2026-08-01")),
        Err(vec![CouncilProblem::Nothing])
    );
}

#[test]
fn a_member_does_not_leave_when_rules_to_come_ask_for_it() {
    // The council of a day to come is looked at too: new rules that begin later must find enough.
    let mut council = council_of(4);
    let later = Amendment {
        rules: Some(Rules {
            minimum_members: 4,
            ..Rules::usual(day("2026-06-01"))
        }),
        ..nothing_from("2026-12-01")
    };
    council.amend(later).unwrap();
    let leave = Amendment {
        leaving: vec!["m4".into()],
        ..nothing_from("2026-09-01")
    };
    assert_eq!(
        council.amend(leave),
        Err(vec![CouncilProblem::TooSmall {
            members: 3,
            minimum: 4
        }])
    );
}

#[test]
fn who_joins_sits_from_the_day_of_the_amendment_whatever_was_said_of_the_days_before() {
    let mut council = council_of(3);
    let joining = Member {
        joined_on: Some(day("2020-01-01")),
        left_on: Some(day("2020-12-31")),
        ..member(9)
    };
    let amendment = Amendment {
        joining: vec![joining],
        ..nothing_from("2026-08-01")
    };
    council.amend(amendment).unwrap();
    assert_eq!(on(&council, "2026-07-31"), ["m1", "m2", "m3"]);
    assert_eq!(on(&council, "2026-08-01"), ["m1", "m2", "m3", "m9"]);
    assert_eq!(on(&council, "2036-08-01").last().unwrap(), "m9");
}

#[test]
fn whoever_joined_leaves_on_a_later_day() {
    let mut council = council_of(7);
    let joining = Amendment {
        joining: vec![member(9)],
        ..nothing_from("2026-07-01")
    };
    council.amend(joining).unwrap();
    let leaving = |from: &str| Amendment {
        leaving: vec!["m9".into()],
        ..nothing_from(from)
    };
    let (from, last) = (day("2026-07-01"), day("2026-07-01"));
    let same_day = council.amend(leaving("2026-07-01"));
    assert_eq!(same_day, Err(vec![CouncilProblem::NotLater { from, last }]));
    assert_eq!(council.amend(leaving("2026-07-02")), Ok(()));
}
