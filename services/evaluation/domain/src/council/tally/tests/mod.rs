use super::*;
use crate::council::Council;
use crate::council::ballot::Ballot;
use crate::council::ballot::tests::ballot;
use crate::council::tests::council_of;
use crate::criteria::answers::{Choice, Given};
use crate::criteria::scoring::tests::{best_but, best_of, set};

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
    let council = council_of(ballots.len().max(4));
    match meeting(&council, number, &cast(number, ballots), &agree(agreed))? {
        Counted::Result(tally) => Ok(*tally),
        Counted::Again(again) => panic!("{again:?} is no result"),
    }
}

/// One ballot each of `m1`, `m2` and so on.
fn cast(number: u8, answers: Vec<Answers>) -> Vec<Ballot> {
    let set = set(number);
    (1..)
        .zip(answers)
        .map(|(n, answers)| ballot(&set, &format!("m{n}"), answers))
        .collect()
}

/// Counts the first vote on a first dossier, in a meeting.
fn meeting(
    council: &Council,
    number: u8,
    ballots: &[Ballot],
    agreed: &[Given],
) -> Result<Counted, Vec<TallyProblem>> {
    let session = Session {
        places: &ocop_places::built_in(),
        council,
        set: &set(number),
        ballots,
        conflicts: &[],
        mode: None,
        agreed,
        on: minutes(),
    };
    tally(&session, DossierKind::First, 1)
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

fn best(members: usize) -> Vec<Ballot> {
    cast(9, vec![best_of(&set(9)); members])
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
fn ninety_points_without_a_minimum_go_to_the_centre_where_the_regulation_says_so() {
    let result = || count(9, vec![best_but(&set(9), &[("4.1", 3)]); 4], &[]).unwrap();
    let law = set(9).law;
    assert_eq!(result().of_province(law), result());
    let forwarding = Regulation {
        forward_without_minimums: true,
        ..law.clone()
    };
    let sent_on = result().of_province(&forwarding);
    assert_eq!(
        (sent_on.star, sent_on.outcome),
        (Some(Star::Four), Outcome::Forward)
    );
    let below = count(9, vec![total_of(89); 4], &[]).unwrap();
    assert_eq!(below.clone().of_province(&forwarding), below);
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
    let contradictions: Vec<_> = tally
        .contradictions
        .iter()
        .map(|c| (c.member.as_str(), c.criterion.as_str()))
        .collect();
    assert_eq!(contradictions, [("m1", "3.5"), ("m3", "3.5"), ("m3", "8")]);
}

#[test]
fn a_count_without_quorum_says_everything_but_what_the_ballots_say() {
    let set = set(9);
    let ballots = vec![
        best_of(&set),
        best_but(&set, &[("9", 0), ("8", 0), ("1.1", 1)]),
    ];
    assert_eq!(
        count(9, ballots, &[("9", "x"), ("1.2", "a")]),
        Err(vec![
            TallyProblem::Quorum { cast: 2, needed: 3 },
            TallyProblem::Agreed(AnswerProblem::UnknownAnswer {
                criterion: "9".into(),
                option: "x".into()
            }),
            TallyProblem::Agreed(AnswerProblem::NotMarked {
                criterion: "1.2".into()
            }),
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

mod properties;
mod votes;
mod written;
