//! Listings.

use chrono::TimeDelta;
use ocop_harness::{on_both_engines, reason_of};
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::promotion::v1 as proto;
use tonic::Code;

use crate::fixture::{Fixture, certificate, fish_sauce, id, of_product};

async fn open(fixture: &Fixture, request: proto::ListListingsRequest) -> Vec<String> {
    let listed = fixture.listings().list_listings(request).await;
    let listings = listed.unwrap().into_inner().listings;
    listings.into_iter().map(|listing| listing.id).collect()
}

on_both_engines!(
    an_imported_certificate_that_expired_never_opens_a_listing,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 4, "2020-12-30"))
            .await;
        fixture
            .publish_certificate("expired", 2, certificate(11, 4, "2020-12-30"))
            .await;
        // What comes after it in the stream is there, so it was consumed.
        fixture
            .publish_certificate("issued", 1, of_product(2, 12, 3, "2026-06-15"))
            .await;
        fixture.listing(2, proto::ListingState::Open, 3).await;
        let request = proto::GetListingRequest { id: id(1) };
        let refused = fixture.listings().get_listing(request).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::NotFound, "LISTING_UNKNOWN")
        );
        for state in [
            proto::ListingState::Suspended,
            proto::ListingState::Closed,
            proto::ListingState::Unspecified,
        ] {
            let request = proto::ListListingsRequest {
                state: state.into(),
                ..Default::default()
            };
            assert!(!open(&fixture, request).await.contains(&id(1)));
        }
    }
);

on_both_engines!(
    a_listing_says_that_its_certificate_comes_from_an_old_register,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut old = certificate(11, 3, "2025-06-15");
        old.set_kind(evaluation::CertificateKind::Imported);
        old.imported = true;
        fixture.publish_certificate("issued", 1, old).await;
        let listing = fixture.listing(1, proto::ListingState::Open, 3).await;
        assert!(listing.imported);
        let all = proto::ListListingsRequest::default();
        let listed = fixture.listings().list_listings(all).await.unwrap();
        assert!(listed.into_inner().listings[0].imported);
        // The next one was given through the system.
        let mut new = certificate(12, 4, "2026-06-15");
        new.set_kind(evaluation::CertificateKind::Upgrade);
        fixture.publish_certificate("upgraded", 2, new).await;
        assert!(
            !fixture
                .listing(1, proto::ListingState::Open, 4)
                .await
                .imported
        );
    }
);

on_both_engines!(
    a_certificate_that_ran_out_suspends_its_listing_without_a_word_of_evaluation,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let partner = fixture.supermarket().await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        fixture
            .service
            .clock
            .set("2029-06-14T10:00:00Z".parse().unwrap());
        let before = fixture.listing(1, proto::ListingState::Open, 3).await;
        fixture.service.clock.advance(TimeDelta::hours(7));
        let after = fixture.listing(1, proto::ListingState::Suspended, 3).await;
        assert_eq!(
            (after.suspension_reason(), after.suspended_since.as_str()),
            (proto::SuspensionReason::Expired, "2029-06-15")
        );
        assert_eq!(before.valid_to, "2029-06-14");
        fixture
            .publish_certificate("expired", 2, certificate(11, 3, "2026-06-15"))
            .await;
        fixture
            .publish_certificate("issued", 3, certificate(12, 4, "2029-06-15"))
            .await;
        let again = fixture.listing(1, proto::ListingState::Open, 4).await;
        assert_eq!(
            again.create_time, before.create_time,
            "it is the same listing"
        );
        // Expired by the clock and by evaluation is one suspension.
        let found = fixture.matches(&partner, proto::MatchState::Active).await;
        assert_eq!((found.len(), found[0].star), (1, 4));
        assert_eq!(again.etag, "3");
    }
);

on_both_engines!(
    a_reminder_that_a_certificate_ends_tells_partners_nothing,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let partner = fixture.supermarket().await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        let before = fixture.listing(1, proto::ListingState::Open, 3).await;
        let matched = fixture.matches(&partner, proto::MatchState::Active).await;
        for version in 2..=5 {
            fixture
                .publish_certificate("expiring", version, certificate(11, 3, "2026-06-15"))
                .await;
        }
        // What comes after them in the stream is there, so they were consumed.
        fixture
            .publish_certificate("issued", 1, of_product(2, 12, 3, "2026-06-15"))
            .await;
        fixture.listing(2, proto::ListingState::Open, 3).await;
        let after = fixture.listing(1, proto::ListingState::Open, 3).await;
        assert_eq!(after, before);
        let still = fixture.matches(&partner, proto::MatchState::Active).await;
        assert!(matched.iter().all(|found| still.contains(found)));
    }
);

on_both_engines!(
    a_certificate_that_begins_later_opens_its_listing_on_that_day,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-11-22"))
            .await;
        fixture
            .publish_certificate("issued", 1, of_product(2, 12, 3, "2026-06-15"))
            .await;
        fixture.listing(2, proto::ListingState::Open, 3).await;
        assert_eq!(open(&fixture, Default::default()).await, [id(2)]);
        fixture.service.clock.advance(TimeDelta::days(2));
        fixture.listing(1, proto::ListingState::Open, 3).await;
    }
);

on_both_engines!(
    a_listing_keeps_the_certified_name_until_its_product_is_retired,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let partner = fixture.supermarket().await;
        fixture
            .publish_product("registered", 1, &fish_sauce())
            .await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        let listing = fixture.listing(1, proto::ListingState::Open, 3).await;
        let certified = listing.product_name.clone();
        let renamed = catalog::ProductFact {
            name: "Rượu Mười Quý 40 độ".to_owned(),
            criteria_set: 14,
            ..fish_sauce()
        };
        fixture.publish_product("updated", 2, &renamed).await;
        let retired = catalog::ProductFact {
            active: false,
            ..renamed
        };
        fixture.publish_product("retired", 3, &retired).await;
        let closed = fixture.listing(1, proto::ListingState::Closed, 3).await;
        assert_eq!(
            (closed.product_name, closed.criteria_set),
            (certified, listing.criteria_set)
        );
        let ended = fixture.matches(&partner, proto::MatchState::Ended).await;
        assert_eq!(ended.len(), 1);
    }
);

on_both_engines!(
    listings_are_filtered_and_come_in_order_of_opening_page_by_page,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        for (product, star) in [(4, 3), (2, 5), (3, 4)] {
            fixture
                .publish_certificate(
                    "issued",
                    1,
                    of_product(product, 20 + product, star, "2026-06-15"),
                )
                .await;
            fixture
                .listing(product, proto::ListingState::Open, star)
                .await;
            fixture.service.clock.advance(TimeDelta::seconds(1));
        }
        let ask = proto::ListListingsRequest {
            page_size: 2,
            ..Default::default()
        };
        let mut listings = fixture.listings();
        let first = listings.list_listings(ask.clone()).await.unwrap();
        let first = first.into_inner();
        let ids = |listings: &[proto::Listing]| -> Vec<_> {
            listings.iter().map(|listing| listing.id.clone()).collect()
        };
        assert_eq!(ids(&first.listings), [id(4), id(2)]);
        let next = proto::ListListingsRequest {
            page_token: first.next_page_token.clone(),
            ..ask.clone()
        };
        let second = listings.list_listings(next).await.unwrap().into_inner();
        assert_eq!(ids(&second.listings), [id(3)]);
        assert_eq!(second.next_page_token, "");
        let other_filter = proto::ListListingsRequest {
            page_token: first.next_page_token,
            minimum_star: Some(4),
            ..ask.clone()
        };
        let refused = listings.list_listings(other_filter).await.unwrap_err();
        assert_eq!(reason_of(&refused).1, ["page_token"]);

        let stars = proto::ListListingsRequest {
            minimum_star: Some(4),
            ..Default::default()
        };
        assert_eq!(open(&fixture, stars).await, [id(2), id(3)]);
        let elsewhere = proto::ListListingsRequest {
            province_code: "48".to_owned(),
            ..Default::default()
        };
        assert!(open(&fixture, elsewhere).await.is_empty());
        let drinks = proto::ListListingsRequest {
            criteria_sets: vec![14],
            ..Default::default()
        };
        assert!(open(&fixture, drinks).await.is_empty());
    }
);
