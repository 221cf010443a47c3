use proptest::prelude::*;

use super::*;
use crate::domain::ballot::tests::ballot;
use crate::domain::council::tests::council_of;
use crate::domain::criteria::answers::Choice;
use crate::domain::scoring::tests::{any_answers, best_but, best_of, set};

fn minutes() -> NaiveDate {
    "2026-06-10".parse().unwrap()
}

fn agree(lines: &[(&str, &str)]) -> Vec<Given> {
    lines
        .iter()
        .map(|(criterion, option)| Given {
            criterion: (*criterion).into(),
            option: (*option).into(),
        })
        .collect()
}

fn count(
    number: u8,
    ballots: Vec<Answers>,
    agreed: &[(&str, &str)],
) -> Result<Tally, Vec<TallyProblem>> {
    let set = set(number);
    let council = council_of(ballots.len().max(4));
    let ballots: Vec<Ballot> = (1..)
        .zip(ballots)
        .map(|(n, answers)| ballot(&set, &format!("m{n}"), answers))
        .collect();
    tally(&set, &council, &ballots, &agree(agreed), minutes())
}

/// Points taken from criteria without a mark, to make a total.
fn total_of(points: u32) -> Answers {
    let set = set(9);
    let unmarked = [
        "1.2", "1.3", "4.2", "4.3", "6.2", "10", "11", "3.1", "3.3", "5.2", "1.6", "2.4", "3.2",
    ];
    let mut answers = best_of(&set);
    let mut lose = 100 - points;
    for code in unmarked {
        let criterion = set.criterion(code).unwrap();
        let mut keeps: Vec<_> = criterion
            .answers
            .iter()
            .map(|a| (a.points, Choice::Letter(a.letter)))
            .collect();
        keeps.push((0, Choice::Nothing));
        let least = criterion.max_points.saturating_sub(lose);
        let &(kept, choice) = keeps
            .iter()
            .filter(|(p, _)| *p >= least)
            .min_by_key(|(p, _)| *p)
            .unwrap();
        answers.set(code, choice);
        lose -= criterion.max_points - kept;
    }
    assert_eq!(lose, 0, "{points} cannot be made");
    answers
}

#[test]
fn members_with_70_70_and_69_give_three_stars_at_most() {
    let tally = count(9, vec![total_of(70), total_of(70), total_of(69)], &[]);
    // Three of four members are a quorum of 75 percent.
    let tally = tally.unwrap();
    assert_eq!(
        (tally.total_sum, tally.ballots, tally.average().as_str()),
        (209, 3, "69.66")
    );
    assert_eq!(tally.star, Some(Star::Three));
    assert_eq!(tally.outcome, Outcome::Certifiable(Star::Three));
}

#[test]
fn an_average_of_exactly_70_is_four_stars() {
    let tally = count(9, vec![total_of(71), total_of(70), total_of(69)], &[]).unwrap();
    assert_eq!(
        (tally.average().as_str(), tally.star),
        ("70.00", Some(Star::Four))
    );
}

#[test]
fn five_stars_through_both_gates_go_to_the_centre() {
    let tally = count(9, vec![best_of(&set(9)); 4], &[]).unwrap();
    assert_eq!(
        (tally.star, tally.outcome),
        (Some(Star::Five), Outcome::Forward)
    );
}

#[test]
fn ninety_eight_points_outside_modern_channels_are_four_stars_of_the_province() {
    let tally = count(9, vec![best_but(&set(9), &[("4.1", 3)]); 4], &[]).unwrap();
    assert_eq!(tally.outcome, Outcome::Certifiable(Star::Four));
    let missing: Vec<_> = tally
        .missing_for_next()
        .map(|line| line.criterion.as_str())
        .collect();
    assert_eq!(missing, ["4.1"]);
}

#[test]
fn a_garlic_without_a_trademark_application_is_not_certifiable_and_says_why() {
    let tally = count(10, vec![best_but(&set(10), &[("3.5", 0)]); 5], &[]).unwrap();
    assert_eq!(
        (tally.average().as_str(), tally.outcome),
        ("97.00", Outcome::NotCertifiable)
    );
    let missing: Vec<_> = tally
        .missing_for_next()
        .map(|line| (line.criterion.as_str(), line.needs))
        .collect();
    assert_eq!(missing, [("3.5", 1)]);
}

#[test]
fn ballots_that_differ_on_a_marked_criterion_need_an_agreement() {
    let set = set(9);
    let ballots = vec![
        best_of(&set),
        best_but(&set, &[("3.5", 1)]),
        best_but(&set, &[("8", 2), ("11", 1)]),
    ];
    assert_eq!(
        count(9, ballots.clone(), &[]),
        Err(vec![
            TallyProblem::NoAgreement {
                criterion: "3.5".into()
            },
            TallyProblem::NoAgreement {
                criterion: "8".into()
            },
        ])
    );
    let tally = count(9, ballots, &[("3.5", "a"), ("8", "c")]).unwrap();
    assert_eq!(tally.outcome, Outcome::Certifiable(Star::Three));
    let says: Vec<_> = tally
        .contradictions
        .iter()
        .map(|c| (c.member.as_str(), c.criterion.as_str()))
        .collect();
    assert_eq!(says, [("m1", "3.5"), ("m3", "3.5"), ("m3", "8")]);
}

#[test]
fn everything_that_stands_against_a_count_is_said_at_once() {
    let set = set(9);
    let ballots = vec![
        best_of(&set),
        best_but(&set, &[("9", 0), ("8", 0), ("1.1", 1)]),
    ];
    assert_eq!(
        count(9, ballots, &[("9", "x"), ("1.2", "a")]),
        Err(vec![
            TallyProblem::Quorum { cast: 2, needed: 3 },
            TallyProblem::Spread {
                spread: 14,
                allowed: 10
            },
            TallyProblem::Agreed(AnswerProblem::UnknownAnswer {
                criterion: "9".into(),
                option: "x".into()
            }),
            TallyProblem::Agreed(AnswerProblem::NotMarked {
                criterion: "1.2".into()
            }),
            TallyProblem::NoAgreement {
                criterion: "1.1".into()
            },
            TallyProblem::NoAgreement {
                criterion: "8".into()
            },
        ])
    );
}

#[test]
fn nobody_voted_is_no_result() {
    assert!(matches!(
        count(9, Vec::new(), &[]).unwrap_err()[0],
        TallyProblem::Quorum { cast: 0, .. }
    ));
}

#[test]
fn a_spread_of_ten_points_is_allowed() {
    let tally = count(9, vec![total_of(80), total_of(75), total_of(70)], &[]).unwrap();
    assert_eq!(tally.spread, 10);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn the_star_of_a_count_agrees_with_the_average_and_with_the_agreed_answers(
        answers in proptest::collection::vec(any_answers(&set(9)), 3..9),
    ) {
        let set = set(9);
        let council = Council { maximum_spread: None, quorum_percent: 1, ..council_of(9) };
        let marked = |answers: &Answers| -> Vec<Given> {
            let lines = set.criteria().filter(|criterion| criterion.is_marked());
            lines.map(|criterion| Given {
                criterion: criterion.code.clone(),
                option: answers.choice(&criterion.code).unwrap().to_string(),
            }).collect()
        };
        let agreed = marked(&answers[0]);
        let ballots: Vec<Ballot> = answers.iter().map(|answers| ballot(&set, "m", answers.clone())).collect();
        let tally = tally(&set, &council, &ballots, &agreed, minutes()).unwrap();
        let exact = f64::from(tally.total_sum) / f64::from(tally.ballots);
        prop_assert!((tally.average().parse::<f64>().unwrap() - exact).abs() < 0.01);
        let facts = crate::domain::scoring::tests::assessed(&set, &answers[0]);
        prop_assert_eq!(tally.by_minimum, facts.by_minimum);
        if let Some(star) = tally.star {
            let floor = [50, 70, 90][usize::from(star.number() - 3)];
            prop_assert!(tally.total_sum >= floor * tally.ballots);
            prop_assert!(facts.missing_for(star).next().is_none());
        }
        prop_assert_eq!(tally.outcome == Outcome::Forward, tally.star == Some(Star::Five));
    }

    #[test]
    fn the_order_of_the_ballots_does_not_matter(
        answers in proptest::collection::vec(any_answers(&set(10)), 2..7),
    ) {
        let set = set(10);
        let council = Council { maximum_spread: None, quorum_percent: 1, ..council_of(7) };
        let mut ballots: Vec<Ballot> = answers.iter().map(|answers| ballot(&set, "m", answers.clone())).collect();
        let forwards = tally(&set, &council, &ballots, &[], minutes());
        ballots.reverse();
        prop_assert_eq!(forwards, tally(&set, &council, &ballots, &[], minutes()));
    }
}
