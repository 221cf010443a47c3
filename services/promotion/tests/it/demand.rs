//! Supply and demand through the rpcs: a supermarket seeks fish sauce for the season of Tết.

mod cancelled;
mod refused;
mod sessions;

use chrono::{DateTime, Utc};
use ocop_harness::{eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::promotion::v1 as proto;
use tonic::Code;

use crate::fixture::{Fixture, Trade, fish_sauce, id, of_product};
use crate::trade::{amount, price};

/// Three fish sauces of three producers: what each can make in a month, in litres, and for how much.
const SAUCES: [(u128, u64, u64); 3] = [(1, 600, 95_000), (2, 400, 110_000), (3, 300, 140_000)];

pub(crate) fn producer(product: u128) -> u128 {
    20 + product
}

pub(crate) async fn certified(fixture: &Fixture) {
    for (product, per_month, vnd) in SAUCES {
        let fact = catalog::ProductFact {
            id: id(product),
            producer_id: id(producer(product)),
            producer_name: format!("Cơ sở nước mắm {product}"),
            capacity_per_month: Some(amount(per_month, "lít")),
            wholesale_price: Some(price(vnd, "lít")),
            ..fish_sauce()
        };
        fixture.publish_product("registered", 1, &fact).await;
        let mut given = of_product(product, 10 + product, 3, "2026-06-15");
        given.producer_id = id(producer(product));
        given.product_name = format!("Nước mắm nhĩ {product}");
        fixture.publish_certificate("issued", 1, given).await;
        eventually("the capacity to be known", async || {
            let request = proto::GetListingRequest { id: id(product) };
            let found = fixture.listings().get_listing(request).await;
            let listing = found.map_err(|status| status.to_string())?;
            let listing = listing.into_inner().listing.unwrap();
            listing
                .capacity_per_month
                .map(|_| ())
                .ok_or_else(String::new)
        })
        .await;
    }
}

/// 2,000 litres from December to 5 February, the eve of Tết.
pub(crate) fn for_tet(partner: &proto::Partner) -> proto::Demand {
    proto::Demand {
        partner_id: partner.id.clone(),
        product: Some(proto::DemandedProduct {
            criteria_sets: vec![9],
            words: "nuoc mam nhĩ".to_owned(),
            ..Default::default()
        }),
        volume: Some(amount(2_000, "lít")),
        price_from_vnd: Some(90_000),
        price_to_vnd: Some(120_000),
        place_code: "51".to_owned(),
        address: "Tổng kho Dung Quất".to_owned(),
        from_date: "2026-12-01".to_owned(),
        to_date: "2027-02-05".to_owned(),
        note: "Chai thuỷ tinh".to_owned(),
        ..Default::default()
    }
}

pub(crate) async fn open(buyer: &mut Trade, n: u128, demand: proto::Demand) -> proto::Demand {
    let request = proto::OpenDemandRequest {
        request_id: id(n),
        demand: Some(demand),
    };
    let opened = buyer.open_demand(request).await.unwrap();
    opened.into_inner().demand.unwrap()
}

/// The n-th sauce, offered by its producer.
pub(crate) async fn offer(
    fixture: &Fixture,
    demand: &proto::Demand,
    product: u128,
    (quantity, per_month, price_vnd): (u64, bool, u64),
) -> proto::TradeOffer {
    let scope = format!("producer:{}", id(producer(product)));
    let mut maker = fixture.trade(Role::Producer, &scope);
    let request = proto::MakeTradeOfferRequest {
        request_id: id(60 + product),
        demand_id: demand.id.clone(),
        product_id: id(product),
        quantity,
        per_month,
        price_vnd,
        note: String::new(),
    };
    let made = maker.make_trade_offer(request).await.unwrap();
    made.into_inner().trade_offer.unwrap()
}

pub(crate) fn accept(
    n: u128,
    offer: &proto::TradeOffer,
    quantity: u64,
) -> proto::AcceptTradeOfferRequest {
    proto::AcceptTradeOfferRequest {
        request_id: id(n),
        trade_offer_id: offer.id.clone(),
        quantity,
        ..Default::default()
    }
}

pub(crate) fn report(
    n: u128,
    deal: &proto::TradeDeal,
    quantity: u64,
) -> proto::ReportDealDeliveryRequest {
    proto::ReportDealDeliveryRequest {
        request_id: id(n),
        trade_deal_id: deal.id.clone(),
        month: "2026-12".to_owned(),
        quantity,
        reason: String::new(),
    }
}

async fn show(buyer: &mut Trade, demand: &proto::Demand) -> proto::Demand {
    let request = proto::GetDemandRequest {
        id: demand.id.clone(),
    };
    let found = buyer.get_demand(request).await.unwrap();
    found.into_inner().demand.unwrap()
}

async fn matches(buyer: &mut Trade, demand: &proto::Demand) -> Vec<proto::DemandMatch> {
    let request = proto::ListDemandMatchesRequest {
        demand_id: demand.id.clone(),
        limit: 0,
    };
    let found = buyer.list_demand_matches(request).await.unwrap();
    let found = found.into_inner();
    assert_eq!(found.considered as usize, found.matches.len());
    found.matches
}

/// What of each product is left, the best match first.
fn left(matches: &[proto::DemandMatch]) -> Vec<(String, u64)> {
    let left = |found: &proto::DemandMatch| {
        let left = found.capacity_left.as_ref().unwrap();
        (found.product_id.clone(), left.quantity)
    };
    matches.iter().map(left).collect()
}

fn noon(day: &str) -> DateTime<Utc> {
    format!("{day}T05:00:00Z").parse().unwrap()
}

on_both_engines!(
    a_supermarket_seeks_fish_sauce_for_tet_and_two_of_three_producers_deliver,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let partner = fixture.supermarket().await;
        let mut buyer = fixture.trade(Role::Partner, &format!("partner:{}", partner.id));
        let demand = open(&mut buyer, 50, for_tet(&partner)).await;
        assert_eq!(demand.state(), proto::DemandState::Open);
        assert_eq!(
            (&demand.province_code[..], &demand.partner_name),
            ("51", &partner.name)
        );

        // The best is who can make most at the best price; each factor says why.
        let before = matches(&mut buyer, &demand).await;
        let expected = [(id(1), 1_800), (id(2), 1_200), (id(3), 900)];
        assert_eq!(left(&before), expected);
        let whys: Vec<&str> = before[0]
            .factors
            .iter()
            .map(|one| one.why.as_str())
            .collect();
        let expected = [
            "3 of 3 words of the name; certified until 2029-06-14, on 67 of 67 days until 2027-02-05; 3 stars",
            "1800 lít can still be made by 2027-02-05, 2000 are sought",
            "made in Bình Sơn, Quảng Ngãi: the province of delivery",
            "sold at 95000 VND for one lít, 90000 to 120000 are paid",
        ];
        assert_eq!(whys, expected);
        assert_eq!(before[0].score, 33 + 22 + 10 + 18);

        let first = offer(&fixture, &demand, 1, (400, true, 95_000)).await;
        assert_eq!(first.total_quantity, 1_200);
        let second = offer(&fixture, &demand, 2, (1_000, false, 108_000)).await;
        let third = offer(&fixture, &demand, 3, (500, false, 140_000)).await;
        let deal = buyer
            .accept_trade_offer(accept(70, &first, 0))
            .await
            .unwrap();
        let deal = deal.into_inner().trade_deal.unwrap();
        assert_eq!(deal.volume, Some(amount(1_200, "lít")));
        assert_eq!(
            (deal.from_date.as_str(), deal.to_date.as_str()),
            ("2026-12-01", "2027-02-05")
        );

        // 1,000 more than the 800 that are left are not taken without saying so.
        let refused = buyer
            .accept_trade_offer(accept(71, &second, 0))
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).0, "MORE_THAN_ASKED");
        let other = buyer
            .accept_trade_offer(accept(72, &second, 800))
            .await
            .unwrap();
        let other = other.into_inner().trade_deal.unwrap();
        let fulfilled = show(&mut buyer, &demand).await;
        assert_eq!(
            (fulfilled.state(), fulfilled.agreed_quantity),
            (proto::DemandState::Fulfilled, 2_000)
        );
        let decline = proto::DeclineTradeOfferRequest {
            request_id: id(73),
            trade_offer_id: third.id.clone(),
            reason: "Giá cao hơn mức tìm mua".to_owned(),
        };
        let declined = buyer.decline_trade_offer(decline).await.unwrap();
        let declined = declined.into_inner().trade_offer.unwrap();
        assert_eq!(declined.state(), proto::TradeOfferState::Declined);

        // Both can make less of it now: 1,800 less 1,200, and 1,200 less 800.
        let mut after = left(&matches(&mut buyer, &demand).await);
        after.sort();
        assert_eq!(after, [(id(1), 600), (id(2), 400), (id(3), 900)]);

        // One delivers in part in December and gives the rest up; it is sought again.
        fixture.service.clock.set(noon("2026-12-31"));
        let mut buyer = fixture.trade(Role::Partner, &format!("partner:{}", partner.id));
        let scope = format!("producer:{}", id(producer(2)));
        let mut maker = fixture.trade(Role::Producer, &scope);
        let part = maker
            .report_deal_delivery(report(80, &other, 300))
            .await
            .unwrap();
        let part = part.into_inner().trade_deal.unwrap();
        assert_eq!(
            (part.state(), part.delivered_quantity),
            (proto::TradeDealState::PartlyDelivered, 300)
        );
        let twice = maker
            .report_deal_delivery(report(81, &other, 350))
            .await
            .unwrap_err();
        assert_eq!(reason_of(&twice).0, "REASON_MISSING");
        let corrected = proto::ReportDealDeliveryRequest {
            reason: "Cân lại".to_owned(),
            ..report(82, &other, 350)
        };
        maker.report_deal_delivery(corrected).await.unwrap();
        let give_up = proto::DeclineTradeDealRequest {
            request_id: id(83),
            trade_deal_id: other.id.clone(),
            reason: "Mất mùa cá".to_owned(),
        };
        let ended = maker.decline_trade_deal(give_up).await.unwrap();
        let ended = ended.into_inner().trade_deal.unwrap();
        assert_eq!(
            (ended.state(), ended.delivered_quantity),
            (proto::TradeDealState::Cancelled, 350)
        );
        let again = show(&mut buyer, &demand).await;
        assert_eq!(
            (again.state(), again.agreed_quantity),
            (proto::DemandState::Open, 1_550)
        );

        // The other delivers all of it.
        let scope = format!("producer:{}", id(producer(1)));
        let mut maker = fixture.trade(Role::Producer, &scope);
        let all = maker
            .report_deal_delivery(report(84, &deal, 1_200))
            .await
            .unwrap();
        let all = all.into_inner().trade_deal.unwrap();
        assert_eq!(
            (all.state(), all.completed_on.as_str()),
            (proto::TradeDealState::Completed, "2026-12-31")
        );
        let asked = proto::ListPartnerDealsRequest {
            partner_id: partner.id.clone(),
            demand_id: demand.id.clone(),
            ..Default::default()
        };
        let deals = buyer.list_partner_deals(asked).await.unwrap().into_inner();
        let mut deals = deals.trade_deals;
        // They were recorded in the same instant.
        deals.sort_by(|one, other| one.product_id.cmp(&other.product_id));
        assert_eq!(deals, [all, ended]);
    }
);

on_both_engines!(
    a_demand_ends_after_its_last_day_and_what_was_offered_is_declined,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let partner = fixture.supermarket().await;
        let mut officer = fixture.trade(Role::PromotionOfficer, "province:51");
        let demand = open(&mut officer, 50, for_tet(&partner)).await;
        let offered = offer(&fixture, &demand, 1, (100, false, 95_000)).await;
        fixture.service.clock.set(noon("2027-02-06"));
        let asked = proto::ListDemandOffersRequest {
            demand_id: demand.id.clone(),
            state: proto::TradeOfferState::Declined.into(),
            ..Default::default()
        };
        let declined = eventually("the offer to be declined", async || {
            let mut officer = fixture.trade(Role::PromotionOfficer, "province:51");
            let listed = officer.list_demand_offers(asked.clone()).await.unwrap();
            listed.into_inner().trade_offers.pop().ok_or(())
        })
        .await;
        assert_eq!(declined.id, offered.id);
        assert_eq!(declined.reason, "the last day of the demand was 2027-02-05");
        let mut officer = fixture.trade(Role::PromotionOfficer, "province:51");
        let over = show(&mut officer, &demand).await;
        assert_eq!(over.state(), proto::DemandState::Expired);
        let listed = async |state: proto::DemandState| {
            let mut officer = fixture.trade(Role::PromotionOfficer, "province:51");
            let request = proto::ListDemandsRequest {
                state: state.into(),
                criteria_set: 9,
                province_code: "51".to_owned(),
                ..Default::default()
            };
            let listed = officer.list_demands(request).await.unwrap();
            listed.into_inner().demands.len()
        };
        assert_eq!(listed(proto::DemandState::Expired).await, 1);
        assert_eq!(listed(proto::DemandState::Open).await, 0);
        let late = proto::OpenDemandRequest {
            request_id: id(51),
            demand: Some(for_tet(&partner)),
        };
        let refused = officer.open_demand(late).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "DEMAND_EXPIRED");
    }
);

on_both_engines!(
    offers_accepted_at_once_never_exceed_what_is_asked,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let partner = fixture.supermarket().await;
        let mut buyer = fixture.trade(Role::Partner, &format!("partner:{}", partner.id));
        let demand = open(&mut buyer, 50, for_tet(&partner)).await;
        let mut offers = Vec::new();
        for (product, _, vnd) in SAUCES {
            offers.push(offer(&fixture, &demand, product, (900, false, vnd)).await);
        }
        let answers = offers.iter().zip(70_u128..).map(|(offer, n)| {
            let mut buyer = fixture.trade(Role::Partner, &format!("partner:{}", partner.id));
            let request = accept(n, offer, 0);
            async move { buyer.accept_trade_offer(request).await.is_ok() }
        });
        let accepted = futures::future::join_all(answers).await;
        assert_eq!(accepted.iter().filter(|accepted| **accepted).count(), 2);
        assert_eq!(show(&mut buyer, &demand).await.agreed_quantity, 1_800);
        // The third is taken when it is meant.
        let asked = proto::ListDemandOffersRequest {
            demand_id: demand.id.clone(),
            state: proto::TradeOfferState::Offered.into(),
            ..Default::default()
        };
        let waiting = buyer.list_demand_offers(asked).await.unwrap().into_inner();
        let [third] = waiting.trade_offers.as_slice() else {
            panic!("{waiting:?}");
        };
        let meant = proto::AcceptTradeOfferRequest {
            more_than_asked: true,
            ..accept(79, third, 0)
        };
        buyer.accept_trade_offer(meant).await.unwrap();
        let full = show(&mut buyer, &demand).await;
        assert_eq!(
            (full.agreed_quantity, full.state()),
            (2_700, proto::DemandState::Fulfilled)
        );
    }
);
