//! The first and the last day, the last set in stock, and what events carry.

use super::*;

#[test]
fn a_change_of_a_set_is_told_and_as_many_are_left_as_are_ordered() {
    let mut set = set_of(&[&sound(1)]);
    order(&mut set, 20).unwrap();
    set.update(set.terms.clone(), today()).unwrap();
    assert_eq!(changes(&set), ["composed", "stock_changed"]);
    let as_ordered = Terms {
        stock: 20,
        ..set.terms.clone()
    };
    set.update(as_ordered.clone(), today()).unwrap();
    assert_eq!(set.terms, as_ordered);
    assert_eq!(changes(&set), ["composed", "stock_changed", "updated"]);
}

#[test]
fn a_set_is_sold_from_the_first_day_of_its_season_to_the_last() {
    let set = set_of(&[&sound(1)]);
    for (on, sold) in [
        ("2027-01-01", false),
        ("2027-01-02", true),
        ("2027-02-05", true),
        ("2027-02-06", false),
    ] {
        assert_eq!(set.require_sold_on(day(on)).is_ok(), sold, "{on}");
    }
}

#[test]
fn a_product_that_is_no_longer_made_is_lacking_from_the_first_day_that_is_left() {
    let mut closed = sound(1);
    closed.product.active = false;
    let lapsed = |today| lapse(&closed, tet(), day(today));
    assert_eq!(lapsed("2026-11-24"), Some(tet().from));
    assert_eq!(lapsed("2027-02-05"), Some(tet().to));
    assert_eq!(lapsed("2027-02-06"), None);
}

#[test]
fn an_event_carries_the_set_or_the_order_and_no_events_before_it() {
    let mut set = set_of(&[&sound(1)]);
    let mut placed = order(&mut set, 1).unwrap();
    placed.confirm(&set, today()).unwrap();
    for event in &set.events {
        assert_eq!(event.fact.set.events, []);
    }
    for event in &placed.events {
        assert_eq!(event.fact.order.events, []);
    }
}

#[test]
fn the_first_product_that_is_not_certified_is_named_and_the_others_are_counted() {
    let refusal = |others| Refusal::Uncertified {
        product: Uuid::nil(),
        on: day("2027-01-02"),
        others,
    };
    let ending = "is not certified on 2027-01-02";
    assert!(refusal(0).to_string().ends_with(ending));
    let ending = ", and 2 others are not on some day of the season";
    assert!(refusal(2).to_string().ends_with(ending));
}
