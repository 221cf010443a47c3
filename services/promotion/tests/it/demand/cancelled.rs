//! Deals that come to nothing, and the sessions of a time.

use super::*;

on_both_engines!(
    what_a_cancelled_deal_did_not_deliver_is_sought_again,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let partner = fixture.supermarket().await;
        let mut buyer = fixture.trade(Role::Partner, &format!("partner:{}", partner.id));
        let demand = open(&mut buyer, 50, for_tet(&partner)).await;
        let offered = offer(&fixture, &demand, 1, (1_200, false, 95_000)).await;
        let accepted = buyer.accept_trade_offer(accept(70, &offered, 1_200)).await;
        let deal = accepted.unwrap().into_inner().trade_deal.unwrap();
        assert_eq!(show(&mut buyer, &demand).await.agreed_quantity, 1_200);
        fixture
            .service
            .clock
            .set("2026-12-20T05:00:00Z".parse().unwrap());
        let mut buyer = fixture.trade(Role::Partner, &format!("partner:{}", partner.id));
        let scope = format!("producer:{}", id(producer(1)));
        let mut maker = fixture.trade(Role::Producer, &scope);
        maker
            .report_deal_delivery(report(71, &deal, 500))
            .await
            .unwrap();
        let cancel = |n: u128| proto::CancelTradeDealRequest {
            request_id: id(n),
            trade_deal_id: deal.id.clone(),
            reason: "Bão, xưởng ngừng sản xuất".to_owned(),
        };
        let cancelled = buyer.cancel_trade_deal(cancel(72)).await.unwrap();
        let cancelled = cancelled.into_inner().trade_deal.unwrap();
        assert_eq!(cancelled.state(), proto::TradeDealState::Cancelled);
        assert_eq!(cancelled.reason, "Bão, xưởng ngừng sản xuất");
        assert_eq!(cancelled.delivered_quantity, 500);
        assert_eq!(show(&mut buyer, &demand).await.agreed_quantity, 500);
        let refused = buyer.cancel_trade_deal(cancel(73)).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "TRADE_DEAL_ENDED");
    }
);

on_both_engines!(
    sessions_are_listed_by_province_and_day,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = fixture.trade(Role::OcopOffice, "province:51");
        for (n, held_on) in [(50, "2026-11-20"), (51, "2026-12-04")] {
            let plan = proto::PlanTradeSessionRequest {
                request_id: id(n),
                trade_session: Some(proto::TradeSession {
                    province_code: "51".to_owned(),
                    name: format!("Kết nối cung cầu {held_on}"),
                    venue: "Trung tâm hội nghị tỉnh".to_owned(),
                    organiser: "Sở Công Thương".to_owned(),
                    held_on: held_on.to_owned(),
                    ..Default::default()
                }),
            };
            office.plan_trade_session(plan).await.unwrap();
        }
        let mut held = async |province: &str, from: &str, to: &str| -> Vec<String> {
            let request = proto::ListTradeSessionsRequest {
                province_code: province.to_owned(),
                held_from: from.to_owned(),
                held_to: to.to_owned(),
                ..Default::default()
            };
            let listed = office.list_trade_sessions(request).await.unwrap();
            let sessions = listed.into_inner().trade_sessions.into_iter();
            let mut days: Vec<String> = sessions.map(|found| found.held_on).collect();
            days.sort();
            days
        };
        assert_eq!(held("51", "", "").await, ["2026-11-20", "2026-12-04"]);
        assert_eq!(held("51", "2026-11-21", "").await, ["2026-12-04"]);
        assert_eq!(held("51", "", "2026-11-20").await, ["2026-11-20"]);
        assert!(held("51", "2026-11-21", "2026-12-03").await.is_empty());
        assert!(held("52", "", "").await.is_empty());
    }
);
