//! Who votes, how often, and how the council comes to its result.

use chrono::DateTime;

use super::*;
use crate::council::conflict::Conflict;
use crate::council::conflict::tests::conflict;
use crate::council::delegation::Delegation;
use crate::council::tests::council_with;
use crate::council::{Member, MemberRole, Rules};

fn problems(council: &Council, ballots: &[Ballot], conflicts: &[Conflict]) -> Vec<TallyProblem> {
    let session = Session {
        places: &ocop_places::built_in(),
        council,
        set: &set(9),
        ballots,
        conflicts,
        mode: None,
        agreed: &[],
        on: minutes(),
    };
    tally(&session, DossierKind::First, 1).unwrap_err()
}

#[test]
fn totals_eleven_points_apart_are_voted_on_anew() {
    let council = council_of(3);
    let ballots = cast(9, [81, 75, 70].map(total_of).into());
    assert_eq!(
        meeting(&council, 9, &ballots, &[]),
        Ok(Counted::Again(SecondBallot {
            attempt: 1,
            ballots: 3,
            spread: 11,
            mode: Mode::Meeting,
            on: minutes()
        }))
    );
}

#[test]
fn a_council_without_a_limit_counts_any_spread() {
    let council = council_with(3, |rules| Rules {
        maximum_spread: None,
        ..rules
    });
    let ballots = cast(9, [100, 70, 70].map(total_of).into());
    let Ok(Counted::Result(tally)) = meeting(&council, 9, &ballots, &[]) else {
        panic!("no result")
    };
    assert_eq!((tally.spread, tally.average().as_str()), (30, "80.00"));
}

#[test]
fn a_chair_who_must_vote_and_has_a_conflict_of_interest_leaves_the_session_to_another() {
    let mut council = council_with(5, |rules| Rules {
        chair_must_vote: true,
        ..rules
    });
    let others = &best(5)[1..];
    assert_eq!(problems(&council, others, &[]), [TallyProblem::ChairAbsent]);
    let away = [conflict("m1")];
    assert_eq!(
        problems(&council, others, &away),
        [TallyProblem::ChairKeptAway]
    );
    let count = |council: &Council| {
        let session = Session {
            places: &ocop_places::built_in(),
            council,
            set: &set(9),
            ballots: others,
            conflicts: &away,
            mode: None,
            agreed: &[],
            on: minutes(),
        };
        tally(&session, DossierKind::First, 1)
    };
    council.delegate(presides("m2")).unwrap();
    let Ok(Counted::Result(tally)) = count(&council) else {
        panic!("no result")
    };
    assert_eq!(tally.presided_by, "m2");
}

/// A member presides over the session of the minutes.
fn presides(member: &str) -> Delegation {
    Delegation {
        member: member.into(),
        from: minutes(),
        until: minutes(),
        reason: "Chủ tịch hội đồng có lợi ích liên quan".into(),
        recorded_by: "lan".into(),
        recorded_at: DateTime::UNIX_EPOCH,
    }
}

#[test]
fn four_of_five_members_in_conflict_leave_no_result_of_one_ballot() {
    let council = council_of(5);
    let away = ["m1", "m2", "m3", "m4"].map(conflict);
    assert_eq!(
        problems(&council, &best(5), &away),
        [
            TallyProblem::Quorum { cast: 1, needed: 3 },
            TallyProblem::TooFew {
                may_vote: 1,
                minimum: 3
            },
        ]
    );
}

#[test]
fn a_result_is_of_more_than_half_of_the_council_whatever_its_quorum() {
    let council = council_with(9, |rules| Rules {
        quorum_percent: 1,
        ..rules
    });
    let away = ["m7", "m8", "m9"].map(conflict);
    assert_eq!(
        problems(&council, &best(4), &away),
        [TallyProblem::Quorum { cast: 4, needed: 5 }]
    );
    assert!(meeting(&council, 9, &best(5), &[]).is_ok());
    // Members who leave are no members any more.
    let away = ["m5", "m6", "m7", "m8", "m9"].map(conflict);
    assert_eq!(
        problems(&council, &best(4), &away),
        [
            TallyProblem::Quorum { cast: 4, needed: 5 },
            TallyProblem::TooFew {
                may_vote: 4,
                minimum: 5
            },
        ]
    );
}

#[test]
fn an_answer_that_every_ballot_contradicts_is_not_agreed_on() {
    // Five ballots say that there is no trademark.
    let none = vec![best_but(&set(9), &[("3.5", 0)]); 5];
    let refused = count(9, none.clone(), &[("3.5", "a")]);
    let criterion = "3.5".to_owned();
    assert_eq!(refused, Err(vec![TallyProblem::NobodySaid { criterion }]));
    // Where some say so it is agreed on, and the others are named.
    let mut some = none;
    some[0] = best_but(&set(9), &[("3.5", 1)]);
    let agreed = count(9, some, &[("3.5", "a")]).unwrap();
    assert_eq!(agreed.contradictions.len(), 4);
}

#[test]
fn a_quorum_is_of_the_members_who_may_vote() {
    let council = council_of(5);
    let needed = |cast: usize, conflicts: &[Conflict]| {
        let ballots = &best(5)[..cast];
        match problems(&council, ballots, conflicts)[..] {
            [TallyProblem::Quorum { cast, needed }] => (cast, needed),
            ref other => panic!("{other:?}"),
        }
    };
    assert_eq!(needed(3, &[]), (3, 4));
    // With one of five kept away three quarters of four are three; and a ballot of the one kept
    // away, cast before, is none of them.
    assert_eq!(needed(2, &[conflict("m5")]), (2, 3));
    assert_eq!(needed(3, &[conflict("m1")]), (2, 3));
}

#[test]
fn fewer_members_than_the_rules_ask_for_cannot_decide() {
    let council = council_with(7, |rules| Rules {
        minimum_members: 7,
        ..rules
    });
    assert_eq!(
        problems(&council, &best(7), &[conflict("m7")]),
        [TallyProblem::TooFew {
            may_vote: 6,
            minimum: 7
        }]
    );
}

#[test]
fn the_rules_of_the_day_of_the_minutes_count() {
    let mut council = council_of(4);
    let stricter = Rules {
        quorum_percent: 100,
        ..Rules::usual("2026-06-11".parse().unwrap())
    };
    council.rules.push(stricter);
    assert!(meeting(&council, 9, &best(3), &[]).is_ok());
    council.rules[1].from = minutes();
    assert_eq!(
        meeting(&council, 9, &best(3), &[]),
        Err(vec![TallyProblem::Quorum { cast: 3, needed: 4 }])
    );
}

#[test]
fn who_has_left_after_voting_stays_counted() {
    let mut council = council_of(5);
    council.members[1].left_on = Some(minutes());
    let Ok(Counted::Result(tally)) = meeting(&council, 9, &best(4), &[]) else {
        panic!("no result")
    };
    assert_eq!(tally.ballots, 4);
    // Five might have voted: four members of the day, and the one who did and left.
    assert_eq!(tally.absent, ["m5"]);
}

#[test]
fn a_ballot_of_another_council_or_vote_is_not_counted() {
    let mut ballots = best(5);
    ballots[3].attempt = 2;
    ballots[4].council_id = uuid::Uuid::from_u128(0xC1);
    let found = problems(&council_of(5), &ballots, &[]);
    assert_eq!(found, [TallyProblem::Quorum { cast: 3, needed: 4 }]);
}

#[test]
fn a_tally_names_the_absent_and_those_kept_away() {
    let session = Session {
        places: &ocop_places::built_in(),
        council: &council_of(5),
        set: &set(9),
        ballots: &best(4),
        conflicts: &[conflict("m3")],
        mode: None,
        agreed: &[],
        on: minutes(),
    };
    let Ok(Counted::Result(tally)) = tally(&session, DossierKind::First, 1) else {
        panic!("no result")
    };
    assert_eq!((tally.ballots, tally.total_sum), (3, 300));
    assert_eq!(
        (tally.absent, tally.conflicted),
        (vec!["m5".to_owned()], vec!["m3".to_owned()])
    );
    assert_eq!((tally.attempt, tally.mode), (1, Mode::Meeting));
}

#[test]
fn the_ballot_of_somebody_who_came_after_the_day_of_the_minutes_does_not_count() {
    let mut council = council_of(3);
    let after = minutes() + chrono::Days::new(6);
    council.members.push(Member {
        subject: "m4".into(),
        role: MemberRole::Member,
        joined_on: Some(after),
        ..council.members[0].clone()
    });
    let ballots = best(4);
    let of = |numbers: &[usize]| -> Vec<Ballot> {
        numbers.iter().map(|&n| ballots[n - 1].clone()).collect()
    };
    let late = problems(&council, &of(&[1, 2, 4]), &[]);
    assert_eq!(late, [TallyProblem::Quorum { cast: 2, needed: 3 }]);
    let Ok(Counted::Result(tally)) = meeting(&council, 9, &of(&[1, 2, 3, 4]), &[]) else {
        panic!("no result")
    };
    assert_eq!((tally.ballots, tally.absent), (3, vec![]));
    // One who sat when it voted and has left since stays.
    council.members[1].left_on = Some(minutes());
    let Ok(Counted::Result(tally)) = meeting(&council, 9, &of(&[1, 2, 3]), &[]) else {
        panic!("no result")
    };
    assert_eq!(tally.ballots, 3);
}
