//! Advice on real sets, and on small made-up ones against every plan there is.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::domain::criteria::CriteriaSet;
use crate::domain::criteria::answers::Answers;
use crate::domain::criteria::file::read;
use crate::domain::regulation::{Code, Regulation};
use crate::domain::scoring::assess;
use crate::domain::scoring::tests::{best_but, best_of, set};

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

/// A regulation whose bands a handful of criteria can reach.
static LAWS: LazyLock<Vec<Regulation>> = LazyLock::new(|| {
    vec![Regulation {
        floors: [2, 4, 7, 10],
        parts: None,
        ..Code::R2026.regulation().clone()
    }]
});

/// What a made-up criterion is like.
#[derive(Clone, Debug)]
struct Like {
    points: Vec<u32>,
    marks: [bool; 3],
    /// The criterion before it that it depends on, and the points that must give.
    condition: Option<(usize, u32)>,
    /// How many of its answers belong to case a, the others to case b.
    cases: Option<usize>,
    choice: usize,
    keep: bool,
}

fn like() -> impl Strategy<Value = Like> {
    let condition = proptest::option::weighted(0.35, (0usize..5, 0u32..4));
    (
        proptest::collection::vec(0u32..5, 1..4),
        any::<[bool; 3]>(),
        condition,
        proptest::option::weighted(0.3, 0usize..4),
        0usize..5,
        proptest::bool::weighted(0.1),
    )
        .prop_map(|(points, marks, condition, cases, choice, keep)| Like {
            points,
            marks,
            condition,
            cases,
            choice,
            keep,
        })
}

/// The text of a set whose criteria are like these.
fn text(likes: &[Like]) -> String {
    use std::fmt::Write as _;
    let mut text = String::from(
        "number = 1\nregulation = \"R2026\"\nname = [\"a\", \"a\"]\nsamples = 0\n[[part]]\nhead = [\"A\", 9, \"a\", \"a\"]\nsections = [[\"1\", 9, \"a\", \"a\"]]\ncriteria = [\n",
    );
    for (at, like) in likes.iter().enumerate() {
        write!(text, "[\"1.{at}\", 9, \"a\", \"a\", [").unwrap();
        let mut stars = ["***", "****", "*****"]
            .into_iter()
            .zip(like.marks)
            .filter(|(_, marked)| *marked);
        let mut marked = 0;
        for points in &like.points {
            // Marks rise with the points and lie above 0, as a check sees to.
            let star = if *points > marked { stars.next() } else { None };
            marked = star.map_or(marked, |_| *points);
            let star = star.map_or("", |(star, _)| star);
            write!(text, "[{points}, \"{star}\", \"a\", \"a\"],").unwrap();
        }
        text.push_str("]],\n");
    }
    text.push_str("]\n");
    for (at, like) in likes.iter().enumerate() {
        if let Some((on, points)) = like.condition.filter(|_| at > 0) {
            let on = on % at;
            writeln!(
                text,
                "[[applies_if]]\ncriterion = \"1.{at}\"\nneeds = [\"1.{on}\", {points}]"
            )
            .unwrap();
        }
        if let Some(of_a) = like.cases {
            let letters = &"abc"[..like.points.len()];
            let (a, b) = letters.split_at(of_a.min(letters.len()));
            writeln!(
                text,
                "[[branch]]\ncriterion = \"1.{at}\"\na = \"{a}\"\nb = \"{b}\""
            )
            .unwrap();
        }
    }
    text
}

/// The answers wished for, with those left out that do not fit the ones before.
fn present<'a>(set: &'a CriteriaSet, likes: &[Like]) -> Sheet<'a> {
    let mut given: Vec<(String, String)> = Vec::new();
    for (at, like) in likes.iter().enumerate() {
        let code = format!("1.{at}");
        let letter = "abc"[..like.points.len()].chars().nth(like.choice);
        let wish = letter.map_or("none".to_owned(), String::from);
        let fits = |wish: &str| {
            let mut all = given.clone();
            all.push((code.clone(), wish.to_owned()));
            all.extend((at + 1..likes.len()).map(|rest| (format!("1.{rest}"), "none".to_owned())));
            let all = all
                .iter()
                .map(|(code, wish)| (code.as_str(), wish.as_str()));
            Sheet::parse(set, all).is_ok()
        };
        let wish = if fits(&wish) { wish } else { "none".to_owned() };
        given.push((code, wish));
    }
    let given = given
        .iter()
        .map(|(code, wish)| (code.as_str(), wish.as_str()));
    Sheet::parse(set, given).unwrap()
}

/// What a plan is measured by: criteria changed that are not forced, steps, steps at each.
type Measure = (usize, usize, Reverse<Vec<usize>>);

/// The measure of the least plan, found by trying all of them; `None` if none reaches the star.
fn least_of_all(sheet: &Sheet<'_>, target: Star, keep: &[bool]) -> Option<Measure> {
    let set = sheet.set();
    let rows = sheet.rows();
    let mut options: Vec<Vec<Option<char>>> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let present = row.answer.map(|answer| answer.letter);
        let better = row.criterion.answers.iter();
        let better = better.filter(|answer| answer.points > row.points && !keep[at]);
        options.push(
            std::iter::once(present)
                .chain(better.map(|answer| Some(answer.letter)))
                .collect(),
        );
    }
    // What each plan changes, and whether it reaches the star.
    let mut plans: Vec<(Vec<usize>, bool)> = Vec::new();
    let count: usize = options.iter().map(Vec::len).product();
    for mut number in 0..count {
        let mut given = Vec::new();
        for (row, options) in rows.iter().zip(&options) {
            let letter = options[number % options.len()];
            number /= options.len();
            let said = letter.map_or("none".to_owned(), String::from);
            given.push((row.criterion.code.as_str(), said));
        }
        let given = given.iter().map(|(code, said)| (*code, said.as_str()));
        let Ok(planned) = Sheet::parse(set, given) else {
            continue;
        };
        if sheet
            .case()
            .is_some_and(|case| planned.case() != Some(case))
        {
            continue;
        }
        let result = assess(&planned, Found::default());
        if result.by_minimum < Some(target) {
            continue;
        }
        let steps = rows.iter().zip(planned.rows()).map(|(now, then)| {
            let mut between: Vec<u32> = now
                .criterion
                .answers
                .iter()
                .filter(|answer| answer.case.is_none() || answer.case == planned.case())
                .map(|answer| answer.points)
                .filter(|points| *points > now.points && *points <= then.points)
                .collect();
            between.sort_unstable();
            between.dedup();
            between.len()
        });
        plans.push((steps.collect(), result.star >= Some(target)));
    }
    let forced: Vec<bool> = (0..rows.len())
        .map(|at| plans.iter().all(|(steps, _)| steps[at] > 0))
        .collect();
    let measure = |steps: &Vec<usize>| {
        let unforced = steps
            .iter()
            .zip(&forced)
            .filter(|(steps, forced)| **steps > 0 && !**forced);
        (unforced.count(), steps.iter().sum(), Reverse(steps.clone()))
    };
    plans
        .iter()
        .filter(|(_, reaches)| *reaches)
        .map(|(steps, _)| measure(steps))
        .min()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn no_plan_is_less_than_the_one_advised(likes in proptest::collection::vec(like(), 1..6), star in 3u8..6) {
        let set = read(&LAWS, &text(&likes)).unwrap();
        let target = Star::try_from(star).unwrap();
        let sheet = present(&set, &likes);
        let keep: Vec<bool> = likes.iter().map(|like| like.keep).collect();
        let least = least_of_all(&sheet, target, &keep);
        match advise(&sheet, target, &keep, &Found::default()) {
            Advice::OutOfReach(obstacles) => {
                prop_assert_eq!(least, None);
                prop_assert!(!obstacles.is_empty());
            }
            Advice::Plan(plan) => {
                let mut steps = vec![0; set.size()];
                for line in &plan {
                    steps[set.position(&line.criterion.code).unwrap()] = usize::from(line.steps);
                }
                let unforced = plan.iter().filter(|line| !line.forced).count();
                let advised = (unforced, steps.iter().sum(), Reverse(steps));
                prop_assert_eq!(Some(advised), least);
                prop_assert!(reached(&sheet, &plan) >= Some(target));
            }
        }
    }

    #[test]
    fn advice_on_a_real_set_reaches_the_star_it_is_for(
        answers in crate::domain::scoring::tests::any_answers(&set(9)),
        star in 3u8..6,
    ) {
        let set = set(9);
        let given = crate::domain::scoring::tests::given(&answers);
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
    let given = crate::domain::scoring::tests::given(&answers);
    let answers = Answers::parse(sheet.set(), &given).unwrap();
    assess(&Sheet::of(sheet.set(), &answers), Found::default()).star
}
