mod bounds;

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::listing::Star;
use crate::samples::{day, fish_sauce, set, today};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn sold(vnd: u64, modern_vnd: u64) -> Sold {
    Sold {
        vnd,
        modern_vnd,
        volume: None,
    }
}

fn file(month: Month, sold: Sold) -> Result<Report, Refusal> {
    Report::file(Uuid::from_u128(1), &fish_sauce(), month, sold, today())
}

#[test]
fn sales_are_put_right_for_a_reason_and_the_old_value_stays() {
    let mut report = file(month("2026-10"), sold(40_000_000, 10_000_000)).unwrap();
    let right = sold(42_000_000, 10_000_000);
    let refused = report.correct(right.clone(), "", today());
    assert_eq!(refused, Err(Refusal::ReasonMissing));
    for _ in 0..2 {
        report
            .correct(right.clone(), "sót hoá đơn", today())
            .unwrap();
    }
    let [correction] = report.corrections.as_slice() else {
        panic!("{report:?}");
    };
    assert_eq!(correction.before, sold(40_000_000, 10_000_000));
    let changes = report.events.iter().map(|event| event.change.to_string());
    assert_eq!(changes.collect::<Vec<_>>(), ["reported", "corrected"]);
    let too_much = report.correct(sold(1, 2), "nhầm", today());
    assert_eq!(too_much, Err(Refusal::MoreThanAll));
}

#[test]
fn what_has_not_come_or_is_long_ago_is_not_reported() {
    let nothing = || sold(0, 0);
    assert!(file(month("2026-11"), nothing()).is_ok());
    let next = file(month("2026-12"), nothing()).unwrap_err();
    assert_eq!(next, Refusal::MonthNotCome);
    assert!(file(month("2006-11"), nothing()).is_ok());
    let old = file(month("2006-10"), nothing()).unwrap_err();
    assert_eq!(old, Refusal::TooLongAgo);
}

fn occasion(product: u128, star: Star, criteria_set: u32, on: &str) -> Occasion {
    Occasion {
        product_id: Uuid::from_u128(product),
        month: Month::of(day(on)),
        star,
        criteria_set: set(criteria_set),
    }
}

fn by_month(first: &str, vnd: &[u64]) -> BTreeMap<Month, u64> {
    let months = (0..).map(|n| month(first).plus(n));
    months.zip(vnd.iter().copied()).collect()
}

/// Two months before and after, today being in November 2026.
fn window() -> Window {
    Window {
        months: 2,
        last: month("2026-10"),
    }
}

#[test]
fn figures_are_what_a_count_by_hand_gives() {
    // Certified in June: April and May before, July and August after.
    let occasions = [
        occasion(1, Star::Three, 9, "2026-06-15"),
        occasion(2, Star::Three, 9, "2026-06-15"),
        occasion(3, Star::Four, 9, "2026-06-15"),
        occasion(4, Star::Three, 9, "2026-06-15"),
        // August and September are after it, and October; its second month after is not over.
        occasion(5, Star::Three, 9, "2026-09-01"),
    ];
    let sales = [
        // 30 before, 45 after: 15 more, half as much again.
        (1, by_month("2026-04", &[10, 20, 999, 20, 25])),
        // 7 before, 8 after: 1 more, a seventh.
        (2, by_month("2026-04", &[3, 4, 0, 4, 4])),
        // Nothing before, 5 after.
        (3, by_month("2026-04", &[0, 0, 7, 2, 3])),
        // August was not reported.
        (4, by_month("2026-04", &[1, 1, 1, 1])),
        (5, by_month("2026-07", &[1, 1, 1, 1])),
    ];
    let sales = sales.map(|(product, months)| (Uuid::from_u128(product), months));
    let deals = [(Uuid::from_u128(2), by_month("2026-07", &[9]))];
    let effects = effect(&occasions, window(), &sales.into(), &deals.into());
    let [all, threes, fours] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    // 37 before and 58 after in three cases of two months: 6.17, 9.67 and 3.5 a month; the middle change is 5 in two months;
    // 21 of 37 are 56.76 %; the changes as parts are 1/7 and 1/2, whose middle is 9/28, 32.14 %.
    let expected = Figure {
        cases: 3,
        left_out: 2,
        mean_before_vnd: 6,
        mean_after_vnd: 10,
        mean_change_vnd: 4,
        median_change_vnd: 3,
        change_hundredths: Some(5_676),
        median_change_hundredths: Some(3_214),
    };
    assert_eq!((all.kind, all.sales), (None, expected));
    assert_eq!(threes.kind, Some((Star::Three, set(9))));
    // 15 and 1 in two months: 8 on the average and in the middle, 4 a month; 16 of 37.
    let expected = Figure {
        cases: 2,
        left_out: 2,
        mean_before_vnd: 9,
        mean_after_vnd: 13,
        mean_change_vnd: 4,
        median_change_vnd: 4,
        change_hundredths: Some(4_324),
        median_change_hundredths: Some(3_214),
    };
    assert_eq!(threes.sales, expected);
    assert_eq!(fours.sales.change_hundredths, None);
    assert_eq!(fours.sales.median_change_hundredths, None);
    assert_eq!((fours.sales.cases, fours.sales.mean_after_vnd), (1, 3));
    // Deals are known for all months that are over: four cases, of which one brought 9.
    assert_eq!((all.deals.cases, all.deals.left_out), (4, 1));
    assert_eq!(
        (all.deals.mean_change_vnd, all.deals.median_change_vnd),
        (1, 0)
    );
}

#[test]
fn without_cases_there_is_no_figure() {
    let effects = effect(&[], window(), &BTreeMap::new(), &BTreeMap::new());
    assert_eq!(effects.len(), 1);
    assert_eq!(effects[0].sales, Figure::default());
}

proptest! {
    #[test]
    fn figures_do_not_depend_on_the_order_of_cases_and_change_sides_with_them(
        mut sums in prop::collection::vec((0_u128..1_000_000, 0_u128..1_000_000), 0..12),
        months in 1_u32..7,
    ) {
        let figure = |sums: &[(u128, u128)]| {
            let case = |(before, after): &(u128, u128)| Case { before: *before, after: *after };
            Figure::of(&sums.iter().map(case).collect::<Vec<_>>(), months, 0)
        };
        let first = figure(&sums);
        sums.reverse();
        prop_assert_eq!(first, figure(&sums));
        let turned: Vec<(u128, u128)> = sums.iter().map(|(before, after)| (*after, *before)).collect();
        let turned = figure(&turned);
        prop_assert_eq!(turned.mean_change_vnd, -first.mean_change_vnd);
        prop_assert_eq!(turned.median_change_vnd, -first.median_change_vnd);
        prop_assert_eq!(turned.mean_before_vnd, first.mean_after_vnd);
    }

    #[test]
    fn cases_that_are_all_alike_have_their_own_change(
        before in 1_u128..100_000_000_000_000, after in 0_u128..100_000_000_000_000, count in 1_usize..9,
    ) {
        let figure = Figure::of(&vec![Case { before, after }; count], 1, 0);
        let change = after.cast_signed() - before.cast_signed();
        prop_assert_eq!(i128::from(figure.mean_change_vnd), change);
        prop_assert_eq!(i128::from(figure.median_change_vnd), change);
        prop_assert_eq!(figure.change_hundredths, figure.median_change_hundredths);
    }
}
