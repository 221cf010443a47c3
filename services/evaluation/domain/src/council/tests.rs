use super::amendment::Amendment;
use super::*;

/// A council of so many members, `m1` its chair, of province 51, with the usual rules.
pub(crate) fn council_of(size: usize) -> Council {
    let appointed_on = day("2026-06-01");
    Council {
        id: Uuid::from_u128(0xC0),
        level: Level::Province,
        province_code: "51".into(),
        decision_number: "12/QĐ-UBND".into(),
        appointed_on,
        members: (1..=size).map(member).collect(),
        rules: vec![Rules::usual(appointed_on)],
        delegations: Vec::new(),
        advisory_teams: Vec::new(),
        corrections: Vec::new(),
    }
}

/// The same with other rules from the beginning.
pub(crate) fn council_with(size: usize, rules: impl FnOnce(Rules) -> Rules) -> Council {
    let council = council_of(size);
    Council {
        rules: vec![rules(Rules::usual(council.appointed_on))],
        ..council
    }
}

fn member(n: usize) -> Member {
    Member {
        subject: format!("m{n}"),
        full_name: format!("Ủy viên {n}"),
        organisation: "Sở Nông nghiệp và Môi trường".into(),
        role: if n == 1 {
            MemberRole::Chair
        } else {
            MemberRole::Member
        },
        sector: None,
        joined_on: None,
        left_on: None,
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn nothing_from(from: &str) -> Amendment {
    Amendment {
        from: day(from),
        rules: None,
        leaving: Vec::new(),
        joining: Vec::new(),
    }
}

fn on(council: &Council, date: &str) -> Vec<String> {
    let members = council.members_on(day(date));
    members.map(|member| member.subject.clone()).collect()
}

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

fn delegated(member: &str, from: &str, until: &str) -> Delegation {
    Delegation {
        member: member.into(),
        from: day(from),
        until: day(until),
        reason: "Chủ tịch đi công tác".into(),
        recorded_by: "lan".into(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    }
}

#[test]
fn the_chair_presides_unless_it_left_the_session_to_another_member() {
    let mut council = council_of(3);
    let session = delegated("m2", "2026-06-10", "2026-06-11");
    council.delegate(session).unwrap();
    let presides = |council: &Council, date: &str| {
        let member = council.presiding_on(day(date)).unwrap();
        member.subject.clone()
    };
    let days = ["2026-06-09", "2026-06-10", "2026-06-11", "2026-06-12"];
    assert_eq!(
        days.map(|date| presides(&council, date)),
        ["m1", "m2", "m2", "m1"]
    );
    // What was recorded last holds.
    let instead = delegated("m3", "2026-06-11", "2026-06-11");
    council.delegate(instead).unwrap();
    assert_eq!(
        days.map(|date| presides(&council, date)),
        ["m1", "m2", "m3", "m1"]
    );
}

#[test]
fn only_a_member_of_those_days_presides_and_not_before_the_appointment() {
    let mut council = council_of(3);
    let (from, until, appointed_on) = (day("2026-05-31"), day("2026-05-30"), council.appointed_on);
    let refused = council.delegate(delegated("m7", "2026-05-31", "2026-05-30"));
    assert_eq!(
        refused,
        Err(vec![
            CouncilProblem::DelegationDays {
                from,
                until,
                appointed_on
            },
            CouncilProblem::NotSitting {
                subject: "m7".into(),
                from,
                until
            },
        ])
    );
    assert_eq!(council, council_of(3));
}

#[test]
fn a_delegation_is_for_a_day_or_more_since_the_appointment() {
    let mut council = council_of(5);
    let first = council.appointed_on.to_string();
    let eve = council.appointed_on.pred_opt().unwrap().to_string();
    let one_day = council.delegate(delegated("m2", &first, &first));
    assert_eq!(one_day, Ok(()));
    let wrong_days = |problems: Result<(), Vec<CouncilProblem>>| {
        let days =
            |problem: &CouncilProblem| matches!(problem, CouncilProblem::DelegationDays { .. });
        problems.unwrap_err().iter().any(days)
    };
    let turned = council.delegate(delegated("m2", "2026-06-12", "2026-06-11"));
    assert!(wrong_days(turned));
    let early = council.delegate(delegated("m2", &eve, "2026-06-11"));
    assert!(wrong_days(early));
    assert_eq!(council.delegations.len(), 1);
}

#[test]
fn only_so_many_delegations_are_kept() {
    let mut council = council_of(5);
    let next = || delegated("m2", "2026-06-12", "2026-06-12");
    let mut kept = 0;
    while council.delegate(next()).is_ok() {
        kept += 1;
        assert!(kept <= 1_000, "there is no end");
    }
    assert!(kept >= 50);
    let refused = council.delegate(next());
    assert_eq!(refused, Err(vec![CouncilProblem::TooManyDelegations]));
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
fn one_secretary_is_none_too_many() {
    let mut council = council_of(5);
    council.members[1].role = MemberRole::Secretary;
    assert_eq!(council.check(), Ok(()));
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

#[test]
fn who_presides_sits_on_the_first_day_and_on_the_last() {
    let mut council = council_of(7);
    let leaving = Amendment {
        leaving: vec!["m2".into()],
        ..nothing_from("2026-07-01")
    };
    council.amend(leaving).unwrap();
    let delegated = |from: &str, until: &str| super::delegation::Delegation {
        member: "m2".into(),
        from: day(from),
        until: day(until),
        reason: "Đi công tác".into(),
        recorded_by: "m1".into(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    };
    let refused = council.delegate(delegated("2026-06-30", "2026-07-01"));
    let (from, until) = (day("2026-06-30"), day("2026-07-01"));
    let subject = "m2".to_owned();
    let not_sitting = CouncilProblem::NotSitting {
        subject,
        from,
        until,
    };
    assert_eq!(refused, Err(vec![not_sitting]));
    assert_eq!(
        council.delegate(delegated("2026-06-29", "2026-06-30")),
        Ok(())
    );
}
