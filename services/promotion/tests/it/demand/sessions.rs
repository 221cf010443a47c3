//! Sessions of trade connection.

use super::*;

on_both_engines!(
    at_a_session_buyers_and_producers_meet_and_deals_are_recorded,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let partner = fixture.supermarket().await;
        let mut office = fixture.trade(Role::OcopOffice, "province:51");
        let plan = proto::PlanTradeSessionRequest {
            request_id: id(50),
            trade_session: Some(proto::TradeSession {
                province_code: "51".to_owned(),
                name: "Hội nghị kết nối cung cầu 2026".to_owned(),
                venue: "Trung tâm hội nghị tỉnh".to_owned(),
                organiser: "Sở Công Thương".to_owned(),
                held_on: "2026-11-20".to_owned(),
                ..Default::default()
            }),
        };
        let session = office.plan_trade_session(plan).await.unwrap();
        let session = session.into_inner().trade_session.unwrap();
        let signed = proto::RecordTradeDealRequest {
            request_id: id(51),
            partner_id: partner.id.clone(),
            product_id: id(1),
            volume: Some(amount(600, "lít")),
            price_vnd: 95_000,
            from_date: "2026-12-01".to_owned(),
            to_date: "2027-05-31".to_owned(),
            agreed_on: "2026-11-20".to_owned(),
            document_number: "07/BB-KNCC".to_owned(),
        };
        let mut elsewhere = fixture.trade(Role::OcopOffice, "province:52");
        let refused = elsewhere.record_trade_deal(signed.clone()).await;
        assert_eq!(reason_of(&refused.unwrap_err()).0, "OUT_OF_SCOPE");
        let long_ago = proto::RecordTradeDealRequest {
            request_id: id(60),
            agreed_on: "2017-12-31".to_owned(),
            ..signed.clone()
        };
        let before_the_programme = office.record_trade_deal(long_ago).await.unwrap_err();
        assert_eq!(reason_of(&before_the_programme).0, "BEFORE_PROGRAMME");
        let over = proto::RecordTradeDealRequest {
            request_id: id(61),
            from_date: "2020-01-01".to_owned(),
            to_date: "2020-12-31".to_owned(),
            ..signed.clone()
        };
        let refused = office.record_trade_deal(over).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "DAYS_OUT_OF_ORDER");
        let deal = office.record_trade_deal(signed).await.unwrap();
        let deal = deal.into_inner().trade_deal.unwrap();
        let met = |n: u128, product: u128, outcome: proto::TradeMeetingOutcome, deals: &[&str]| {
            proto::RecordTradeMeetingRequest {
                request_id: id(n),
                trade_session_id: session.id.clone(),
                meeting: Some(proto::TradeMeeting {
                    partner_id: partner.id.clone(),
                    producer_id: id(producer(product)),
                    outcome: outcome.into(),
                    deal_ids: deals.iter().copied().map(str::to_owned).collect(),
                    ..Default::default()
                }),
            }
        };
        let (agreed, samples) = (
            proto::TradeMeetingOutcome::Deal,
            proto::TradeMeetingOutcome::Samples,
        );
        let of_others = met(52, 2, agreed, &[&deal.id]);
        let refused = office.record_trade_meeting(of_others).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "TRADE_DEAL_OF_OTHERS");
        for request in [
            met(53, 1, agreed, &[&deal.id]),
            met(54, 2, samples, &[]),
            met(55, 2, samples, &[]),
        ] {
            office.record_trade_meeting(request).await.unwrap();
        }
        let nobody = office
            .record_trade_meeting(met(56, 70, samples, &[]))
            .await
            .unwrap_err();
        assert_eq!(reason_of(&nobody).0, "PRODUCER_WITHOUT_LISTING");
        let one = proto::GetTradeSessionRequest {
            id: session.id.clone(),
        };
        let seen = office.get_trade_session(one).await.unwrap();
        let seen = seen.into_inner().trade_session.unwrap();
        let met: Vec<(&str, usize)> = seen
            .meetings
            .iter()
            .map(|meeting| (meeting.producer_name.as_str(), meeting.deal_ids.len()))
            .collect();
        assert_eq!(
            met,
            [
                ("Cơ sở nước mắm Mười Quý", 1),
                ("Cơ sở nước mắm Mười Quý", 0)
            ]
        );
        let call_off = proto::CallOffTradeSessionRequest {
            request_id: id(57),
            trade_session_id: session.id,
            reason: "Bão".to_owned(),
        };
        let refused = office.call_off_trade_session(call_off).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "TRADE_SESSION_HELD");
        let own = proto::ListProducerDealsRequest {
            producer_id: id(producer(1)),
            ..Default::default()
        };
        let own = office.list_producer_deals(own).await.unwrap().into_inner();
        assert_eq!(own.trade_deals, [deal]);
    }
);
