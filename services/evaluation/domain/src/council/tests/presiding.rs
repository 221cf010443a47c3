//! Who presides, and to whom the chair leaves it.

use super::*;

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
