//! What a partner still seeks and has ordered that left while leaving did not end it yet.

use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;
use sea_orm::{ConnectionTrait, Database};

use crate::demand::{certified, for_tet, offer, open, producer};
use crate::fixture::{Fixture, id};
use crate::gift::{basket, compose, place};

on_both_engines!(
    what_a_partner_seeks_and_has_ordered_that_left_earlier_ends_too,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let partner = fixture.supermarket().await;
        let own = format!("partner:{}", partner.id);
        let mut buyer = fixture.trade(Role::Partner, &own);
        let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
        let demand = open(&mut buyer, 40, for_tet(&partner)).await;
        offer(&fixture, &demand, 1, (400, false, 95_000)).await;
        let set = compose(&mut seller, basket(&[1, 2])).await;
        let mut agency = fixture.gifts(Role::Partner, &own);
        let order = place(42, &partner, &set, 30);
        agency.place_gift_order(order).await.unwrap();

        // As a release left it that ended neither demands nor orders.
        let database = Database::connect(&url).await.unwrap();
        let left = "update partners set left_at = created_at";
        database.execute_unprepared(left).await.unwrap();

        let why = "the partner has left";
        eventually("what it seeks to end", async || {
            let request = proto::GetDemandRequest {
                id: demand.id.clone(),
            };
            let seen = buyer.clone().get_demand(request).await.unwrap();
            let seen = seen.into_inner().demand.unwrap();
            let stands = (seen.state(), seen.reason.as_str());
            let ended = (proto::DemandState::Withdrawn, why);
            (stands == ended).then_some(()).ok_or(seen.state())
        })
        .await;
        let scope = format!("producer:{}", id(producer(1)));
        let mut maker = fixture.trade(Role::Producer, &scope);
        let request = proto::ListProducerOffersRequest {
            producer_id: id(producer(1)),
            ..Default::default()
        };
        let offers = maker.list_producer_offers(request).await.unwrap();
        let offers = offers.into_inner().trade_offers;
        assert_eq!(
            (offers[0].state(), offers[0].reason.as_str()),
            (proto::TradeOfferState::Declined, why)
        );
        let request = proto::GetGiftSetRequest { id: set.id };
        let stock = seller.get_gift_set(request).await.unwrap().into_inner();
        assert_eq!(stock.gift_set.unwrap().reserved, 0);
    }
);
