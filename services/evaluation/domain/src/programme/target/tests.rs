use super::*;
use crate::criteria::star::Star;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn period(from: &str, to: &str) -> Period {
    Period {
        from: day(from),
        to: day(to),
    }
}

/// Terms that make sense, for the five years of the programme.
pub(crate) fn terms(indicator: Indicator, goal: Goal) -> Terms {
    Terms {
        period: period("2021-01-01", "2025-12-31"),
        name_vi: "Chỉ tiêu".into(),
        name_en: String::new(),
        indicator,
        goal,
        baseline: None,
    }
}

const NEW: Indicator = Indicator::NewProducts {
    min_star: Star::Three,
};

const CIRCULAR: Indicator = Indicator::Producers {
    which: ProducerTrait::Circular,
};

fn measure(value: u32, base: u32) -> Measure {
    Measure {
        value,
        base,
        growth: None,
    }
}

fn quang_ngai() -> (String, NaiveDate) {
    ("51".to_owned(), "2026-01-01".parse().unwrap())
}

#[test]
fn a_number_counts_towards_its_goal() {
    let target = terms(NEW, Goal::Count(200));
    let distance = target.distance(measure(50, 0), day("2022-07-14"));
    assert_eq!(
        (distance.achieved, distance.of_goal, distance.missing),
        (Some(50), Some(2_500), 150)
    );
    assert!(!distance.reached);
    let distance = target.distance(measure(200, 0), day("2025-12-31"));
    assert!(distance.reached);
    assert_eq!((distance.missing, distance.projected), (0, None));
}

#[test]
fn a_tenth_of_31_producers_are_four_of_them() {
    let target = terms(CIRCULAR, Goal::Share(1_000));
    let on = day("2022-07-14");
    let three = target.distance(measure(3, 31), on);
    assert_eq!(
        (three.achieved, three.missing, three.reached),
        (Some(967), 1, false)
    );
    assert!(target.distance(measure(4, 31), on).reached);
    // 3 of 30 is a tenth exactly.
    assert!(target.distance(measure(3, 30), on).reached);
}

#[test]
fn a_share_of_nothing_is_neither_reached_nor_missing() {
    let target = terms(CIRCULAR, Goal::Share(1_000));
    let distance = target.distance(measure(0, 0), day("2022-07-14"));
    assert_eq!((distance.achieved, distance.of_goal), (None, None));
    assert!(!distance.reached);
    assert_eq!(distance.missing, 0);
}

#[test]
fn the_pace_so_far_leads_on_in_a_straight_line() {
    let year = Terms {
        period: period("2022-01-01", "2022-12-31"),
        ..terms(NEW, Goal::Count(50))
    };
    let projected = |value, on: &str| year.distance(measure(value, 0), day(on)).projected;
    // 73 of 365 days are a fifth of the year.
    assert_eq!(projected(8, "2022-03-14"), Some(40));
    assert_eq!(projected(8, "2021-12-31"), None);
    assert_eq!(projected(8, "2022-12-31"), None);
}

#[test]
fn what_stands_at_some_height_is_projected_from_its_baseline_only() {
    let valid = Indicator::ValidProducts {
        min_star: Star::Three,
    };
    let mut target = Terms {
        period: period("2022-01-01", "2022-12-31"),
        ..terms(valid, Goal::Count(100))
    };
    let on = day("2022-03-14");
    assert_eq!(target.distance(measure(65, 0), on).projected, None);
    target.baseline = Some(61);
    assert_eq!(target.distance(measure(65, 0), on).projected, Some(81));
    assert_eq!(target.distance(measure(20, 0), on).projected, Some(0));
}

#[test]
fn all_producers_are_trained_when_the_last_of_them_is_and_training_grows_from_nothing() {
    let target = Terms {
        period: period("2022-01-01", "2022-12-31"),
        ..terms(Indicator::TrainedProducers, Goal::Share(WHOLE))
    };
    assert_eq!(target.check(), Ok(()));
    // 73 of 365 days are a fifth of the year; a tenth of the producers are trained.
    let begun = target.distance(measure(3, 30), day("2022-03-14"));
    assert_eq!(
        (begun.achieved, begun.missing, begun.projected),
        (Some(1_000), 27, Some(5_000))
    );
    assert!(!target.distance(measure(30, 31), day("2022-12-31")).reached);
    assert!(target.distance(measure(31, 31), day("2022-12-31")).reached);
}

#[test]
fn everything_that_makes_no_sense_is_said_at_once() {
    let mut nonsense = terms(NEW, Goal::Share(0));
    nonsense.period = period("2025-12-31", "2021-01-01");
    nonsense.baseline = Some(10_001);
    let refused = Target::set(Uuid::nil(), quang_ngai(), nonsense);
    let problems = vec![
        TargetProblem::PeriodBackwards,
        TargetProblem::NotAShare,
        TargetProblem::AboveTheWhole,
        TargetProblem::NothingToReach,
    ];
    assert_eq!(refused, Err(Refusal::Terms(problems)));
    let cohort = Indicator::Kept {
        cohort: period("2020-12-31", "2018-01-01"),
    };
    let refused = Target::set(
        Uuid::nil(),
        quang_ngai(),
        terms(cohort, Goal::Share(10_000)),
    );
    assert_eq!(
        refused,
        Err(Refusal::Terms(vec![TargetProblem::CohortBackwards]))
    );
}

#[test]
fn a_growth_of_sales_is_reached_by_the_sales_and_not_by_the_number_of_products() {
    let target = Terms {
        period: period("2026-01-01", "2026-12-31"),
        ..terms(Indicator::SalesGrowth, Goal::Share(3_000))
    };
    let on = |before_vnd, vnd| {
        let growth = Growth {
            products: 2,
            of_products: 9,
            vnd,
            before_vnd,
        };
        let measure = Measure {
            value: 2,
            base: 9,
            growth: Some(growth),
        };
        let distance = target.distance(measure, day("2026-12-31"));
        let part = distance.of_goal;
        (distance.achieved, part, distance.missing, distance.reached)
    };
    assert_eq!(on(100, 130), (Some(3_000), Some(10_000), 0, true));
    assert_eq!(on(100, 115), (Some(1_500), Some(5_000), 0, false));
    assert_eq!(on(100, 90), (Some(0), Some(0), 0, false), "a fall");
    assert_eq!(on(0, 90), (None, None, 0, false), "of nothing");
    let refused = Target::set(
        Uuid::nil(),
        quang_ngai(),
        terms(Indicator::SalesGrowth, Goal::Count(30)),
    );
    let problems = vec![TargetProblem::NotANumber];
    assert_eq!(refused, Err(Refusal::Terms(problems)));
}

#[test]
fn the_same_terms_again_change_nothing() {
    let before = terms(NEW, Goal::Count(200));
    let mut target = Target::set(Uuid::nil(), quang_ngai(), before.clone()).unwrap();
    target.events.clear();
    target.update(before.clone()).unwrap();
    assert!(target.events.is_empty());
    target
        .update(Terms {
            goal: Goal::Count(210),
            ..before
        })
        .unwrap();
    assert_eq!(target.events.len(), 1);
}

#[test]
fn a_target_is_told_of_in_its_province_and_refused_by_a_word() {
    let event = Event {
        step: event::Step::Updated,
        id: Uuid::nil(),
        province_code: "51".to_owned(),
        said_on: day("2026-01-01"),
        terms: terms(NEW, Goal::Count(1)),
    };
    assert_eq!(
        (event.name(), event.province_code()),
        ("target.updated", "51")
    );
    assert_eq!(Refusal::Terms(Vec::new()).reason(), "INVALID_REQUEST");
}
