//! Advice on real sets.

mod made_up;

use proptest::prelude::*;

use super::*;
use crate::criteria::CriteriaSet;
use crate::criteria::answers::Answers;
use crate::criteria::scoring::assess;
use crate::criteria::scoring::tests::{best_but, best_of, set};

/// A plan in short: criterion, needed letter, whether forced.
fn short(advice: &Advice<'_>) -> Vec<(String, char, bool)> {
    let Advice::Plan(plan) = advice else {
        panic!("out of reach: {advice:?}")
    };
    plan.iter()
        .map(|line| (line.criterion.code.clone(), line.needed.letter, line.forced))
        .collect()
}

fn advice<'a>(set: &'a CriteriaSet, answers: &Answers, target: Star) -> Advice<'a> {
    advise(&Sheet::of(set, answers), target, &[], &Found::default())
}

fn forced(code: &str, letter: char) -> (String, char, bool) {
    (code.to_owned(), letter, true)
}

fn free(code: &str, letter: char) -> (String, char, bool) {
    (code.to_owned(), letter, false)
}

#[test]
fn ninety_seven_points_need_nothing_but_the_trademark_application_for_three_stars() {
    let set = set(9);
    let answers = best_but(&set, &[("3.5", 0)]);
    assert_eq!(
        short(&advice(&set, &answers, Star::Three)),
        [forced("3.5", 'a')]
    );
    assert_eq!(
        short(&advice(&set, &answers, Star::Five)),
        [forced("3.5", 'b')]
    );
}

#[test]
fn a_star_that_is_reached_needs_nothing() {
    let set = set(9);
    assert_eq!(short(&advice(&set, &best_of(&set), Star::Five)), []);
    let answers = best_but(&set, &[("4.1", 3)]);
    assert_eq!(short(&advice(&set, &answers, Star::Four)), []);
}

#[test]
fn forced_criteria_rise_further_before_another_is_touched() {
    let set = set(9);
    // 70 points but for the market: 3 forced points make 68, and the market can give 2 more.
    let low = [
        ("1.1", 1),
        ("1.2", 0),
        ("1.3", 0),
        ("1.6", 0),
        ("3.1", 0),
        ("3.3", 0),
        ("4.2", 0),
        ("4.3", 0),
        ("5.2", 0),
        ("11", 0),
        ("4.1", 0),
    ];
    let answers = best_but(&set, &low);
    let sheet = Sheet::of(&set, &answers);
    assert_eq!(sheet.total(), 65);
    // The third answer would do for the mark; the fourth saves a second criterion.
    let Advice::Plan(plan) = advice(&set, &answers, Star::Four) else {
        panic!("out of reach")
    };
    assert_eq!(plan.len(), 1);
    let market = &plan[0];
    assert_eq!(
        (market.criterion.code.as_str(), market.needed.letter),
        ("4.1", 'd')
    );
    assert_eq!((market.gained, market.steps, market.forced), (5, 4, true));
}

#[test]
fn of_equal_plans_the_earlier_criterion_rises() {
    let set = set(9);
    let answers = best_but(&set, &[("1.3", 0), ("3.1", 0), ("4.3", 0)]);
    assert_eq!(Sheet::of(&set, &answers).total(), 89);
    assert_eq!(
        short(&advice(&set, &answers, Star::Five)),
        [free("1.3", 'a')]
    );
}

#[test]
fn the_telling_of_a_story_rises_only_with_a_story() {
    let set = set(9);
    let answers = best_but(&set, &[("5.1", 0), ("5.2", 0), ("4.3", 0)]);
    // 88 points: the story is forced to the top and makes 93 by itself.
    assert_eq!(
        short(&advice(&set, &answers, Star::Five)),
        [forced("5.1", 'e')]
    );
    // For three stars no story is needed, and its telling alone is no way to points.
    let story = set.position("5.1").unwrap();
    let mut keep = vec![true; set.size()];
    keep[set.position("5.2").unwrap()] = false;
    let mut bare = Answers::default();
    for criterion in set.criteria() {
        bare.set(&criterion.code, Choice::Nothing);
    }
    let sheet = Sheet::of(&set, &bare);
    let Advice::OutOfReach(obstacles) = advise(&sheet, Star::Three, &keep, &Found::default())
    else {
        panic!("5.2 rose without 5.1, at {story}")
    };
    assert!(obstacles.contains(&Obstacle::TooFewPoints { has: 0, needs: 50 }));
}

#[test]
fn what_stands_in_the_way_is_all_told() {
    let set = set(9);
    let answers = best_but(&set, &[("3.5", 1), ("9", 1)]);
    let mut keep = vec![false; set.size()];
    keep[set.position("3.5").unwrap()] = true;
    let found = Found {
        knock_outs: vec![set.knock_out("6.1").unwrap()],
        disqualifiers: vec![&set.disqualifiers[0]],
    };
    let advice = advise(&Sheet::of(&set, &answers), Star::Four, &keep, &found);
    let Advice::OutOfReach(obstacles) = advice else {
        panic!("a way was found")
    };
    assert_eq!(
        obstacles,
        [
            Obstacle::KnockOut(set.knock_out("6.1").unwrap()),
            Obstacle::Disqualifier(&set.disqualifiers[0]),
            Obstacle::Kept {
                criterion: set.criterion("3.5").unwrap(),
                has: 1,
                needs: 2
            },
        ]
    );
}

#[test]
fn criteria_that_are_kept_stay_as_they_are() {
    let set = set(9);
    let answers = best_but(&set, &[("1.3", 0), ("3.1", 0), ("4.3", 0)]);
    let mut keep = vec![false; set.size()];
    keep[set.position("1.3").unwrap()] = true;
    let advice = advise(
        &Sheet::of(&set, &answers),
        Star::Five,
        &keep,
        &Found::default(),
    );
    assert_eq!(short(&advice), [free("3.1", 'a')]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn advice_on_a_real_set_reaches_the_star_it_is_for(
        answers in crate::criteria::scoring::tests::any_answers(&set(9)),
        star in 3u8..6,
    ) {
        let set = set(9);
        let given = crate::criteria::scoring::tests::given(&answers);
        let Ok(answers) = Answers::parse(&set, &given) else { return Ok(()) };
        let target = Star::try_from(star).unwrap();
        let sheet = Sheet::of(&set, &answers);
        let Advice::Plan(plan) = advise(&sheet, target, &[], &Found::default()) else {
            return Err(TestCaseError::fail("every star can be reached in set 9"));
        };
        prop_assert!(reached(&sheet, &plan) >= Some(target));
        let before = assess(&sheet, Found::default());
        prop_assert_eq!(plan.is_empty(), before.star >= Some(target));
        let missing: Vec<&str> = before.missing_for(target).map(|line| line.criterion.as_str()).collect();
        let forced: Vec<&str> = plan.iter().filter(|line| line.forced).map(|line| line.criterion.code.as_str()).collect();
        prop_assert_eq!(missing, forced);
    }
}

/// The star of a sheet with a plan carried out.
fn reached(sheet: &Sheet<'_>, plan: &[Improvement<'_>]) -> Option<Star> {
    let mut answers = Answers::of(sheet);
    for line in plan {
        answers.set(&line.criterion.code, Choice::Letter(line.needed.letter));
    }
    let given = crate::criteria::scoring::tests::given(&answers);
    let answers = Answers::parse(sheet.set(), &given).unwrap();
    assess(&Sheet::of(sheet.set(), &answers), Found::default()).star
}
