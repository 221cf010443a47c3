//! The stars of a lot: those that its product had on the day on which the lot was made.

use chrono::NaiveDate;

use super::*;
use crate::product::HeldCertificate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A certificate with this id from a day of 2026 on.
fn held(id: u128, star: u32, valid_from: &str) -> HeldCertificate {
    HeldCertificate {
        product_id: Uuid::nil(),
        id: Uuid::from_u128(id),
        star,
        decision_number: "1898/QĐ-UBND".to_owned(),
        valid_from: day(valid_from),
        valid_to: day("2029-06-14"),
        revoked_on: None,
        imported: false,
    }
}

fn revoked(held: HeldCertificate, on: &str) -> HeldCertificate {
    HeldCertificate {
        revoked_on: Some(day(on)),
        ..held
    }
}

/// A lot of 20 June 2026 that was recorded when this certificate was known.
fn recorded(known: Option<&HeldCertificate>) -> Lot {
    let origin = Origin {
        producer_id: MAKER,
        place_code: "21040".to_owned(),
        province_code: "51".to_owned(),
        place_on: day("2026-06-20"),
    };
    let made_on = day("2026-06-20");
    Lot::record(
        Uuid::nil(),
        lot("mam"),
        origin,
        made_on,
        Making::default(),
        known,
    )
}

#[test]
fn a_lot_has_the_certificate_that_was_valid_on_the_day_on_which_it_was_made() {
    let known = held(1, 4, "2026-06-20");
    let lot = recorded(Some(&known));
    assert_eq!(lot.certified, Some((known.id, 4)));
    assert_eq!(lot.events[0].fact.star, 4);
    let too_late = recorded(Some(&held(1, 4, "2026-06-21")));
    for without in [too_late, recorded(None)] {
        assert_eq!(without.certified, None);
        assert_eq!(without.events[0].fact.star, 0);
        assert_eq!(without.star(None), 0);
    }
}

#[test]
fn what_is_found_later_of_the_certificate_of_a_lot_changes_its_stars() {
    let known = held(1, 4, "2026-06-15");
    let lot = recorded(Some(&known));
    assert_eq!(lot.star(Some(&known)), 4);
    let lowered = held(1, 3, "2026-06-15");
    assert_eq!(lot.star(Some(&lowered)), 3);
    assert_eq!(lot.star(Some(&revoked(known.clone(), "2026-06-20"))), 0);
    assert_eq!(lot.star(Some(&revoked(known, "2026-06-21"))), 4);
}

#[test]
fn a_later_certificate_leaves_the_stars_of_a_lot_unless_it_is_about_its_day() {
    let lot = recorded(Some(&held(1, 4, "2026-06-15")));
    assert_eq!(lot.star(Some(&held(2, 5, "2026-06-21"))), 4);
    assert_eq!(lot.star(Some(&held(2, 5, "2026-06-20"))), 5);
    assert_eq!(lot.star(None), 4);
    // A lot of which no certificate was known.
    let bare = recorded(None);
    assert_eq!(bare.star(Some(&held(2, 5, "2026-06-20"))), 5);
    assert_eq!(bare.star(Some(&held(2, 5, "2026-06-21"))), 0);
}

#[test]
fn a_lot_is_what_the_events_that_still_count_say_of_it() {
    let known = held(1, 4, "2026-06-15");
    let mut lot = recorded(Some(&known));
    lot.events.clear();
    lot.restate(Some((day("2026-06-20"), Making::default(), None)));
    assert!(lot.events.is_empty(), "nothing changed");
    let areas = Making {
        areas: vec![Uuid::from_u128(9)],
        ..Making::default()
    };
    lot.restate(Some((day("2026-06-20"), areas.clone(), None)));
    assert_eq!(lot.certified, Some((known.id, 4)), "its day is the same");
    lot.restate(Some((day("2026-06-14"), areas.clone(), Some(&known))));
    assert_eq!((lot.made_on, lot.certified), (day("2026-06-14"), None));
    lot.restate(None);
    assert!(lot.declared_in_error);
    assert_eq!(lot.making, areas, "what was said stays on record");
    lot.restate(Some((day("2026-06-15"), areas, Some(&known))));
    assert!(!lot.declared_in_error);
    assert_eq!(lot.certified, Some((known.id, 4)));
    let changes = lot.events.iter();
    let changes: Vec<(Change, bool)> = changes
        .map(|event| (event.change, event.fact.declared_in_error))
        .collect();
    let corrected = |in_error| (Change::Corrected, in_error);
    assert_eq!(changes, [false, false, true, false].map(corrected));
}
