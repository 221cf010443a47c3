//! Producers that the catalog found to be registered twice: what names the record that was merged follows to the one that is
//! kept, and both ids are answered alike.

use ocop_harness::{eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::promotion::v1 as proto;

use crate::demand::{accept, certified, for_tet, offer, open, producer};
use crate::fixture::{Fixture, Trade, fish_sauce, id};
use crate::trade::amount;
use crate::{campaign, sales};

/// Has the catalog say that the producer of a product was merged into that of another.
async fn merged(fixture: &Fixture, product: u128, into: u128) {
    let fact = |merged_into: String| catalog::ProducerFact {
        id: id(producer(product)),
        name: format!("Cơ sở nước mắm {product}"),
        merged_into,
        ..Default::default()
    };
    fixture
        .publish_producer("registered", 1, &fact(String::new()))
        .await;
    let told = fact(id(producer(into)));
    fixture.publish_producer("merged", 2, &told).await;
}

/// Waits until the listing of a product is that of a producer.
async fn made_by(fixture: &Fixture, product: u128, producer: u128) {
    eventually("the listing to follow its producer", async || {
        let request = proto::GetListingRequest { id: id(product) };
        let found = fixture.listings().get_listing(request).await.unwrap();
        let maker = found.into_inner().listing.unwrap().producer_id;
        (maker == id(producer)).then_some(()).ok_or(maker)
    })
    .await;
}

/// Records a deal about a product that was agreed elsewhere.
async fn agree(office: &mut Trade, n: u128, partner: &str, product: u128) -> proto::TradeDeal {
    let request = proto::RecordTradeDealRequest {
        request_id: id(n),
        partner_id: partner.to_owned(),
        product_id: id(product),
        volume: Some(amount(600, "lít")),
        price_vnd: 95_000,
        from_date: "2026-12-01".to_owned(),
        to_date: "2027-05-31".to_owned(),
        agreed_on: "2026-11-20".to_owned(),
        document_number: format!("{n}/BB-KNCC"),
    };
    let recorded = office.record_trade_deal(request).await.unwrap();
    recorded.into_inner().trade_deal.unwrap()
}

/// A session of today.
async fn session(office: &mut Trade) -> String {
    let plan = proto::PlanTradeSessionRequest {
        request_id: id(150),
        trade_session: Some(proto::TradeSession {
            province_code: "51".to_owned(),
            name: "Hội nghị kết nối cung cầu 2026".to_owned(),
            venue: "Trung tâm hội nghị tỉnh".to_owned(),
            organiser: "Sở Công Thương".to_owned(),
            held_on: "2026-11-20".to_owned(),
            ..Default::default()
        }),
    };
    let planned = office.plan_trade_session(plan).await.unwrap();
    planned.into_inner().trade_session.unwrap().id
}

async fn meet(
    office: &mut Trade,
    n: u128,
    (session, partner): (&str, &str),
    (product, note, deal): (u128, &str, &str),
) {
    let request = proto::RecordTradeMeetingRequest {
        request_id: id(n),
        trade_session_id: session.to_owned(),
        meeting: Some(proto::TradeMeeting {
            partner_id: partner.to_owned(),
            producer_id: id(producer(product)),
            outcome: proto::TradeMeetingOutcome::Deal.into(),
            note: note.to_owned(),
            deal_ids: vec![deal.to_owned()],
            ..Default::default()
        }),
    };
    office.record_trade_meeting(request).await.unwrap();
}

on_both_engines!(
    what_names_a_merged_producer_is_of_the_one_that_is_kept_and_both_ids_are_answered_alike,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        let partner = fixture.supermarket().await;
        let mut office = fixture.trade(Role::PromotionOfficer, "province:51");
        let scope = format!("partner:{}", partner.id);
        let mut buyer = fixture.trade(Role::Partner, &scope);
        let demand = open(&mut buyer, 100, for_tet(&partner)).await;
        let waiting = offer(&fixture, &demand, 1, (600, false, 95_000)).await;
        let taken = offer(&fixture, &demand, 2, (400, false, 110_000)).await;
        buyer
            .accept_trade_offer(accept(101, &taken, 400))
            .await
            .unwrap();
        let first = agree(&mut office, 102, &partner.id, 1).await;
        let second = agree(&mut office, 103, &partner.id, 2).await;
        let held = session(&mut office).await;
        let both = (held.as_str(), partner.id.as_str());
        meet(&mut office, 104, both, (1, "Chai thuỷ tinh", &first.id)).await;
        meet(&mut office, 105, both, (2, "Giao tháng Chạp", &second.id)).await;

        let mut officer = fixture.campaigns(Role::PromotionOfficer, "province:51");
        let fair = campaign::plan(&mut officer).await;
        for product in [1, 2] {
            let admit = proto::AdmitParticipantRequest {
                producer_id: id(producer(product)),
                ..campaign::admit(110 + product, &fair.id, &[product])
            };
            officer.admit_participant(admit).await.unwrap();
            let there = proto::RecordAttendanceRequest {
                producer_id: id(producer(product)),
                ..campaign::attended(120 + product, &fair.id, 5_000_000)
            };
            officer.record_attendance(there).await.unwrap();
        }
        let scope = format!("producer:{}", id(producer(1)));
        let mut maker = fixture.sales(Role::Producer, &scope);
        let month = sales::report(130, 1, "2026-09", 10_000_000);
        maker.report_sales(month).await.unwrap();

        merged(&fixture, 1, 2).await;
        made_by(&fixture, 1, producer(2)).await;

        // The record that was merged is not one that may call any more.
        let month = sales::report(131, 1, "2026-10", 10_000_000);
        let refused = maker.report_sales(month).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        let scope = format!("producer:{}", id(producer(2)));
        let mut kept = fixture.trade(Role::Producer, &scope);
        let mut partners = fixture.partners(Role::Producer, &scope);
        let mut answers = Vec::new();
        for product in [1, 2] {
            let request = proto::ListProducerOffersRequest {
                producer_id: id(producer(product)),
                ..Default::default()
            };
            let offers = kept.list_producer_offers(request).await.unwrap();
            let request = proto::ListProducerDealsRequest {
                producer_id: id(producer(product)),
                ..Default::default()
            };
            let deals = kept.list_producer_deals(request).await.unwrap();
            let request = proto::ListProducerMatchesRequest {
                producer_id: id(producer(product)),
                ..Default::default()
            };
            let matches = partners.list_producer_matches(request).await.unwrap();
            let request = proto::ListNearMissesRequest {
                producer_id: id(producer(product)),
                ..Default::default()
            };
            let misses = partners.list_near_misses(request).await.unwrap();
            answers.push((
                offers.into_inner().trade_offers,
                deals.into_inner().trade_deals,
                matches.into_inner().matches,
                misses.into_inner(),
            ));
        }
        assert_eq!(answers[0], answers[1]);
        let (offers, deals, matches, _) = &answers[0];
        let makers = offers.iter().map(|one| &one.producer_id);
        let makers = makers.chain(deals.iter().map(|one| &one.producer_id));
        assert!(makers.clone().all(|maker| *maker == id(producer(2))));
        assert_eq!((offers.len(), deals.len(), matches.len()), (2, 3, 2));
        assert!(offers.iter().any(|offer| offer.id == waiting.id));

        let request = proto::GetTradeSessionRequest { id: held.clone() };
        let seen = office.get_trade_session(request).await.unwrap();
        let meetings = seen.into_inner().trade_session.unwrap().meetings;
        let [meeting] = meetings.as_slice() else {
            panic!("{meetings:?}")
        };
        assert_eq!(meeting.producer_id, id(producer(2)));
        assert_eq!(meeting.note, "Giao tháng Chạp; Chai thuỷ tinh");
        assert_eq!(meeting.deal_ids, [second.id, first.id.clone()]);
        // What is said by the former id goes to the one that is kept.
        meet(&mut office, 140, both, (1, "Hai đợt", &first.id)).await;
        let correction = proto::RecordAttendanceRequest {
            producer_id: id(producer(1)),
            ..campaign::attended(141, &fair.id, 12_000_000)
        };
        let request = proto::GetCampaignRequest { id: fair.id };
        let seen = officer.get_campaign(request.clone()).await.unwrap();
        let there = seen.into_inner().campaign.unwrap().participants;
        let [participant] = there.as_slice() else {
            panic!("{there:?}")
        };
        assert_eq!(participant.producer_id, id(producer(2)));
        assert_eq!(participant.product_ids, [id(2), id(1)]);
        let outcome = participant.outcome.as_ref().unwrap();
        assert_eq!((outcome.sales_vnd, outcome.contracts), (10_000_000, 4));
        officer.record_attendance(correction).await.unwrap();
        let seen = officer.get_campaign(request).await.unwrap();
        let there = seen.into_inner().campaign.unwrap().participants;
        assert_eq!(there.len(), 1);
        assert_eq!(there[0].outcome.as_ref().unwrap().sales_vnd, 12_000_000);

        let mut maker = fixture.sales(Role::Producer, &scope);
        let request = proto::ListSalesReportsRequest {
            product_id: id(1),
            ..Default::default()
        };
        let reports = maker.list_sales_reports(request).await.unwrap();
        let reports = reports.into_inner().sales_reports;
        assert_eq!(reports[0].producer_id, id(producer(2)));
    }
);

on_both_engines!(
    what_is_heard_late_of_a_merged_producer_is_of_the_one_that_is_kept,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        certified(&fixture).await;
        // The second merge is heard before the first.
        merged(&fixture, 2, 3).await;
        merged(&fixture, 1, 2).await;
        made_by(&fixture, 1, producer(3)).await;
        made_by(&fixture, 2, producer(3)).await;
        let late = catalog::ProductFact {
            producer_id: id(producer(1)),
            producer_name: "Cơ sở nước mắm 1".to_owned(),
            brand: "Mười Quý".to_owned(),
            ..fish_sauce()
        };
        fixture.publish_product("updated", 2, &late).await;
        eventually("the late description to be known", async || {
            let request = proto::GetListingRequest { id: id(1) };
            let found = fixture.listings().get_listing(request).await.unwrap();
            let listing = found.into_inner().listing.unwrap();
            if listing.brand.is_empty() {
                return Err("not yet".to_owned());
            }
            assert_eq!(listing.producer_id, id(producer(3)));
            Ok(())
        })
        .await;
    }
);
