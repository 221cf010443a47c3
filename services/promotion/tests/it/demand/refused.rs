//! What is refused of demands, offers and deals.

use super::*;

on_both_engines!(
    only_who_acts_for_the_buyer_answers_and_only_who_acts_for_the_producer_offers,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let partner = fixture.supermarket().await;
        let mut buyer = fixture.trade(Role::Partner, &format!("partner:{}", partner.id));
        let demand = open(&mut buyer, 50, for_tet(&partner)).await;
        let offered = offer(&fixture, &demand, 1, (100, false, 95_000)).await;
        let mut stranger = fixture.trade(Role::Partner, &format!("partner:{}", id(77)));
        let refused = stranger.accept_trade_offer(accept(70, &offered, 0)).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "OUT_OF_SCOPE");
        // Nothing is delivered before it is sought.
        let early = proto::AcceptTradeOfferRequest {
            from_date: "2026-11-25".to_owned(),
            ..accept(80, &offered, 0)
        };
        let refused = buyer.accept_trade_offer(early).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "DAYS_OUT_OF_ORDER");
        let mut other = fixture.trade(Role::Producer, &format!("producer:{}", id(producer(2))));
        let withdraw = proto::WithdrawTradeOfferRequest {
            request_id: id(71),
            trade_offer_id: offered.id.clone(),
            reason: "Hết hàng".to_owned(),
        };
        let refused = other.withdraw_trade_offer(withdraw.clone()).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "OUT_OF_SCOPE");
        let of_another = proto::MakeTradeOfferRequest {
            request_id: id(72),
            demand_id: demand.id.clone(),
            product_id: id(1),
            quantity: 1,
            price_vnd: 1,
            ..Default::default()
        };
        let refused = other.make_trade_offer(of_another.clone()).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "OUT_OF_SCOPE");
        // The same product once at a time; after it was taken back it may be offered again.
        let scope = format!("producer:{}", id(producer(1)));
        let mut maker = fixture.trade(Role::Producer, &scope);
        let again = proto::MakeTradeOfferRequest {
            request_id: id(73),
            ..of_another
        };
        let twice = maker.make_trade_offer(again.clone()).await.unwrap_err();
        assert_eq!(
            (twice.code(), reason_of(&twice).0.as_str()),
            (Code::AlreadyExists, "TRADE_OFFER_EXISTS")
        );
        maker.withdraw_trade_offer(withdraw).await.unwrap();
        let again = proto::MakeTradeOfferRequest {
            request_id: id(74),
            ..again
        };
        maker.make_trade_offer(again).await.unwrap();
        let own = proto::ListProducerOffersRequest {
            producer_id: id(producer(1)),
            ..Default::default()
        };
        let own = maker.list_producer_offers(own).await.unwrap().into_inner();
        assert_eq!(own.trade_offers.len(), 2);
        // Whoever is signed in finds what is sought.
        let any = maker
            .list_demands(proto::ListDemandsRequest::default())
            .await;
        assert_eq!(any.unwrap().into_inner().demands.len(), 1);
    }
);

on_both_engines!(
    everything_that_is_wrong_with_a_demand_is_said_at_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut officer = fixture.trade(Role::PromotionOfficer, "*");
        let request = proto::OpenDemandRequest {
            request_id: id(50),
            demand: Some(proto::Demand {
                price_from_vnd: Some(200),
                price_to_vnd: Some(100),
                place_code: "99999".to_owned(),
                from_date: "2026-12-01".to_owned(),
                to_date: "2026-11-30".to_owned(),
                ..Default::default()
            }),
        };
        let refused = officer.open_demand(request).await.unwrap_err();
        let mut fields = reason_of(&refused).1;
        fields.sort();
        let expected = [
            "demand.partner_id",
            "demand.place_code",
            "demand.price_to_vnd",
            "demand.product",
            "demand.to_date",
            "demand.volume.quantity",
            "demand.volume.unit",
        ];
        assert_eq!(fields, expected);
    }
);
