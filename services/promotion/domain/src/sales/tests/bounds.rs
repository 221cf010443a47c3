//! Exact bounds and words of reported sales.

use super::*;

#[test]
fn the_months_around_an_occasion_must_be_over_and_the_last_one_is_enough() {
    let known = by_month("2026-01", &[1; 12]);
    let case = |on: &str| window().case(month(on), &known, false);
    // Two months after August is October, the last that is over.
    assert_eq!(
        case("2026-08"),
        Some(Case {
            before: 2,
            after: 2
        })
    );
    assert_eq!(case("2026-09"), None);
}

#[test]
fn a_mean_is_rounded_half_away_from_zero() {
    let figure = |before, after| Figure::of(&[Case { before, after }], 2, 3);
    let (rise, fall, none) = (figure(0, 1), figure(1, 0), figure(1, 1));
    assert_eq!((rise.mean_change_vnd, fall.mean_change_vnd), (1, -1));
    assert_eq!(none.mean_change_vnd, 0);
    assert_eq!((rise.cases, rise.left_out), (1, 3));
}

#[test]
fn an_event_holds_the_report_without_its_own_events() {
    let report = file(month("2026-10"), sold(5, 1)).unwrap();
    let [event] = report.events.as_slice() else {
        panic!("{report:?}");
    };
    let alone = Report {
        events: Vec::new(),
        ..report.clone()
    };
    assert_eq!(*event.fact.report, alone);
}

#[test]
fn each_refusal_has_a_word_of_its_own() {
    let words = [
        (Refusal::ProductUnknown(Uuid::nil()), "PRODUCT_UNKNOWN"),
        (Refusal::MonthNotCome, "MONTH_NOT_COME"),
        (Refusal::TooLongAgo, "MONTH_TOO_LONG_AGO"),
        (Refusal::ReasonMissing, "REASON_MISSING"),
        (Refusal::MoreThanAll, "MODERN_SALES_ABOVE_ALL"),
        (Refusal::TooManyCorrections, "TOO_MANY_CORRECTIONS"),
    ];
    for (refusal, word) in words {
        assert_eq!(refusal.reason(), word);
    }
}
