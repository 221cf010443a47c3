//! The test vectors of set 9, and what holds for all answers.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::criteria::answers::{Choice, Given};
use crate::criteria::library::Library;
use crate::criteria::regulation::Code;

/// The sets of the project, read once: tests ask for them again and again.
pub(crate) static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::load().unwrap());

/// A set of 2026.
pub(crate) fn set(number: u8) -> CriteriaSet {
    LIBRARY.set(Code::R2026, number).unwrap().clone()
}

/// The answers that give every point.
pub(crate) fn best_of(set: &CriteriaSet) -> Answers {
    let mut answers = Answers::default();
    for criterion in set.criteria() {
        let best = criterion
            .answers
            .iter()
            .max_by_key(|answer| answer.points)
            .unwrap();
        answers.set(&criterion.code, Choice::Letter(best.letter));
    }
    answers
}

/// The best answers but for one criterion, which is given so many points.
pub(crate) fn best_but(set: &CriteriaSet, changes: &[(&str, u32)]) -> Answers {
    let mut answers = best_of(set);
    for (code, points) in changes {
        let criterion = set.criterion(code).unwrap();
        let answer = criterion
            .answers
            .iter()
            .find(|answer| answer.points == *points);
        assert!(
            answer.is_some() || *points == 0,
            "{code} has no answer of {points} points"
        );
        answers.set(
            code,
            answer.map_or(Choice::Nothing, |answer| Choice::Letter(answer.letter)),
        );
    }
    answers
}

/// The answers as a caller writes them.
pub(crate) fn given(answers: &Answers) -> Vec<Given> {
    let line = |(criterion, choice): (&str, Choice)| Given {
        criterion: criterion.to_owned(),
        option: choice.to_string(),
    };
    answers.iter().map(line).collect()
}

/// What answers are worth, with nothing found besides.
pub(crate) fn assessed<'a>(set: &'a CriteriaSet, answers: &Answers) -> Assessment<'a> {
    assess(&Sheet::of(set, answers), Found::default())
}

fn fish_sauce(changes: &[(&str, u32)]) -> (u32, u8, Option<Star>) {
    let set = set(9);
    let assessment = assessed(&set, &best_but(&set, changes));
    (
        assessment.total,
        assessment.by_score.number(),
        assessment.star,
    )
}

#[test]
fn a_fish_sauce_with_every_point_is_a_five_star_candidate() {
    assert_eq!(fish_sauce(&[]), (100, 5, Some(Star::Five)));
}

#[test]
fn a_fish_sauce_without_a_trademark_application_is_not_certifiable() {
    assert_eq!(fish_sauce(&[("3.5", 0)]), (97, 5, None));
}

#[test]
fn a_fish_sauce_with_only_a_trademark_application_has_three_stars() {
    assert_eq!(fish_sauce(&[("3.5", 1)]), (98, 5, Some(Star::Three)));
}

#[test]
fn a_fish_sauce_outside_modern_channels_has_four_stars() {
    assert_eq!(fish_sauce(&[("4.1", 3)]), (98, 5, Some(Star::Four)));
}

#[test]
fn a_fish_sauce_whose_story_is_not_in_the_electronic_trace_has_three_stars() {
    assert_eq!(fish_sauce(&[("5.1", 3)]), (98, 5, Some(Star::Three)));
}

#[test]
fn a_fish_sauce_with_only_the_food_safety_certificate_has_three_stars() {
    assert_eq!(fish_sauce(&[("9", 1)]), (96, 5, Some(Star::Three)));
}

#[test]
fn a_fish_sauce_without_quality_assurance_is_not_certifiable() {
    assert_eq!(fish_sauce(&[("9", 0)]), (95, 5, None));
}

#[test]
fn marked_answers_alone_never_reach_the_points_of_their_star() {
    let set = set(9);
    for (star, total) in [(Star::Three, 11), (Star::Four, 41), (Star::Five, 50)] {
        let mut answers = Answers::default();
        for criterion in set.criteria() {
            let needed = criterion.needs(star);
            let answer = criterion
                .answers
                .iter()
                .find(|answer| Some(answer.points) == needed);
            let choice = answer.map_or(Choice::Nothing, |answer| Choice::Letter(answer.letter));
            answers.set(&criterion.code, choice);
        }
        let assessment = assessed(&set, &answers);
        assert_eq!(
            (assessment.total, assessment.by_minimum),
            (total, Some(star))
        );
        assert_eq!(assessment.star, (star == Star::Five).then_some(Star::Three));
    }
}

#[test]
fn a_garlic_of_97_points_without_a_trademark_application_is_told_what_is_missing() {
    let set = set(10);
    let assessment = assessed(&set, &best_but(&set, &[("3.5", 0)]));
    assert_eq!((assessment.total, assessment.star), (97, None));
    let missing: Vec<_> = assessment.missing_for(Star::Three).cloned().collect();
    let trademark = Missing {
        star: Star::Three,
        criterion: "3.5".into(),
        has: 0,
        needs: 1,
    };
    assert_eq!(missing, [trademark]);
}

#[test]
fn parts_and_sections_show_where_points_were_lost() {
    let set = set(9);
    let assessment = assessed(&set, &best_but(&set, &[("1.1", 1), ("4.3", 0), ("11", 0)]));
    let parts: Vec<_> = assessment
        .parts
        .iter()
        .map(|part| (part.points, part.max_points))
        .collect();
    assert_eq!(parts, [(36, 40), (20, 25), (32, 35)]);
    let first = &assessment.sections[0];
    assert_eq!((first.code, first.points, first.max_points), ("1", 14, 18));
}

#[test]
fn the_telling_of_a_story_counts_only_if_there_is_one() {
    let set = set(9);
    let assessment = assessed(&set, &best_but(&set, &[("5.1", 0)]));
    assert_eq!(assessment.total, 100 - 5 - 2);
}

#[test]
fn unsafe_foreign_matter_leaves_no_star_whatever_the_points() {
    let set = set(9);
    let assessment = assess(
        &Sheet::of(&set, &best_of(&set)),
        Found {
            knock_outs: vec![set.knock_out("6.1").unwrap()],
            ..Found::default()
        },
    );
    assert_eq!((assessment.total, assessment.star), (100, None));
    assert_eq!(assessment.knock_outs.len(), 1);
}

/// Any answers at all to a set, `None of them` among them.
pub(crate) fn any_answers(set: &CriteriaSet) -> impl Strategy<Value = Answers> + use<> {
    let criteria: Vec<_> = set.criteria().cloned().collect();
    let choices: Vec<_> = criteria
        .iter()
        .map(|criterion| 0..=criterion.answers.len())
        .collect();
    choices.prop_map(move |choices| {
        let mut answers = Answers::default();
        for (criterion, choice) in criteria.iter().zip(choices) {
            let letter = criterion.answers.get(choice).map(|answer| answer.letter);
            answers.set(
                &criterion.code,
                letter.map_or(Choice::Nothing, Choice::Letter),
            );
        }
        answers
    })
}

/// Any set, with any answers to it.
fn any_ballot() -> impl Strategy<Value = (&'static CriteriaSet, Answers)> {
    (0..LIBRARY.sets().len()).prop_flat_map(|at| {
        let set = &LIBRARY.sets()[at];
        (Just(set), any_answers(set))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_star_always_passes_both_gates_and_is_the_greatest_that_does((set, answers) in any_ballot()) {
        let assessment = assessed(set, &answers);
        let floors = [50, 70, 90];
        let passes = |star: Star| {
            assessment.total >= floors[usize::from(star.number() - 3)]
                && Sheet::of(set, &answers).rows().iter().all(|row| {
                    row.criterion.needs(star).is_none_or(|needs| row.points >= needs)
                })
        };
        prop_assert_eq!(assessment.star, Star::ALL.into_iter().rev().find(|star| passes(*star)));
    }

    #[test]
    fn parts_sections_and_criteria_add_up_to_the_same_total((set, answers) in any_ballot()) {
        let assessment = assessed(set, &answers);
        prop_assert_eq!(assessment.total, total(set, &answers));
        prop_assert_eq!(assessment.total, assessment.parts.iter().map(|part| part.points).sum::<u32>());
        prop_assert_eq!(assessment.total, assessment.sections.iter().map(|section| section.points).sum::<u32>());
        prop_assert!(assessment.total <= 100);
    }

    #[test]
    fn a_better_answer_never_costs_a_star((set, answers) in any_ballot(), at in any::<proptest::sample::Index>()) {
        let before = assessed(set, &answers);
        let criterion = set.criteria().nth(at.index(set.size())).unwrap();
        let best = criterion.answers.iter().max_by_key(|answer| answer.points).unwrap();
        let mut better = answers.clone();
        better.set(&criterion.code, Choice::Letter(best.letter));
        let after = assessed(set, &better);
        prop_assert!(after.star >= before.star);
        prop_assert!(after.total >= before.total);
    }

    #[test]
    fn the_gaps_closed_are_the_star((set, answers) in any_ballot()) {
        let assessment = assessed(set, &answers);
        for gap in assessment.gaps(set.law.floors) {
            prop_assert!(gap.points_short > 0 || !gap.missing.is_empty());
            prop_assert!(Some(gap.star) > assessment.star);
        }
        let open = assessment.gaps(set.law.floors).count();
        prop_assert_eq!(open, 3 - assessment.star.map_or(0, |star| usize::from(star.number()) - 2));
    }
}

#[test]
fn every_set_at_its_best_is_a_hundred_points_and_five_stars_in_one_case() {
    for set in LIBRARY.sets() {
        let assessment = assessed(set, &best_of(set));
        assert_eq!(assessment.total, 100, "set {}", set.number);
        assert_eq!(assessment.star, Some(Star::Five), "set {}", set.number);
    }
}
