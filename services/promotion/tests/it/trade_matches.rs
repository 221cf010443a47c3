//! What a buyer hears of products that come to suit its demands.

use ocop_harness::{Receiver, eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;

use crate::demand::{certified, for_tet, open};
use crate::fixture::{Fixture, id, of_product};
use crate::gift::choose;

/// The products that a partner was told of, each with its demand, when it asks.
async fn notified(fixture: &Fixture, partner: &proto::Partner) -> Vec<(String, String)> {
    let mut itself = fixture.subscriptions(Role::Partner, &format!("partner:{}", partner.id));
    let ask = proto::ListEventsRequest {
        page_size: 100,
        partner_id: partner.id.clone(),
        ..Default::default()
    };
    let events = itself.list_events(ask).await.unwrap().into_inner().events;
    let found = events.into_iter().filter_map(|event| {
        let found = event.trade_match?.trade_match?;
        assert_eq!(event.r#type, "ocop.promotion.trade_match.found.v1");
        Some((found.demand_id, found.product_id))
    });
    found.collect()
}

on_both_engines!(
    a_buyer_hears_once_of_each_product_that_comes_to_suit_a_demand,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        // Three sauces of three stars suit before anything is sought: they are no news.
        certified(&fixture).await;
        let buyer = fixture.supermarket().await;
        let receiver = Receiver::start().await;
        let chosen = proto::EventSelection {
            trade_match_kinds: vec![proto::TradeMatchEventKind::Found.into()],
            ..Default::default()
        };
        choose(&fixture, 41, (&buyer, receiver.url()), chosen).await;
        let mut itself = fixture.trade(Role::Partner, &format!("partner:{}", buyer.id));
        let any = open(&mut itself, 50, for_tet(&buyer)).await;
        let product = proto::DemandedProduct {
            minimum_star: Some(4),
            ..for_tet(&buyer).product.unwrap()
        };
        let demand = proto::Demand {
            product: Some(product),
            ..for_tet(&buyer)
        };
        let four = open(&mut itself, 51, demand).await;
        let product = proto::DemandedProduct {
            words: "gạo".to_owned(),
            ..Default::default()
        };
        let demand = proto::Demand {
            product: Some(product),
            ..for_tet(&buyer)
        };
        open(&mut itself, 52, demand).await;

        // Another sauce is certified; the event comes twice.
        for _ in 0..2 {
            fixture
                .publish_certificate("issued", 1, of_product(4, 14, 3, "2026-10-01"))
                .await;
        }
        fixture.listing(4, proto::ListingState::Open, 3).await;
        // One that was known gets its fourth star, as does the new one.
        for product in [1, 4] {
            let upgraded = of_product(product, 20 + product, 4, "2026-11-01");
            fixture.publish_certificate("upgraded", 2, upgraded).await;
            fixture.listing(product, proto::ListingState::Open, 4).await;
        }
        // A fifth star is no news to either.
        let upgraded = of_product(4, 34, 5, "2026-11-02");
        fixture.publish_certificate("upgraded", 3, upgraded).await;
        fixture.listing(4, proto::ListingState::Open, 5).await;

        let expected = [(&any, 4), (&four, 1), (&four, 4)]
            .map(|(demand, product)| (demand.id.clone(), id(product)));
        assert_eq!(notified(&fixture, &buyer).await, expected);
        let received = eventually("the webhooks", async || {
            let received = receiver.received();
            (received.len() == 3).then_some(received)
        })
        .await;
        let bodies: Vec<serde_json::Value> = received
            .iter()
            .map(|one| serde_json::from_slice(&one.body).unwrap())
            .collect();
        let of_any =
            |body: &&serde_json::Value| body["data"]["tradeMatch"]["demandId"] == any.id.as_str();
        let first = &bodies.iter().find(of_any).unwrap()["data"]["tradeMatch"];
        assert_eq!(first["productId"], id(4).as_str());
        assert_eq!(first["partnerId"], buyer.id.as_str());
        assert_eq!(
            (&first["star"], &first["criteriaSet"]),
            (&3.into(), &9.into())
        );
        // What is not sought any more is told of nobody.
        let withdraw = proto::WithdrawDemandRequest {
            request_id: id(53),
            demand_id: any.id.clone(),
            reason: "Đủ hàng".to_owned(),
        };
        itself.withdraw_demand(withdraw).await.unwrap();
        fixture
            .publish_certificate("issued", 1, of_product(5, 15, 3, "2026-10-01"))
            .await;
        fixture.listing(5, proto::ListingState::Open, 3).await;
        assert_eq!(notified(&fixture, &buyer).await.len(), 3);
    }
);
