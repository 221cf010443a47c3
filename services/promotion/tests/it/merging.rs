//! Products that the catalog found to be registered twice.

mod market;
mod producers;

use ocop_harness::{Receiver, eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::promotion::v1 as proto;

use crate::fixture::{Fixture, fish_sauce, id, of_product, read, revoked};

/// The n-th product as the catalog describes it.
fn described(n: u128) -> catalog::ProductFact {
    catalog::ProductFact {
        id: id(n),
        ..fish_sauce()
    }
}

/// Has the catalog say that a product was merged into another, as the second event of it.
async fn merged(fixture: &Fixture, n: u128, into: u128) {
    let fact = catalog::ProductFact {
        active: false,
        merged_into: id(into),
        ..described(n)
    };
    fixture.publish_product("merged", 2, &fact).await;
}

/// Waits until the id of a product is answered with the listing of another.
async fn leads(fixture: &Fixture, from: u128, to: u128) {
    let mut listings = fixture.listings();
    eventually("the old id is answered with the kept listing", async || {
        let request = proto::GetListingRequest { id: id(from) };
        match listings.get_listing(request).await {
            Ok(answer) => {
                let found = answer.into_inner().listing.unwrap();
                if found.id == id(to) {
                    Ok(())
                } else {
                    Err(found.id)
                }
            }
            Err(status) => Err(status.to_string()),
        }
    })
    .await;
}

fn basket(product: u128) -> proto::ComposeGiftSetRequest {
    proto::ComposeGiftSetRequest {
        request_id: id(50),
        gift_set: Some(proto::GiftSet {
            province_code: "51".to_owned(),
            name: "Giỏ quà Tết Quảng Ngãi".to_owned(),
            seller: "Điểm bán OCOP Nghĩa Lộ".to_owned(),
            price_vnd: 650_000,
            stock: 100,
            sold_from: "2026-11-01".to_owned(),
            sold_to: "2027-02-05".to_owned(),
            items: vec![proto::GiftItem {
                product_id: id(product),
                quantity: 2,
                ..Default::default()
            }],
            ..Default::default()
        }),
    }
}

/// Waits until the set stands so, with this product in it.
async fn holds(fixture: &Fixture, set: &str, state: proto::GiftSetState, product: u128) {
    let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
    eventually(state.as_str_name(), async || {
        let request = proto::GetGiftSetRequest { id: set.to_owned() };
        let found = seller.get_gift_set(request).await.unwrap();
        let found = found.into_inner().gift_set.unwrap();
        if found.state() == state && found.items[0].product_id == id(product) {
            assert_eq!(found.items[0].quantity, 2);
            Ok(())
        } else {
            Err(format!("{found:?}"))
        }
    })
    .await;
}

on_both_engines!(
    a_merged_product_is_listed_once_and_its_partners_hear_of_each_step_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        fixture.subscribe(&partner, receiver.url()).await;
        for n in [1, 2] {
            fixture
                .publish_product("registered", 1, &described(n))
                .await;
        }
        let old = of_product(1, 11, 3, "2026-06-15");
        fixture.publish_certificate("issued", 1, old.clone()).await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
        let set = seller
            .compose_gift_set(basket(1))
            .await
            .unwrap()
            .into_inner()
            .gift_set
            .unwrap();
        // The twin is the one that goes on: the old record's certificate is withdrawn.
        fixture
            .publish_certificate("revoked", 2, revoked(old, "2026-11-10"))
            .await;
        fixture
            .publish_certificate("issued", 1, of_product(2, 12, 4, "2026-11-12"))
            .await;
        fixture.listing(2, proto::ListingState::Open, 4).await;
        holds(&fixture, &set.id, proto::GiftSetState::Suspended, 1).await;
        for _ in 0..2 {
            merged(&fixture, 1, 2).await;
        }
        leads(&fixture, 1, 2).await;
        holds(&fixture, &set.id, proto::GiftSetState::Open, 2).await;

        let steps = eventually("the old match ends", async || {
            let received = receiver.received();
            let steps: Vec<(String, String)> = received
                .iter()
                .map(read)
                .map(|(kind, fact)| (kind, fact.product_id))
                .collect();
            let ended = |step: &(String, String)| step.0 == "ocop.promotion.match.ended.v1";
            if steps.iter().any(ended) {
                Ok(steps)
            } else {
                Err(steps)
            }
        })
        .await;
        let mut each = steps.clone();
        each.sort();
        each.dedup();
        assert_eq!(each.len(), steps.len(), "each step once: {steps:?}");
        let active = fixture.matches(&partner, proto::MatchState::Active).await;
        let [active] = active.as_slice() else {
            panic!("{active:?}")
        };
        assert_eq!(
            (active.product_id.as_str(), active.star),
            (id(2).as_str(), 4)
        );
    }
);

on_both_engines!(
    a_gift_set_takes_the_kept_product_as_soon_as_that_is_certified_whatever_is_heard_first,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        for n in [1, 2, 3] {
            fixture
                .publish_product("registered", 1, &described(n))
                .await;
        }
        let old = of_product(1, 11, 3, "2026-06-15");
        fixture.publish_certificate("issued", 1, old.clone()).await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
        let set = seller
            .compose_gift_set(basket(1))
            .await
            .unwrap()
            .into_inner()
            .gift_set
            .unwrap();
        // The second merge is heard before the first, and the certificate of what is kept last.
        merged(&fixture, 2, 3).await;
        merged(&fixture, 1, 2).await;
        holds(&fixture, &set.id, proto::GiftSetState::Suspended, 1).await;
        fixture
            .publish_certificate("issued", 1, of_product(3, 13, 3, "2026-11-12"))
            .await;
        holds(&fixture, &set.id, proto::GiftSetState::Open, 3).await;
        for n in [1, 2] {
            leads(&fixture, n, 3).await;
        }
        // Two ids of one product are one item.
        let mut twice = basket(1);
        twice.request_id = id(51);
        let set = twice.gift_set.as_mut().unwrap();
        set.items.push(proto::GiftItem {
            product_id: id(3),
            quantity: 1,
            ..Default::default()
        });
        let refused = seller.compose_gift_set(twice).await.unwrap_err();
        assert_eq!(ocop_harness::reason_of(&refused).0, "ITEM_TWICE");
    }
);
