use ocop_places::built_in;

use super::*;
use crate::partner::{Asked, Criterion, Profile, Sourcing};
use crate::samples::*;

fn changes(found: &Match) -> Vec<String> {
    let changes = found.events.iter().map(|event| event.change);
    changes.map(|change| change.to_string()).collect()
}

fn last(found: &Match) -> &MatchFact {
    &found.events.last().unwrap().fact
}

/// The match of the supermarket and the fish sauce after each of these states of the listing.
fn followed(listings: &[Listing]) -> Match {
    let partner = supermarket();
    let mut found = Match::between(partner.id, fish_sauce().id);
    for listing in listings {
        found.follow(&built_in(), &partner, listing, today());
    }
    found
}

fn three() -> Certificate {
    certificate(1, Star::Three, "2026-06-01")
}

fn four() -> Certificate {
    certificate(2, Star::Four, "2026-10-01")
}

#[test]
fn the_same_pair_has_the_same_match() {
    let (partner, product) = (Uuid::from_u128(100), Uuid::from_u128(1));
    assert_eq!(
        Match::id_of(partner, product),
        Match::id_of(partner, product)
    );
    assert_ne!(
        Match::id_of(partner, product),
        Match::id_of(product, partner)
    );
    assert_eq!(Match::id_of(partner, product).get_version_num(), 5);
}

#[test]
fn a_product_that_fits_is_published_once() {
    let open = listing(&[granted(&three())]);
    let found = followed(&[open.clone(), open]);
    assert_eq!(changes(&found), ["opened"]);
    assert_eq!(last(&found).previous_star, None);
    assert_eq!(last(&found).offer.certificate, three());
}

#[test]
fn a_product_that_does_not_fit_is_not_published() {
    let drink = Product {
        criteria_set: set(14),
        ..fish_sauce()
    };
    let certificate = Certificate {
        certified: certified(drink),
        ..three()
    };
    let drink = listing(&[granted(&certificate)]);
    assert!(followed(&[drink]).events.is_empty());
}

#[test]
fn an_upgrade_says_from_which_star() {
    let found = followed(&[
        listing(&[granted(&three())]),
        listing(&[granted(&three()), granted(&four())]),
    ]);
    assert_eq!(changes(&found), ["opened", "upgraded"]);
    assert_eq!(last(&found).previous_star, Some(Star::Three));
    assert_eq!(last(&found).offer.certificate.star, Star::Four);
}

#[test]
fn the_same_star_by_a_new_certificate_is_a_renewal() {
    let again = certificate(2, Star::Three, "2026-10-01");
    let found = followed(&[
        listing(&[granted(&three())]),
        listing(&[granted(&three()), granted(&again)]),
    ]);
    assert_eq!(changes(&found), ["opened", "renewed"]);
}

#[test]
fn a_star_below_the_partners_minimum_is_published_and_ends_the_match() {
    let mut partner = supermarket();
    partner.sourcing.first.minimum_star = Star::Four;
    let mut found = Match::between(partner.id, fish_sauce().id);
    found.follow(
        &built_in(),
        &partner,
        &listing(&[granted(&four())]),
        today(),
    );
    let lower = certificate(3, Star::Three, "2026-11-01");
    found.follow(
        &built_in(),
        &partner,
        &listing(&[granted(&four()), granted(&lower)]),
        today(),
    );
    assert_eq!(changes(&found), ["opened", "lowered", "ended"]);
    assert_eq!(
        found.state(),
        Some(&MatchState::Ended {
            ending: Ending::ProductChanged,
            since: today()
        })
    );
}

#[test]
fn a_revocation_is_published_with_its_ground_and_a_new_certificate_resumes() {
    let found = followed(&[
        listing(&[granted(&three())]),
        listing(&[granted(&three()), revoked(&three(), "2026-11-01")]),
        listing(&[
            granted(&three()),
            revoked(&three(), "2026-11-01"),
            granted(&certificate(3, Star::Four, "2026-11-20")),
        ]),
    ]);
    assert_eq!(changes(&found), ["opened", "suspended", "resumed"]);
    assert_eq!(
        found.events[1].fact.state,
        MatchState::Suspended(Suspension::Revoked(revocation("2026-11-01")))
    );
    assert_eq!(last(&found).previous_star, Some(Star::Three));
}

#[test]
fn a_certificate_that_was_put_right_is_published_once_with_what_it_says_now() {
    let mut right = three();
    right.decision.number = "9/QĐ-UBND".to_owned();
    let open = listing(&[granted(&three())]);
    let corrected = listing(&[granted(&three()), granted(&right)]);
    let found = followed(&[open.clone(), corrected.clone(), corrected]);
    assert_eq!(changes(&found), ["opened", "corrected"]);
    assert_eq!(last(&found).offer.certificate, right);
    assert_eq!(found.state(), Some(&MatchState::Active));

    let revoked = [three(), right.clone()].map(|one| {
        let facts = [granted(&three()), revoked(&one, "2026-11-01")];
        listing(&facts)
    });
    let [before, after] = revoked;
    let found = followed(&[open, before, after.clone(), after]);
    assert_eq!(changes(&found), ["opened", "suspended", "corrected"]);
    assert_eq!(last(&found).offer.certificate, right);
    assert!(matches!(found.state(), Some(MatchState::Suspended(_))));
}

#[test]
fn a_match_that_ended_by_expiry_keeps_its_day_and_a_later_revocation_is_told_as_a_ground() {
    let mut gone = listing(&[granted(&three())]);
    gone.expire(day("2029-07-01"));
    let mut revoked_too = gone.clone();
    revoked_too.apply(revoked(&three(), "2029-07-10"), 2, day("2029-07-10"));
    let found = followed(&[
        listing(&[granted(&three())]),
        gone.clone(),
        gone,
        revoked_too,
    ]);
    assert_eq!(changes(&found), ["opened", "suspended", "ground_added"]);
    let MatchState::Suspended(suspension) = &last(&found).state else {
        panic!("{:?}", last(&found).state);
    };
    assert_eq!(suspension.since(), day("2029-06-01"));
    assert_eq!(suspension.revocation(), Some(&revocation("2029-07-10")));
}

#[test]
fn a_step_that_was_missed_is_made_up_for() {
    let found = followed(&[
        listing(&[granted(&three())]),
        listing(&[
            granted(&three()),
            granted(&four()),
            revoked(&four(), "2026-11-01"),
        ]),
    ]);
    assert_eq!(changes(&found), ["opened", "suspended"]);
    assert_eq!(last(&found).offer.certificate.star, Star::Four);
}

#[test]
fn a_partner_that_looks_for_something_else_ends_the_match_and_may_come_back() {
    let mut partner = supermarket();
    let open = listing(&[granted(&three())]);
    let mut found = Match::between(partner.id, fish_sauce().id);
    found.follow(&built_in(), &partner, &open, today());
    let wishes = partner.sourcing.clone();
    partner.look_for(Sourcing::one(Profile {
        minimum_star: Star::Five,
        ..wishes.first.clone()
    }));
    found.follow(&built_in(), &partner, &open, today());
    assert_eq!(
        found.state(),
        Some(&MatchState::Ended {
            ending: Ending::PartnerChanged,
            since: today()
        })
    );
    partner.look_for(wishes);
    found.follow(&built_in(), &partner, &open, today());
    assert_eq!(changes(&found), ["opened", "ended", "opened"]);
    assert_eq!(last(&found).previous_star, None);
}

#[test]
fn a_partner_that_leaves_ends_its_matches_once() {
    let mut partner = supermarket();
    let suspended = listing(&[granted(&three()), revoked(&three(), "2026-11-01")]);
    for state in [listing(&[granted(&three())]), suspended] {
        let mut found = followed(&[listing(&[granted(&three())]), state.clone()]);
        partner.left_at = Some(at("2026-11-24T12:00:00Z"));
        found.follow(&built_in(), &partner, &state, today());
        found.follow(&built_in(), &partner, &state, today());
        let ended = MatchState::Ended {
            ending: Ending::PartnerLeft,
            since: today(),
        };
        assert_eq!(found.state(), Some(&ended));
        assert_eq!(
            changes(&found)
                .iter()
                .filter(|change| *change == "ended")
                .count(),
            1
        );
    }
}

#[test]
fn a_suspended_match_ends_when_the_product_is_retired() {
    let suspended = listing(&[granted(&three()), revoked(&three(), "2026-11-01")]);
    let mut closed = followed(&[listing(&[granted(&three())]), suspended.clone()]);
    let mut retired = suspended.clone();
    retired.describe(
        Product {
            active: false,
            ..fish_sauce()
        },
        9,
        today(),
    );
    closed.follow(&built_in(), &supermarket(), &retired, today());
    assert_eq!(
        closed.state(),
        Some(&MatchState::Ended {
            ending: Ending::ProductClosed,
            since: today()
        })
    );
}

#[test]
fn a_match_ends_on_the_day_on_which_too_few_days_are_left() {
    let mut partner = supermarket();
    let mut profile = partner.sourcing.first.clone();
    profile.criteria = vec![Criterion::must(Asked::DaysLeft(120))];
    partner.look_for(Sourcing::one(profile));
    let open = listing(&[granted(&three())]);
    let mut found = Match::between(partner.id, fish_sauce().id);
    found.follow(&built_in(), &partner, &open, today());
    let last_day = three().valid_to - chrono::Days::new(119);
    assert_eq!(found.next_date, last_day.succ_opt());
    found.follow(&built_in(), &partner, &open, last_day);
    assert_eq!(found.state(), Some(&MatchState::Active));
    let next = last_day.succ_opt().unwrap();
    found.follow(&built_in(), &partner, &open, next);
    let ended = MatchState::Ended {
        ending: Ending::TimeRanOut,
        since: next,
    };
    assert_eq!((found.state(), found.next_date), (Some(&ended), None));
    let missing = &last(&found).assessment.as_ref().unwrap().missing;
    assert_eq!(
        (missing[0].asked.as_str(), missing[0].has.as_str()),
        ("120", "119")
    );
}

mod at_random {
    use proptest::prelude::*;

    use super::*;
    use crate::partner::sourcing::tests::{open_listing, sourcing};

    proptest! {
        /// Whatever led there, in whatever order: where a match stands follows from the partner and the listing of the day.
        #[test]
        fn a_match_that_followed_every_change_stands_where_one_stands_that_saw_the_last(
            wishes in prop::collection::vec(sourcing(), 1..4),
            listings in prop::collection::vec(open_listing(), 1..4),
            days in prop::collection::vec(0..300_u64, 1..6),
        ) {
            let mut partner = supermarket();
            let mut followed = Match::between(partner.id, fish_sauce().id);
            let mut today = today();
            let last = listings.last().unwrap();
            let changes = wishes.len().max(listings.len()).max(days.len());
            let nth = |all: &[u64], n: usize| *all.get(n).unwrap_or(&0);
            for n in 0..changes {
                partner.look_for(wishes.get(n).unwrap_or(wishes.last().unwrap()).clone());
                let mut listing = listings.get(n).unwrap_or(last).clone();
                today = today + chrono::Days::new(nth(&days, n));
                listing.expire(today);
                followed.follow(&built_in(), &partner, &listing, today);
            }
            let mut listing = last.clone();
            listing.expire(today);
            followed.follow(&built_in(), &partner, &listing, today);
            let mut fresh = Match::between(partner.id, fish_sauce().id);
            fresh.follow(&built_in(), &partner, &listing, today);
            let is_active = |found: &Match| found.state() == Some(&MatchState::Active);
            prop_assert_eq!(is_active(&followed), is_active(&fresh));
            prop_assert_eq!(followed.next_date, fresh.next_date);
        }
    }
}
