//! What the trade asks of listings besides stars: they carry it, and are found by it.

use ocop_harness::{eventually, on_both_engines, reason_of};
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::promotion::v1 as proto;

use crate::fixture::{Fixture, certificate, fish_sauce, id, of_product};

pub(crate) fn amount(quantity: u64, unit: &str) -> catalog::Amount {
    catalog::Amount {
        quantity,
        unit: unit.to_owned(),
    }
}

pub(crate) fn price(vnd: u64, per: &str) -> catalog::Price {
    catalog::Price {
        vnd,
        per: per.to_owned(),
    }
}

pub(crate) fn paper(paper: catalog::ProductPaper, valid_to: &str) -> catalog::ProductFile {
    catalog::ProductFile {
        kind: catalog::ProductFileKind::Paper.into(),
        sha256: "d".repeat(64),
        title: "Giấy chứng nhận".to_owned(),
        media_type: "application/pdf".to_owned(),
        paper: paper.into(),
        valid_to: valid_to.to_owned(),
    }
}

/// The fish sauce with all that the trade asks for.
pub(crate) fn for_the_trade() -> catalog::ProductFact {
    catalog::ProductFact {
        gtin: "8936012345671".to_owned(),
        brand: "Mười Quý".to_owned(),
        producer_kind: catalog::ProducerKind::Cooperative.into(),
        producer_value_chain: catalog::ValueChain::Green.into(),
        net_content: "500 ml".to_owned(),
        shelf_life_days: Some(730),
        storage: "Nơi khô, mát".to_owned(),
        capacity_per_month: Some(amount(2_000, "Chai")),
        minimum_order: Some(amount(24, "chai")),
        wholesale_price: Some(price(85_000, "chai 500 ml")),
        files: vec![
            paper(catalog::ProductPaper::FoodSafety, "2028-03-31"),
            paper(catalog::ProductPaper::QualitySystem, "2026-11-01"),
        ],
        ..fish_sauce()
    }
}

on_both_engines!(
    a_listing_carries_what_the_catalog_says_to_the_trade,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        let bare = fixture.listing(1, proto::ListingState::Open, 3).await;
        assert_eq!((bare.gtin.as_str(), bare.shelf_life_days), ("", None));
        let fact = for_the_trade();
        fixture.publish_product("registered", 1, &fact).await;
        let mut listings = fixture.listings();
        let listing = eventually("the listing to have a GTIN", async || {
            let request = proto::GetListingRequest { id: id(1) };
            let answer = listings.get_listing(request).await.unwrap();
            let listing = answer.into_inner().listing.unwrap();
            if listing.gtin.is_empty() {
                Err(())
            } else {
                Ok(listing)
            }
        })
        .await;
        assert_ne!(listing.etag, bare.etag);
        assert_eq!(listing.gtin, fact.gtin);
        assert_eq!(listing.brand, fact.brand);
        assert_eq!(listing.producer_kind, fact.producer_kind);
        assert_eq!(listing.producer_value_chain, fact.producer_value_chain);
        assert_eq!(listing.net_content, fact.net_content);
        assert_eq!(listing.shelf_life_days, fact.shelf_life_days);
        assert_eq!(listing.storage, fact.storage);
        assert_eq!(listing.capacity_per_month, fact.capacity_per_month);
        assert_eq!(listing.minimum_order, fact.minimum_order);
        assert_eq!(listing.wholesale_price, fact.wholesale_price);
        assert_eq!(listing.files, fact.files);
        assert_eq!(listing.place_code, "21040");
    }
);

on_both_engines!(
    listings_are_found_by_what_the_trade_asks,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture
            .publish_product("registered", 1, &for_the_trade())
            .await;
        for product in [1, 2] {
            let issued = of_product(product, 10 + product, 3, "2026-06-15");
            fixture.publish_certificate("issued", 1, issued).await;
            fixture.listing(product, proto::ListingState::Open, 3).await;
        }
        let mut listings = fixture.listings();
        eventually("the description to come", async || {
            let request = proto::GetListingRequest { id: id(1) };
            let answer = listings.get_listing(request).await.unwrap();
            let listing = answer.into_inner().listing.unwrap();
            if listing.gtin.is_empty() {
                Err(())
            } else {
                Ok(())
            }
        })
        .await;
        let ask = proto::ListListingsRequest::default;
        let food_safety: i32 = catalog::ProductPaper::FoodSafety.into();
        let quality_system: i32 = catalog::ProductPaper::QualitySystem.into();
        let asked = [
            ("both", 2, ask()),
            (
                "a branch",
                2,
                proto::ListListingsRequest {
                    branch: "I".to_owned(),
                    ..ask()
                },
            ),
            (
                "another branch",
                0,
                proto::ListListingsRequest {
                    branch: "IV".to_owned(),
                    ..ask()
                },
            ),
            (
                "a GTIN with zeros before it",
                1,
                proto::ListListingsRequest {
                    gtin: "08936012345671".to_owned(),
                    ..ask()
                },
            ),
            (
                "any GTIN",
                1,
                proto::ListListingsRequest {
                    with_gtin: true,
                    ..ask()
                },
            ),
            (
                "cooperatives",
                1,
                proto::ListListingsRequest {
                    producer_kinds: vec![catalog::ProducerKind::Cooperative.into()],
                    ..ask()
                },
            ),
            (
                "farms",
                0,
                proto::ListListingsRequest {
                    producer_kinds: vec![catalog::ProducerKind::Farm.into()],
                    ..ask()
                },
            ),
            (
                "green ones",
                1,
                proto::ListListingsRequest {
                    producer_value_chain: catalog::ValueChain::Green.into(),
                    ..ask()
                },
            ),
            (
                "900 days left",
                2,
                proto::ListListingsRequest {
                    minimum_days_left: Some(900),
                    ..ask()
                },
            ),
            (
                "1000 days left",
                0,
                proto::ListListingsRequest {
                    minimum_days_left: Some(1_000),
                    ..ask()
                },
            ),
            (
                "two years on the shelf",
                1,
                proto::ListListingsRequest {
                    minimum_shelf_life_days: Some(730),
                    ..ask()
                },
            ),
            (
                "enough a month",
                1,
                proto::ListListingsRequest {
                    minimum_capacity: Some(amount(2_000, "chai")),
                    ..ask()
                },
            ),
            (
                "enough of another unit",
                0,
                proto::ListListingsRequest {
                    minimum_capacity: Some(amount(1, "kg")),
                    ..ask()
                },
            ),
            (
                "an order of one box",
                1,
                proto::ListListingsRequest {
                    order: Some(amount(24, "chai")),
                    ..ask()
                },
            ),
            (
                "an order of less",
                0,
                proto::ListListingsRequest {
                    order: Some(amount(23, "chai")),
                    ..ask()
                },
            ),
            (
                "the price",
                1,
                proto::ListListingsRequest {
                    maximum_price: Some(price(85_000, "Chai 500 ml")),
                    ..ask()
                },
            ),
            (
                "a lower price",
                0,
                proto::ListListingsRequest {
                    maximum_price: Some(price(84_999, "chai 500 ml")),
                    ..ask()
                },
            ),
            (
                "a paper that is valid",
                1,
                proto::ListListingsRequest {
                    papers: vec![food_safety],
                    ..ask()
                },
            ),
            (
                "a paper that has ended too",
                0,
                proto::ListListingsRequest {
                    papers: vec![food_safety, quality_system],
                    ..ask()
                },
            ),
            (
                "the commune",
                1,
                proto::ListListingsRequest {
                    place_code: "21040".to_owned(),
                    gtin: "8936012345671".to_owned(),
                    ..ask()
                },
            ),
        ];
        for (what, found, request) in asked {
            let listed = listings.list_listings(request).await.unwrap().into_inner();
            assert_eq!(listed.listings.len(), found, "{what}");
        }
        let wrong = proto::ListListingsRequest {
            branch: "VII".to_owned(),
            gtin: "12".to_owned(),
            minimum_days_left: Some(0),
            minimum_capacity: Some(amount(0, "")),
            papers: vec![99],
            ..ask()
        };
        let mut fields = reason_of(&listings.list_listings(wrong).await.unwrap_err()).1;
        fields.sort();
        let expected = [
            "branch",
            "gtin",
            "minimum_capacity.quantity",
            "minimum_capacity.unit",
            "minimum_days_left",
            "papers[0]",
        ];
        assert_eq!(fields, expected);
    }
);
