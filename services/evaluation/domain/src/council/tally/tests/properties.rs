//! What holds for all ballots.

use chrono::DateTime;
use proptest::prelude::*;

use super::*;
use crate::council::Rules;
use crate::council::conflict::Conflict;
use crate::council::conflict::tests::conflict;
use crate::council::tests::council_with;
use crate::council::withdrawal::Withdrawal;
use crate::criteria::scoring::tests::any_answers;

/// A council whose rules stand in no way.
fn lenient(members: usize) -> Council {
    council_with(members, |rules| Rules {
        quorum_percent: 1,
        maximum_spread: None,
        ..rules
    })
}

/// What these answers say on marked criteria.
fn marked(set: &crate::criteria::CriteriaSet, answers: &Answers) -> Vec<Given> {
    let lines = set.criteria().filter(|criterion| criterion.is_marked());
    lines
        .map(|criterion| Given {
            criterion: criterion.code.clone(),
            option: answers.choice(&criterion.code).unwrap().to_string(),
        })
        .collect()
}

fn result(counted: Counted) -> Tally {
    match counted {
        Counted::Result(tally) => *tally,
        Counted::Again(again) => panic!("{again:?} is no result"),
    }
}

/// Ballots of nothing but totals.
fn of_totals(totals: &[u32]) -> Vec<Ballot> {
    let ballots = cast(9, vec![best_of(&set(9)); totals.len()]);
    let total = |(ballot, &total)| Ballot { total, ..ballot };
    ballots.into_iter().zip(totals).map(total).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn the_star_of_a_count_agrees_with_the_average_and_with_the_agreed_answers(
        answers in proptest::collection::vec(any_answers(&set(9)), 5..=9),
    ) {
        let set = set(9);
        let agreed = marked(&set, &answers[0]);
        let facts = crate::criteria::scoring::tests::assessed(&set, &answers[0]);
        let tally = result(meeting(&lenient(9), 9, &cast(9, answers), &agreed).unwrap());
        prop_assert_eq!(tally.by_minimum, facts.by_minimum);
        if let Some(star) = tally.star {
            let floor = [50, 70, 90][usize::from(star.number() - 3)];
            prop_assert!(tally.total_sum >= floor * tally.ballots);
            prop_assert!(facts.missing_for(star).next().is_none());
        }
        prop_assert_eq!(tally.outcome == Outcome::Forward, tally.star == Some(Star::Five));
    }

    #[test]
    fn the_average_is_the_exact_quotient_cut_off_and_its_band_is_that_of_the_fraction(
        totals in proptest::collection::vec(0_u32..=100, 7..=13),
    ) {
        let tally = result(meeting(&lenient(13), 9, &of_totals(&totals), &[]).unwrap());
        let (sum, n): (u64, u64) = (totals.iter().map(|&t| u64::from(t)).sum(), totals.len() as u64);
        prop_assert_eq!((u64::from(tally.total_sum), u64::from(tally.ballots)), (sum, n));
        // The text says the fraction p/100 with p/100 <= sum/n < (p + 1)/100, in cross products.
        let average = tally.average();
        let (whole, hundredths) = average.split_once('.').unwrap();
        prop_assert_eq!(hundredths.len(), 2);
        let p: u64 = whole.parse::<u64>().unwrap() * 100 + hundredths.parse::<u64>().unwrap();
        prop_assert!(p * n <= 100 * sum && 100 * sum < (p + 1) * n);
        // The band, by comparing fractions with whole points.
        let band = [30, 50, 70, 90].into_iter().filter(|floor| sum >= floor * n).count() + 1;
        prop_assert_eq!(usize::from(tally.by_score.number()), band);
    }

    #[test]
    fn the_spread_is_the_greatest_difference_of_two_totals_and_decides_on_another_vote(
        totals in proptest::collection::vec(0_u32..=100, 5..=9),
        allowed in 0_u32..=40,
    ) {
        let council = council_with(9, |rules| Rules {
            quorum_percent: 1,
            maximum_spread: Some(allowed),
            ..rules
        });
        let pairs = totals.iter().flat_map(|a| totals.iter().map(move |b| a.abs_diff(*b)));
        let greatest = pairs.max().unwrap();
        match meeting(&council, 9, &of_totals(&totals), &[]).unwrap() {
            Counted::Result(tally) => {
                prop_assert_eq!(tally.spread, greatest);
                prop_assert!(greatest <= allowed);
            }
            Counted::Again(again) => {
                prop_assert_eq!(again.spread, greatest);
                prop_assert!(greatest > allowed);
            }
        }
    }

    #[test]
    fn the_order_of_the_ballots_does_not_matter(
        ballots in proptest::collection::vec(any_answers(&set(10)), 4..=7)
            .prop_map(|answers| cast(10, answers))
            .prop_flat_map(|ballots| (Just(ballots.clone()), Just(ballots).prop_shuffle())),
        agree_on_the_first: bool,
    ) {
        let (sorted, shuffled): (Vec<Ballot>, Vec<Ballot>) = ballots;
        let agreed = if agree_on_the_first { marked(&set(10), &sorted[0].answers) } else { Vec::new() };
        let council = lenient(7);
        prop_assert_eq!(
            meeting(&council, 10, &sorted, &agreed),
            meeting(&council, 10, &shuffled, &agreed)
        );
    }

    #[test]
    fn a_ballot_of_a_member_with_a_conflict_is_as_if_it_had_not_been_cast(
        totals in proptest::collection::vec(0_u32..=100, 4..=9),
        kept_away in proptest::collection::vec(any::<bool>(), 9),
    ) {
        let council = council_of(9);
        let ballots = of_totals(&totals);
        let away = |member: &str| kept_away[member[1..].parse::<usize>().unwrap() - 1];
        let conflicts: Vec<_> = council.members.iter()
            .filter(|member| away(&member.subject))
            .map(|member| conflict(&member.subject))
            .collect();
        let others: Vec<Ballot> = ballots.iter().filter(|ballot| !away(&ballot.member)).cloned().collect();
        let count = |ballots: &[Ballot]| {
            let set = set(9);
            let session = Session {
                places: &ocop_places::built_in(),
                council: &council,
                set: &set,
                ballots,
                conflicts: &conflicts,
                mode: None,
                agreed: &[],
                on: minutes(),
            };
            tally(&session, DossierKind::First, 1)
        };
        let counted = count(&ballots);
        prop_assert_eq!(&counted, &count(&others));
        if let Ok(Counted::Result(tally)) = counted {
            prop_assert_eq!(tally.conflicted.len(), conflicts.len());
            prop_assert_eq!(tally.ballots as usize, others.len());
        }
    }

    #[test]
    fn what_was_taken_back_is_as_if_it_had_never_been_said(
        totals in proptest::collection::vec(0_u32..=100, 5..=9),
        back in proptest::collection::vec(any::<bool>(), 9),
        anew in proptest::collection::vec(any::<bool>(), 9),
        lifted in proptest::collection::vec(any::<bool>(), 9),
    ) {
        let withdrawal = || Some(Withdrawal {
            reason: "Nhầm hồ sơ".into(),
            by: "m1".into(),
            at: DateTime::UNIX_EPOCH,
        });
        let council = lenient(9);
        // Some take their ballots back, and some of them cast the same anew. Of the conflicts only the last may stand.
        let cast = of_totals(&totals);
        let mut all = Vec::new();
        let mut standing = Vec::new();
        for (n, ballot) in cast.into_iter().enumerate() {
            if back[n] {
                all.push(Ballot { withdrawn: withdrawal(), total: 0, ..ballot.clone() });
            }
            if !back[n] || anew[n] {
                all.push(ballot.clone());
                standing.push(ballot);
            }
        }
        let declared: Vec<_> = council.members.iter().zip(&lifted)
            .map(|(member, lifted)| Conflict {
                withdrawn: withdrawal().filter(|_| *lifted || member.subject != "m9"),
                ..conflict(&member.subject)
            })
            .collect();
        let kept: Vec<_> = declared.iter().filter(|one| one.withdrawn.is_none()).cloned().collect();
        let count = |ballots: &[Ballot], conflicts: &[Conflict]| {
            let set = set(9);
            let session = Session {
                places: &ocop_places::built_in(),
                council: &council,
                set: &set,
                ballots,
                conflicts,
                mode: None,
                agreed: &[],
                on: minutes(),
            };
            tally(&session, DossierKind::First, 1)
        };
        prop_assert_eq!(count(&all, &declared), count(&standing, &kept));
    }
}
