//! What ends of a partner that leaves, of what it seeks, has ordered, agreed and is invited to.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;

use crate::demand::{accept, certified, for_tet, offer, open, producer};
use crate::fixture::{Fixture, id};
use crate::gift::{basket, compose, place};
use crate::trade::amount;
use crate::trade_events::{answer, invite, plan};

on_both_engines!(
    what_a_partner_seeks_has_ordered_and_is_invited_to_ends_when_it_leaves_and_its_deals_can_be_ended,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let partner = fixture.supermarket().await;
        let own = format!("partner:{}", partner.id);
        let mut buyer = fixture.trade(Role::Partner, &own);
        let mut office = fixture.trade(Role::PromotionOfficer, "province:51");
        let mut seller = fixture.gifts(Role::PromotionOfficer, "province:51");
        let demand = open(&mut buyer, 40, for_tet(&partner)).await;
        let first = offer(&fixture, &demand, 1, (400, false, 95_000)).await;
        let deal = buyer.accept_trade_offer(accept(41, &first, 0)).await;
        let deal = deal.unwrap().into_inner().trade_deal.unwrap();
        offer(&fixture, &demand, 2, (400, false, 100_000)).await;
        let set = compose(&mut seller, basket(&[1, 2])).await;
        let mut agency = fixture.gifts(Role::Partner, &own);
        agency
            .place_gift_order(place(42, &partner, &set, 30))
            .await
            .unwrap();
        let session = plan(&mut office, 43, "2026-11-25").await;
        let invited = office
            .invite_to_trade_session(invite(44, &session, &[&partner.id]))
            .await;
        let invited = invited.unwrap().into_inner().trade_invitations;
        buyer
            .answer_trade_invitation(answer(45, &invited[0], None))
            .await
            .unwrap();

        let remove = proto::RemovePartnerRequest {
            request_id: id(46),
            id: partner.id.clone(),
            etag: partner.etag.clone(),
        };
        fixture.officer().remove_partner(remove).await.unwrap();

        let why = "the partner has left";
        let ask = proto::GetDemandRequest {
            id: demand.id.clone(),
        };
        let seen = office.get_demand(ask).await.unwrap().into_inner();
        let seen = seen.demand.unwrap();
        assert_eq!(
            (seen.state(), seen.reason.as_str()),
            (proto::DemandState::Withdrawn, why)
        );
        let mut maker = fixture.trade(Role::Producer, &format!("producer:{}", id(producer(2))));
        let ask = proto::ListProducerOffersRequest {
            producer_id: id(producer(2)),
            ..Default::default()
        };
        let offers = maker.list_producer_offers(ask).await.unwrap().into_inner();
        assert_eq!(
            (offers.trade_offers[0].state(), offers.trade_offers[0].reason.as_str()),
            (proto::TradeOfferState::Declined, why)
        );
        let ask = proto::GetGiftSetRequest { id: set.id.clone() };
        let stock = seller.get_gift_set(ask).await.unwrap().into_inner();
        let stock = stock.gift_set.unwrap();
        assert_eq!((stock.stock, stock.reserved), (100, 0));
        let ask = proto::ListGiftSetOrdersRequest {
            gift_set_id: set.id.clone(),
            ..Default::default()
        };
        let orders = seller.list_gift_set_orders(ask).await.unwrap().into_inner();
        let [order] = orders.gift_orders.as_slice() else {
            panic!("{orders:?}");
        };
        assert_eq!(
            (order.state(), order.reason.as_str()),
            (proto::GiftOrderState::Cancelled, why)
        );
        let ask = proto::ListSessionInvitationsRequest {
            trade_session_id: session.id.clone(),
            ..Default::default()
        };
        let invited = office.list_session_invitations(ask).await.unwrap();
        let invited = invited.into_inner().trade_invitations;
        assert_eq!(
            (invited[0].state(), invited[0].reason.as_str()),
            (proto::TradeInvitationState::Declined, why)
        );

        // Nothing new is made for it.
        let offered = proto::MakeTradeOfferRequest {
            request_id: id(47),
            demand_id: demand.id.clone(),
            product_id: id(2),
            quantity: 1,
            price_vnd: 100_000,
            ..Default::default()
        };
        let recorded = proto::RecordTradeDealRequest {
            request_id: id(48),
            partner_id: partner.id.clone(),
            product_id: id(1),
            volume: Some(amount(600, "lít")),
            price_vnd: 95_000,
            from_date: "2026-12-01".to_owned(),
            to_date: "2027-05-31".to_owned(),
            agreed_on: "2026-11-20".to_owned(),
            document_number: "07/BB-KNCC".to_owned(),
        };
        let met = proto::RecordTradeMeetingRequest {
            request_id: id(49),
            trade_session_id: session.id.clone(),
            meeting: Some(proto::TradeMeeting {
                partner_id: partner.id.clone(),
                producer_id: id(producer(1)),
                outcome: proto::TradeMeetingOutcome::Samples.into(),
                ..Default::default()
            }),
        };
        let opened = proto::OpenDemandRequest {
            request_id: id(50),
            demand: Some(for_tet(&partner)),
        };
        let refused = [
            maker.make_trade_offer(offered).await.unwrap_err(),
            office.record_trade_deal(recorded).await.unwrap_err(),
            office.record_trade_meeting(met).await.unwrap_err(),
            office.open_demand(opened).await.unwrap_err(),
            agency
                .place_gift_order(place(51, &partner, &set, 1))
                .await
                .unwrap_err(),
        ];
        for refused in refused {
            assert_eq!(reason_of(&refused).0, "PARTNER_LEFT");
        }

        // What two agreed stays until one of them ends it.
        let complete = proto::CompleteTradeDealRequest {
            request_id: id(52),
            trade_deal_id: deal.id.clone(),
            reason: "Siêu thị đã đóng cửa".to_owned(),
        };
        let ended = office.complete_trade_deal(complete).await.unwrap();
        let ended = ended.into_inner().trade_deal.unwrap();
        assert_eq!(ended.state(), proto::TradeDealState::Completed);
    }
);
