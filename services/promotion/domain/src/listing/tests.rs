mod bounds;

use proptest::prelude::*;

use super::*;
use crate::samples::*;

fn changes(listing: &Listing) -> Vec<String> {
    let changes = listing.events.iter().map(|event| event.change);
    changes.map(|change| change.to_string()).collect()
}

fn listed(facts: &[(CertificateFact, u64)]) -> Listing {
    let mut listing = Listing::of(fish_sauce());
    for (fact, version) in facts {
        listing.apply(fact.clone(), *version, today());
    }
    listing
}

#[test]
fn a_valid_certificate_opens_the_listing() {
    let listing = listed(&[(granted(&certificate(1, Star::Three, "2026-06-01")), 1)]);
    assert_eq!(changes(&listing), ["opened"]);
    assert_eq!(listing.star(), Some(Star::Three));
    assert_eq!(listing.events.len(), 1);
}

#[test]
fn an_imported_certificate_that_expired_never_opens_a_listing() {
    let old = certificate(1, Star::Four, "2020-12-30");
    let listing = listed(&[(granted(&old), 1), (expired(&old), 2)]);
    assert_eq!(listing.state(), None);
    assert!(listing.events.is_empty());
    assert_eq!(listing.certification_version, 2);
}

#[test]
fn the_same_fact_twice_changes_nothing() {
    let first = certificate(1, Star::Three, "2026-06-01");
    let mut listing = listed(&[(granted(&first), 1)]);
    let before = listing.clone();
    assert!(!listing.apply(granted(&first), 1, today()));
    assert_eq!(listing, before);
}

#[test]
fn certified_upgraded_revoked_and_certified_redelivered_leaves_it_revoked() {
    let first = certificate(1, Star::Three, "2026-06-01");
    let second = certificate(2, Star::Four, "2026-10-01");
    let listing = listed(&[
        (granted(&first), 1),
        (granted(&second), 2),
        (revoked(&second, "2026-11-20"), 3),
        (granted(&first), 1),
    ]);
    assert_eq!(changes(&listing), ["opened", "updated", "suspended"]);
    assert_eq!(
        listing.state(),
        Some(&ListingState::Suspended(Suspension::Revoked(revocation(
            "2026-11-20"
        ))))
    );
    assert_eq!(listing.star(), None);
}

#[test]
fn a_reminder_that_a_certificate_ends_changes_nothing() {
    let first = certificate(1, Star::Three, "2026-06-01");
    let before = listed(&[(granted(&first), 1)]);
    let mut listing = before.clone();
    assert!(listing.apply(granted(&first), 2, today()));
    assert_eq!(
        (listing.stage, listing.events),
        (before.stage, before.events)
    );
}

#[test]
fn reminders_that_come_after_the_end_open_nothing_again() {
    let first = certificate(1, Star::Three, "2026-06-01");
    let mut listing = listed(&[(granted(&first), 1)]);
    let late = day("2030-01-01");
    for version in 2..=5 {
        listing.apply(granted(&first), version, late);
    }
    listing.apply(expired(&first), 6, late);
    assert_eq!(changes(&listing), ["opened", "suspended"]);
    assert_eq!(listing.star(), None);
}

#[test]
fn history_that_is_imported_later_does_not_displace_the_certificate_of_today() {
    let current = certificate(2, Star::Four, "2026-10-01");
    let history = certificate(1, Star::Three, "2020-12-30");
    let mut listing = listed(&[(granted(&current), 1)]);
    assert!(listing.apply(expired(&history), 2, today()));
    assert_eq!(listing.star(), Some(Star::Four));
    assert_eq!(changes(&listing), ["opened"]);
    assert_eq!(listing.certification_version, 2);
}

#[test]
fn the_last_day_of_validity_is_valid_and_the_next_is_not() {
    let mut listing = listed(&[(granted(&certificate(1, Star::Three, "2026-06-01")), 1)]);
    assert!(!listing.expire(day("2029-05-31")));
    assert!(listing.expire(day("2029-06-01")));
    assert_eq!(
        listing.state(),
        Some(&ListingState::Suspended(Suspension::Expired {
            since: day("2029-06-01"),
            revoked: None,
        }))
    );
    assert!(!listing.expire(day("2029-06-02")), "it is suspended once");
}

#[test]
fn a_certificate_that_begins_later_takes_over_on_its_first_day() {
    let first = certificate(1, Star::Three, "2026-06-01");
    let second = Certificate {
        valid_from: day("2026-12-01"),
        ..certificate(2, Star::Four, "2026-11-20")
    };
    let mut listing = listed(&[(granted(&first), 1), (granted(&second), 2)]);
    assert_eq!(listing.star(), Some(Star::Three));
    assert!(listing.expire(day("2026-12-01")));
    assert_eq!(listing.star(), Some(Star::Four));
    assert_eq!(changes(&listing), ["opened", "updated"]);
}

#[test]
fn a_certificate_revoked_before_it_began_leaves_the_one_that_runs() {
    let first = certificate(1, Star::Three, "2026-06-01");
    let second = Certificate {
        valid_from: day("2026-12-01"),
        ..certificate(2, Star::Four, "2026-11-20")
    };
    let mut listing = listed(&[
        (granted(&first), 1),
        (granted(&second), 2),
        (revoked(&second, "2026-11-23"), 3),
    ]);
    assert_eq!(listing.star(), Some(Star::Three));
    assert!(!listing.expire(day("2026-12-01")));
}

#[test]
fn a_first_certificate_that_begins_later_opens_on_its_first_day() {
    let first = Certificate {
        valid_from: day("2026-12-01"),
        ..certificate(1, Star::Three, "2026-11-20")
    };
    let mut listing = listed(&[(granted(&first), 1)]);
    assert_eq!(listing.state(), None);
    assert!(listing.expire(day("2026-12-01")));
    assert_eq!(changes(&listing), ["opened"]);
}

#[test]
fn a_revocation_of_an_expired_certificate_moves_no_day() {
    let first = certificate(1, Star::Three, "2026-06-01");
    let mut listing = listed(&[(granted(&first), 1)]);
    listing.expire(day("2029-07-01"));
    listing.apply(revoked(&first, "2029-07-10"), 2, day("2029-07-10"));
    assert_eq!(changes(&listing), ["opened", "suspended", "updated"]);
    assert_eq!(
        listing.state(),
        Some(&ListingState::Suspended(Suspension::Expired {
            since: day("2029-06-01"),
            revoked: Some(revocation("2029-07-10")),
        }))
    );
}

#[test]
fn a_revocation_that_is_heard_of_after_the_term_ends_the_certificate_on_its_own_day() {
    let first = certificate(1, Star::Three, "2026-06-01");
    let mut listing = listed(&[(granted(&first), 1)]);
    listing.expire(day("2029-07-01"));
    listing.apply(revoked(&first, "2029-05-10"), 2, day("2029-07-10"));
    let Some(ListingState::Suspended(suspension)) = listing.state() else {
        panic!("{:?}", listing.state());
    };
    assert_eq!(suspension.since(), day("2029-05-10"));
}

#[test]
fn a_new_certificate_opens_a_suspended_listing_again() {
    let first = certificate(1, Star::Three, "2026-06-01");
    let mut listing = listed(&[(granted(&first), 1), (revoked(&first, "2026-07-01"), 2)]);
    listing.apply(
        granted(&certificate(2, Star::Three, "2026-11-01")),
        3,
        today(),
    );
    assert_eq!(changes(&listing).last().map(String::as_str), Some("opened"));
}

#[test]
fn a_retired_product_closes_its_listing_and_a_later_certificate_does_not_open_it() {
    let first = certificate(1, Star::Three, "2026-06-01");
    let mut listing = listed(&[(granted(&first), 1)]);
    listing.describe(
        Product {
            active: false,
            ..fish_sauce()
        },
        2,
        today(),
    );
    assert_eq!(listing.state(), Some(&ListingState::Closed));
    listing.apply(
        granted(&certificate(2, Star::Four, "2026-11-01")),
        2,
        today(),
    );
    assert_eq!(listing.state(), Some(&ListingState::Closed));
}

#[test]
fn a_listing_shows_what_was_certified_and_not_what_the_product_is_called_today() {
    let mut listing = listed(&[(granted(&certificate(1, Star::Three, "2026-06-01")), 1)]);
    let renamed = Product {
        name: "Rượu mạnh".into(),
        criteria_set: set(14),
        ..fish_sauce()
    };
    assert!(listing.describe(renamed.clone(), 5, today()));
    assert_eq!(changes(&listing), ["opened"], "nothing of it is shown");
    assert_eq!(listing.product, fish_sauce());
    assert!(
        !listing.describe(fish_sauce(), 4, today()),
        "an older description is dropped"
    );

    let second = Certificate {
        certified: certified(renamed.clone()),
        ..certificate(2, Star::Four, "2026-10-01")
    };
    listing.apply(granted(&second), 2, today());
    assert_eq!(changes(&listing), ["opened", "updated"]);
    assert_eq!(listing.product, renamed, "the new certificate says so");
}

#[test]
fn until_it_is_certified_a_product_is_called_as_the_catalog_says() {
    let mut product = Listing::of(fish_sauce());
    let renamed = Product {
        name: "Nước mắm nhĩ Mười Quý".into(),
        ..fish_sauce()
    };
    product.describe(renamed.clone(), 5, today());
    assert_eq!(product.product, renamed);
}

proptest! {
    /// Whatever comes twice or in the wrong order, the listing ends where the newest fact puts it.
    #[test]
    fn the_order_of_arrival_does_not_matter(order in Just((1u64..=4).collect::<Vec<_>>()).prop_shuffle(), twice in 1u64..=4) {
        let first = certificate(1, Star::Three, "2026-06-01");
        let second = certificate(2, Star::Four, "2026-10-01");
        let fact = |version| match version {
            1 => granted(&first),
            2 => granted(&second),
            3 => revoked(&second, "2026-11-01"),
            _ => granted(&certificate(3, Star::Five, "2026-11-20")),
        };
        let mut listing = Listing::of(fish_sauce());
        for version in order.into_iter().chain([twice]) {
            listing.apply(fact(version), version, today());
        }
        prop_assert_eq!(listing.star(), Some(Star::Five));
        prop_assert_eq!(listing.certification_version, 4);
    }
}

#[test]
fn the_next_date_is_the_one_on_which_a_date_moves_the_listing() {
    let first = certificate(1, Star::Three, "2026-06-01");
    let listing = listed(&[(granted(&first), 1)]);
    assert_eq!(
        listing.next_date,
        first.valid_to.succ_opt(),
        "the day after the last of its term"
    );
    let next = certificate(2, Star::Four, "2026-12-24");
    let listing = listed(&[(granted(&first), 1), (granted(&next), 2)]);
    assert_eq!(listing.next_date, Some(next.valid_from));
    assert_eq!(Listing::of(fish_sauce()).next_date, None);
}

#[test]
fn an_expiry_that_evaluation_publishes_after_the_clock_found_it_changes_nothing() {
    let first = certificate(1, Star::Three, "2026-06-01");
    let mut listing = listed(&[(granted(&first), 1)]);
    let after = first.valid_to.succ_opt().unwrap();
    listing.expire(after);
    listing.apply(expired(&first), 2, after);
    assert_eq!(changes(&listing), ["opened", "suspended"]);
}

#[test]
fn a_correction_has_the_listing_show_what_is_true_now() {
    let first = certificate(1, Star::Three, "2025-03-01");
    let wrong = certificate(2, Star::Four, "2026-03-01");
    let corrected = |certificate: &Certificate| CertificateFact {
        corrected: true,
        ..granted(certificate)
    };
    // The later certificate belonged to another product: the earlier one counts.
    let facts = [
        (granted(&first), 1),
        (granted(&wrong), 2),
        (corrected(&first), 3),
    ];
    let mut listing = listed(&facts);
    assert_eq!(listing.star(), Some(Star::Three));
    let before = listing.events.len();
    // The same once more tells nothing.
    assert!(!listing.apply(corrected(&first), 3, today()));
    assert_eq!(listing.events.len(), before);
    // A star that was read wrongly.
    let mut read_again = first.clone();
    read_again.star = Star::Four;
    listing.apply(corrected(&read_again), 4, today());
    assert_eq!(listing.star(), Some(Star::Four));
    assert_eq!(listing.events.last().unwrap().change, Change::Updated);
}

#[test]
fn a_revocation_that_is_lifted_opens_the_listing_again() {
    let held = certificate(1, Star::Three, "2026-06-01");
    let lifted = CertificateFact {
        corrected: true,
        ..granted(&held)
    };
    let facts = [
        (granted(&held), 1),
        (revoked(&held, "2026-08-01"), 2),
        (lifted, 3),
    ];
    let listing = listed(&facts);
    assert_eq!(listing.star(), Some(Star::Three));
    assert_eq!(changes(&listing), ["opened", "suspended", "opened"]);
}

#[test]
fn a_certificate_that_was_entered_for_the_wrong_product_is_not_told_as_a_revocation() {
    let held = certificate(1, Star::Three, "2026-06-01");
    let mut gone = revoked(&held, "2026-06-01");
    if let Standing::Revoked(revocation) = &mut gone.standing {
        revocation.ground = Ground::EnteredWrongly;
    }
    gone.corrected = true;
    let listing = listed(&[(granted(&held), 1), (gone, 2)]);
    assert_eq!(changes(&listing), ["opened", "suspended"]);
    let Some(ListingState::Suspended(suspension)) = listing.state() else {
        panic!("{:?}", listing.state());
    };
    assert!(suspension.is_of_another_product());
    assert_eq!(suspension.revocation(), None);
    let real = revoked(&held, "2026-08-01");
    let listing = listed(&[(granted(&held), 1), (real, 2)]);
    let Some(ListingState::Suspended(suspension)) = listing.state() else {
        panic!("{:?}", listing.state());
    };
    assert!(!suspension.is_of_another_product());
    assert!(suspension.revocation().is_some());
}
