//! What is recorded twice under two request ids is noticed: the second answer names the first.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;

use crate::demand::{certified, for_tet};
use crate::fixture::{Fixture, id};
use crate::gift::basket;
use crate::sales_point::shop;
use crate::trade::amount;

fn ids(similar: &[proto::SimilarRecord]) -> Vec<&str> {
    similar.iter().map(|other| other.id.as_str()).collect()
}

on_both_engines!(
    a_deal_that_is_recorded_twice_is_answered_with_the_first_until_one_is_cancelled,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let partner = fixture.supermarket().await;
        let mut office = fixture.trade(Role::PromotionOfficer, "province:51");
        let deal = |n: u128, quantity: u64, agreed_on: &str| proto::RecordTradeDealRequest {
            request_id: id(n),
            partner_id: partner.id.clone(),
            product_id: id(1),
            volume: Some(amount(quantity, if n == 51 { "Lít" } else { "lít" })),
            price_vnd: 95_000,
            from_date: "2026-12-01".to_owned(),
            to_date: "2027-05-31".to_owned(),
            agreed_on: agreed_on.to_owned(),
            document_number: format!("{n}/BB-KNCC"),
        };
        let mut answers = Vec::new();
        for request in [
            deal(50, 600, "2026-11-20"),
            deal(51, 600, "2026-11-20"),
            deal(52, 500, "2026-11-20"),
            deal(53, 600, "2026-11-19"),
        ] {
            let answer = office.record_trade_deal(request).await.unwrap();
            answers.push(answer.into_inner());
        }
        let first = answers[0].trade_deal.as_ref().unwrap().id.clone();
        let named = proto::SimilarRecord {
            id: first.clone(),
            name: "50/BB-KNCC".to_owned(),
        };
        let similar: Vec<_> = answers.iter().map(|answer| &answer.similar).collect();
        assert_eq!(similar, [&vec![], &vec![named], &vec![], &vec![]]);
        let second = &answers[1].trade_deal.as_ref().unwrap().id;
        for (n, id_of) in [(54, &first), (55, second)] {
            let cancel = proto::CancelTradeDealRequest {
                request_id: id(n),
                trade_deal_id: id_of.clone(),
                reason: "Nhập hai lần".to_owned(),
            };
            office.cancel_trade_deal(cancel).await.unwrap();
        }
        let again = office.record_trade_deal(deal(56, 600, "2026-11-20")).await;
        assert_eq!(again.unwrap().into_inner().similar, []);
    }
);

on_both_engines!(
    what_is_planned_or_registered_twice_in_other_spellings_is_answered_with_the_first,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let partner = fixture.supermarket().await;
        let mut trade = fixture.trade(Role::PromotionOfficer, "province:51");
        let mut campaigns = fixture.campaigns(Role::PromotionOfficer, "province:51");
        let mut gifts = fixture.gifts(Role::PromotionOfficer, "province:51");
        let mut points = fixture.sales_points(Role::PromotionOfficer, "province:51");
        let mut seen: Vec<Vec<(String, Vec<proto::SimilarRecord>)>> = vec![Vec::new(); 5];
        for (n, spelling) in [
            (60, "Tết Đinh Mùi – Quy Nhơn"),
            (70, "tet dinh mui, qui nhon"),
            (80, "Khác"),
        ] {
            let request = proto::PlanCampaignRequest {
                request_id: id(n),
                campaign: Some(proto::Campaign {
                    province_code: "51".to_owned(),
                    name: spelling.to_owned(),
                    kind: proto::CampaignKind::Fair.into(),
                    reach: proto::CampaignReach::National.into(),
                    venue: "Quảng trường".to_owned(),
                    organiser: "Sở Công Thương".to_owned(),
                    from_date: "2026-11-18".to_owned(),
                    to_date: "2026-11-24".to_owned(),
                    ..Default::default()
                }),
            };
            let planned = campaigns.plan_campaign(request).await.unwrap().into_inner();
            seen[0].push((planned.campaign.unwrap().id, planned.similar));
            let request = proto::ComposeGiftSetRequest {
                request_id: id(n + 1),
                gift_set: Some(proto::GiftSet {
                    name: spelling.to_owned(),
                    ..basket(&[1, 2])
                }),
            };
            let composed = gifts.compose_gift_set(request).await.unwrap().into_inner();
            seen[1].push((composed.gift_set.unwrap().id, composed.similar));
            let request = proto::RegisterSalesPointRequest {
                request_id: id(n + 2),
                sales_point: Some(shop(spelling, "retail", (15.3, 108.75))),
            };
            let registered = points.register_sales_point(request).await.unwrap();
            let registered = registered.into_inner();
            seen[2].push((registered.sales_point.unwrap().id, registered.similar));
            let request = proto::PlanTradeSessionRequest {
                request_id: id(n + 3),
                trade_session: Some(proto::TradeSession {
                    province_code: "51".to_owned(),
                    name: spelling.to_owned(),
                    venue: "Nhà văn hoá tỉnh".to_owned(),
                    organiser: "Sở Công Thương".to_owned(),
                    held_on: "2026-11-25".to_owned(),
                    ..Default::default()
                }),
            };
            let planned = trade.plan_trade_session(request).await.unwrap();
            let planned = planned.into_inner();
            seen[3].push((planned.trade_session.unwrap().id, planned.similar));
            let mut sought = for_tet(&partner);
            if n == 80 {
                sought.volume = Some(amount(300, "lít"));
            }
            let request = proto::OpenDemandRequest {
                request_id: id(n + 4),
                demand: Some(sought),
            };
            let opened = trade.open_demand(request).await.unwrap().into_inner();
            seen[4].push((opened.demand.unwrap().id, opened.similar));
        }
        for answers in &seen {
            let [first, second, other] = answers.as_slice() else {
                panic!("{answers:?}")
            };
            assert!(first.1.is_empty() && other.1.is_empty(), "{answers:?}");
            assert_eq!(ids(&second.1), [first.0.as_str()]);
        }
    }
);
