//! Advice on small made-up sets, held against every plan there is.

use std::cmp::Reverse;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::{free, reached, short};
use crate::criteria::CriteriaSet;
use crate::criteria::advice::{Advice, advise};
use crate::criteria::file::read;
use crate::criteria::regulation::{Code, Regulation};
use crate::criteria::scoring::{Found, assess};
use crate::criteria::sheet::Sheet;
use crate::criteria::star::Star;

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

#[test]
fn where_no_case_is_chosen_yet_the_cheaper_one_is_and_a_chosen_one_stays() {
    let like = |points: &[u32], cases, choice| Like {
        points: points.to_vec(),
        marks: [false; 3],
        condition: None,
        cases,
        choice,
        keep: false,
    };
    // Two points short. Case a gives one of them, case b both.
    let mut likes = [
        like(&[1, 1, 2], Some(2), 9),
        like(&[1], None, 9),
        like(&[2], None, 0),
    ];
    let set = read(&LAWS, &text(&likes)).unwrap();
    let plan = |likes: &[Like]| {
        let sheet = present(&set, likes);
        short(&advise(&sheet, Star::Three, &[], &Found::default()))
    };
    assert_eq!(plan(&likes), [free("1.0", 'c')]);
    // With case a chosen, its one point is there already and the other criterion gives the last.
    likes[0].choice = 0;
    assert_eq!(plan(&likes), [free("1.1", 'a')]);
}

#[test]
fn of_two_cases_that_cost_the_same_the_first_is_advised() {
    let like = |points: &[u32], cases, choice| Like {
        points: points.to_vec(),
        marks: [false; 3],
        condition: None,
        cases,
        choice,
        keep: false,
    };
    let likes = [
        like(&[2, 2], Some(1), 9),
        like(&[1], None, 9),
        like(&[2], None, 0),
    ];
    let set = read(&LAWS, &text(&likes)).unwrap();
    let sheet = present(&set, &likes);
    let advice = advise(&sheet, Star::Three, &[], &Found::default());
    assert_eq!(short(&advice), [free("1.0", 'a')]);
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
            let option = letter.map_or("none".to_owned(), String::from);
            given.push((row.criterion.code.as_str(), option));
        }
        let given = given.iter().map(|(code, option)| (*code, option.as_str()));
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
}
