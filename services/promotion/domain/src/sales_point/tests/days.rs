//! What is said for days in whatever order, and when a point was given up.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

#[test]
fn what_was_said_for_a_later_day_holds_from_then_on_whatever_is_said_for_earlier_days() {
    let mut point = point();
    let later = Shown::Other {
        name: "Chè Tết".into(),
        group: "speciality".into(),
    };
    point.show_from(day("2026-11-01"), vec![sauce()]).unwrap();
    point
        .show_from(day("2027-02-01"), vec![later.clone()])
        .unwrap();
    point.show_from(day("2026-12-15"), vec![garlic()]).unwrap();
    let on = |text: &str| -> Vec<Shown> { point.shown_on(day(text)).cloned().collect() };
    assert_eq!(on("2026-12-14"), [sauce()]);
    assert_eq!(on("2027-01-31"), [garlic()]);
    assert_eq!(on("2027-02-01"), std::slice::from_ref(&later));
    assert_eq!(on("2027-12-01"), [later]);
}

#[test]
fn what_was_said_for_later_days_before_these_were_kept_is_kept() {
    let mut point = point();
    point.show_from(day("2026-11-01"), vec![sauce()]).unwrap();
    point.show_from(day("2027-02-01"), vec![]).unwrap();
    point.said.clear();
    point.show_from(day("2026-12-15"), vec![garlic()]).unwrap();
    assert_eq!(point.shown_on(day("2027-02-01")).count(), 0);
}

#[test]
fn a_point_is_given_up_after_it_was_there_and_what_was_said_of_that_is_put_right() {
    let mut point = point();
    let registered = point.registered_on.unwrap();
    let before = registered.pred_opt().unwrap();
    assert_eq!(
        point.close(before, today()),
        Err(Refusal::ThereLater(registered))
    );
    point.show_from(day("2026-11-10"), vec![sauce()]).unwrap();
    point.show_from(day("2027-02-01"), vec![garlic()]).unwrap();
    let shown = Err(Refusal::ThereLater(day("2026-11-10")));
    assert_eq!(point.close(day("2026-11-09"), today()), shown);
    let open = point.correct_closing(None, today());
    assert_eq!(open, Err(Refusal::NotClosed));
    point.close(today(), today()).unwrap();
    assert_eq!(point.correct_closing(Some(before), today()), shown);
    point
        .correct_closing(Some(day("2026-11-12")), today())
        .unwrap();
    assert_eq!(point.closed_on, Some(day("2026-11-12")));
    assert_eq!(point.events.last().unwrap().change, Change::Closed);
    point.correct_closing(None, today()).unwrap();
    assert_eq!(point.closed_on, None);
    assert_eq!(point.events.last().unwrap().change, Change::Updated);
    assert_eq!(point.update(point.terms.clone()), Ok(()));
}

proptest! {
    #[test]
    fn whatever_is_said_in_whichever_order_every_day_shows_what_was_said_for_it_last(
        steps in prop::collection::vec((0_u64..20, any::<bool>(), any::<bool>()), 1..10),
    ) {
        let mut point = point();
        let mut said: BTreeMap<NaiveDate, Vec<Shown>> = BTreeMap::new();
        for (later, with_sauce, with_garlic) in steps {
            let from = today() + chrono::Days::new(later);
            let products: Vec<Shown> = [(with_sauce, sauce()), (with_garlic, garlic())]
                .into_iter()
                .filter_map(|(shown, product)| shown.then_some(product))
                .collect();
            point.show_from(from, products.clone()).unwrap();
            said.insert(from, products);
            for ahead in 0..30 {
                let day = today() + chrono::Days::new(ahead);
                let shown: Vec<&Shown> = point.shown_on(day).collect();
                let expected = said.range(..=day).next_back();
                let expected = expected.map(|(_, products)| products.as_slice()).unwrap_or_default();
                prop_assert_eq!(shown.len(), expected.len());
                prop_assert!(expected.iter().all(|product| shown.contains(&product)));
            }
        }
    }
}
