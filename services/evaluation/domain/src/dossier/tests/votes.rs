//! Votes that must be held again.

use super::*;
use crate::council::conflict::Conflict;
use crate::council::conflict::tests::conflict;

#[test]
fn totals_too_far_apart_keep_the_dossier_before_its_council_until_a_vote_has_a_result() {
    let mut dossier = in_round();
    let mut ballots = ballots_of(&[]);
    ballots[4] = ballot(
        &set(9),
        "m5",
        best_but(&set(9), &[("6.2", 0), ("10", 0), ("11", 0), ("1.2", 0)]),
    );
    let again = count_these(&mut dossier, &ballots, "2026-06-10").unwrap();
    let spread = again.map(|again| (again.attempt, again.ballots, again.spread));
    assert_eq!(spread, Some((1, 5, 11)));
    assert_eq!((dossier.ballot_attempt, dossier.tally()), (2, None));
    assert_eq!(dossier.open_vote().map(|vote| vote.attempt), Ok(2));
    assert_eq!(
        names(&dossier.events).last(),
        Some(&"dossier.second_ballot")
    );

    // The first ballots are not counted again, however many there are.
    let none = count_these(&mut dossier, &ballots, "2026-06-11");
    assert_eq!(
        none,
        Err(council::Refusal::Tally(vec![TallyProblem::Quorum { cast: 0, needed: 4 }]).into())
    );
    let anew = ballots_of(&[("3.5", 1)]);
    let anew = anew.into_iter().map(|ballot| Ballot {
        attempt: 2,
        ..ballot
    });
    ballots.extend(anew);
    assert_eq!(count_these(&mut dossier, &ballots, "2026-06-11"), Ok(None));
    let tally = dossier.tally().unwrap();
    assert_eq!((tally.attempt, tally.ballots, tally.total_sum), (2, 5, 490));
}

#[test]
fn nobody_votes_after_the_count() {
    let state = State::ProvincialScored;
    assert!(in_round().open_vote().is_ok());
    assert_eq!(scored().open_vote(), Err(Refusal::WrongState { state }));
}

fn declare(dossier: &Dossier, before: &[Conflict], member: &str) -> Result<Conflict, Refusal> {
    let (council, today) = (council_of(5), day("2026-06-05"));
    let vote = dossier.open_vote()?;
    Ok(Conflict::declare(
        vote,
        &council,
        before,
        conflict(member),
        today,
    )?)
}

#[test]
fn a_conflict_is_declared_once_by_a_member_and_before_the_count() {
    assert_eq!(declare(&in_round(), &[], "m2"), Ok(conflict("m2")));
    let subject = "m2".to_owned();
    assert_eq!(
        declare(&in_round(), &[conflict("m2")], "m2"),
        Err(council::Refusal::ConflictKnown { subject }.into())
    );
    let subject = "m9".to_owned();
    assert_eq!(
        declare(&in_round(), &[], "m9"),
        Err(council::Refusal::NotAMember { subject }.into())
    );
    assert!(matches!(
        declare(&scored(), &[], "m2"),
        Err(Refusal::WrongState { .. })
    ));
}
