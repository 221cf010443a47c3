//! The very day on which a certificate begins, ends or is revoked, and which of several it is.

use super::*;

fn first() -> Certificate {
    certificate(1, Star::Three, "2026-06-01")
}

/// A certificate that begins on the first of December.
fn second() -> Certificate {
    Certificate {
        valid_from: day("2026-12-01"),
        ..certificate(2, Star::Four, "2026-11-20")
    }
}

#[test]
fn what_is_told_again_of_the_certificate_that_counts_leaves_the_next_one() {
    let facts = [
        (granted(&first()), 1),
        (granted(&second()), 2),
        (granted(&first()), 3),
    ];
    let mut listing = listed(&facts);
    assert!(listing.expire(day("2026-12-01")));
    assert_eq!(listing.star(), Some(Star::Four));
}

#[test]
fn a_correction_lets_go_of_the_next_certificate_that_it_replaces() {
    let corrected = CertificateFact {
        corrected: true,
        ..granted(&first())
    };
    let facts = [
        (granted(&first()), 1),
        (granted(&second()), 2),
        (corrected, 3),
    ];
    let mut listing = listed(&facts);
    assert!(!listing.expire(day("2026-12-01")));
    assert_eq!(listing.star(), Some(Star::Three));
}

#[test]
fn a_certificate_that_is_revoked_on_its_first_day_had_taken_over() {
    let mut listing = listed(&[(granted(&first()), 1), (granted(&second()), 2)]);
    let on = "2026-12-01";
    listing.apply(revoked(&second(), on), 3, day(on));
    assert_eq!(
        listing.state(),
        Some(&ListingState::Suspended(Suspension::Revoked(revocation(
            on
        ))))
    );
}

#[test]
fn a_product_was_certified_on_the_days_of_its_certificate_whatever_became_of_it() {
    let listing = listed(&[(granted(&first()), 1), (revoked(&first(), "2026-11-20"), 2)]);
    let on = |text| listing.was_certified_on(day(text));
    assert_eq!(
        ["2026-05-31", "2026-06-01", "2026-11-19", "2026-11-20"].map(on),
        [false, true, true, false]
    );
    // Of an open listing the certificate before is forgotten; of one that was never certified nothing is known.
    let renewed = listed(&[(granted(&first()), 1)]);
    assert!(renewed.was_certified_on(day("2026-05-31")));
    assert!(!Listing::of(fish_sauce()).was_certified_on(day("2026-06-01")));
    let mut wrong = revoked(&first(), "2026-11-20");
    if let Standing::Revoked(revocation) = &mut wrong.standing {
        revocation.ground = Ground::EnteredWrongly;
    }
    let wrong = listed(&[(granted(&first()), 1), (wrong, 2)]);
    assert!(!wrong.was_certified_on(day("2026-11-01")));
}

#[test]
fn a_later_certificate_of_which_only_the_revocation_is_heard_suspends() {
    let later = certificate(2, Star::Four, "2026-10-01");
    let listing = listed(&[(granted(&first()), 1), (revoked(&later, "2026-11-20"), 2)]);
    assert_eq!(listing.star(), None);
    assert_eq!(changes(&listing), ["opened", "suspended"]);
}

#[test]
fn a_suspended_listing_opens_on_the_first_day_of_its_next_certificate() {
    let facts = [
        (granted(&first()), 1),
        (revoked(&first(), "2026-10-01"), 2),
        (granted(&second()), 3),
    ];
    let mut listing = listed(&facts);
    assert!(!listing.expire(day("2026-11-30")));
    assert_eq!(listing.star(), None);
    assert!(listing.expire(day("2026-12-01")));
    assert_eq!(listing.star(), Some(Star::Four));
}

#[test]
fn a_day_that_has_come_is_no_next_date() {
    let begins_today = certificate(1, Star::Three, "2026-11-24");
    let listing = listed(&[(granted(&begins_today), 1)]);
    assert_eq!(listing.next_date, begins_today.valid_to.succ_opt());
}

#[test]
fn a_listing_names_the_producer_and_the_place_of_the_certificate() {
    let mut listing = listed(&[(granted(&first()), 1)]);
    let mut moved = fish_sauce();
    moved.producer_name = "Công ty Sa Huỳnh".into();
    moved.place.code = "20965".into();
    listing.describe(moved, 5, today());
    assert_eq!(listing.product, fish_sauce());
}

#[test]
fn a_revocation_holds_from_its_day_on_and_ends_a_certificate_on_its_last_day_too() {
    let held = |decided| Held {
        certificate: first(),
        standing: Standing::Revoked(revocation(decided)),
    };
    let early = held("2026-12-01");
    assert_eq!(early.suspension_on(day("2026-11-30")), None);
    assert!(early.suspension_on(day("2026-12-01")).is_some());
    let last = "2029-05-31";
    assert_eq!(first().valid_to, day(last));
    let suspension = Suspension::Revoked(revocation(last));
    assert_eq!(held(last).suspension_on(day(last)), Some(suspension));
    let expired = Suspension::Expired {
        since: day("2029-06-01"),
        revoked: Some(revocation("2029-06-01")),
    };
    let after = held("2029-06-01").suspension_on(day("2029-06-01"));
    assert_eq!(after, Some(expired));
}

#[test]
fn stars_and_criteria_sets_are_kept_as_their_numbers() {
    assert_eq!([Star::Three, Star::Five].map(u32::from), [3, 5]);
    assert_eq!(u32::from(set(26)), 26);
}
