//! Votes that must be held again.

use super::*;

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
    assert_eq!((dossier.ballot_attempt, &dossier.tally), (2, &None));
    assert_eq!(dossier.may_be_scored(), Ok(()));
    assert_eq!(
        names(&dossier.events).last(),
        Some(&"dossier.second_ballot")
    );

    // The first ballots are not counted again, however many there are.
    let none = count_these(&mut dossier, &ballots, "2026-06-11");
    assert_eq!(
        none,
        Err(Refusal::Tally(vec![TallyProblem::Quorum {
            cast: 0,
            needed: 4
        }]))
    );
    let anew = ballots_of(&[("3.5", 1)]);
    let anew = anew.into_iter().map(|ballot| Ballot {
        attempt: 2,
        ..ballot
    });
    ballots.extend(anew);
    assert_eq!(count_these(&mut dossier, &ballots, "2026-06-11"), Ok(None));
    let tally = dossier.tally.unwrap();
    assert_eq!((tally.attempt, tally.ballots, tally.total_sum), (2, 5, 490));
}
