//! Reported sales through the rpcs, and what changed with certificates and campaigns.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::promotion::v1 as proto;

use crate::fixture::{Fixture, Sales, id, of_product};
use crate::trade::amount;

/// The producer of the fixture's certificates.
const PRODUCER: u128 = 7;

/// A first recognition in June 2026.
async fn recognised(fixture: &Fixture, product: u128, star: u32) {
    let given = evaluation::Certificate {
        kind: evaluation::CertificateKind::First.into(),
        ..of_product(product, 10 + product, star, "2026-06-15")
    };
    fixture.publish_certificate("issued", 1, given).await;
    fixture
        .listing(product, proto::ListingState::Open, star)
        .await;
}

pub(crate) fn report(
    n: u128,
    product: u128,
    month: &str,
    sales_vnd: u64,
) -> proto::ReportSalesRequest {
    proto::ReportSalesRequest {
        request_id: id(n),
        product_id: id(product),
        month: month.to_owned(),
        sales: Some(proto::Sales {
            sales_vnd,
            modern_channel_vnd: sales_vnd / 4,
            volume: Some(amount(sales_vnd / 100_000, "lít")),
        }),
        reason: String::new(),
    }
}

/// Reports millions of so many months from a first one on; `None` is not reported.
async fn months(
    producer: &mut Sales,
    n: u128,
    product: u128,
    first: u32,
    millions: &[Option<u64>],
) {
    for ((month, sold), n) in (first..).zip(millions).zip(n..) {
        if let Some(sold) = sold {
            let month = format!("2026-{month:02}");
            let request = report(n, product, &month, sold * 1_000_000);
            producer.report_sales(request).await.unwrap();
        }
    }
}

fn certificates(months: u32) -> proto::GetEffectRequest {
    proto::GetEffectRequest {
        occasion: proto::EffectOccasion::Certificate.into(),
        months,
        province_code: "51".to_owned(),
        ..Default::default()
    }
}

on_both_engines!(
    sales_are_reported_by_month_and_put_right_with_the_old_value_kept,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        recognised(&fixture, 1, 3).await;
        let mut producer = fixture.sales(Role::Producer, &format!("producer:{}", id(PRODUCER)));
        months(&mut producer, 50, 1, 9, &[Some(30), Some(40)]).await;
        let right = report(60, 1, "2026-10", 44_000_000);
        let refused = producer.report_sales(right.clone()).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "REASON_MISSING");
        let right = proto::ReportSalesRequest {
            request_id: id(61),
            reason: "Sót hoá đơn".to_owned(),
            ..right
        };
        let corrected = producer.report_sales(right).await.unwrap().into_inner();
        let corrected = corrected.sales_report.unwrap();
        let [before] = corrected.corrections.as_slice() else {
            panic!("{corrected:?}");
        };
        assert_eq!(before.before.as_ref().unwrap().sales_vnd, 40_000_000);
        assert_eq!(
            (before.reason.as_str(), before.corrected_on.as_str()),
            ("Sót hoá đơn", "2026-11-20")
        );

        let asked = proto::ListSalesReportsRequest {
            product_id: id(1),
            page_size: 1,
            ..Default::default()
        };
        let first = producer
            .list_sales_reports(asked.clone())
            .await
            .unwrap()
            .into_inner();
        assert_eq!(first.sales_reports[0].month, "2026-09");
        let next = proto::ListSalesReportsRequest {
            page_token: first.next_page_token,
            ..asked.clone()
        };
        let second = producer
            .list_sales_reports(next)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(second.sales_reports, [corrected]);
        assert_eq!(second.next_page_token, "");

        let mut stranger = fixture.sales(Role::Producer, &format!("producer:{}", id(8)));
        let refused = stranger.list_sales_reports(asked).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        let refused = stranger
            .report_sales(report(62, 1, "2026-11", 1))
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        let future = producer
            .report_sales(report(63, 1, "2026-12", 1))
            .await
            .unwrap_err();
        assert_eq!(reason_of(&future).0, "MONTH_NOT_COME");
        let mut much = report(64, 1, "2026-11", 1_000);
        much.sales.as_mut().unwrap().modern_channel_vnd = 1_001;
        let refused = producer.report_sales(much).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "MODERN_SALES_ABOVE_ALL");
        let wrong = proto::ReportSalesRequest {
            month: "2026-13".to_owned(),
            sales: None,
            ..report(65, 1, "", 0)
        };
        let fields = reason_of(&producer.report_sales(wrong).await.unwrap_err()).1;
        assert_eq!(fields, ["month", "sales"]);
    }
);

on_both_engines!(
    the_effect_of_certificates_is_what_a_count_by_hand_gives,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        for (product, star) in [(1, 3), (2, 3), (3, 4), (4, 3)] {
            recognised(&fixture, product, star).await;
        }
        let mut producer = fixture.sales(Role::Producer, &format!("producer:{}", id(PRODUCER)));
        // April and May before June; July and August after it.
        let all = [
            (1, [Some(10), Some(20), Some(99), Some(20), Some(25)]),
            (2, [Some(3), Some(4), None, Some(4), Some(4)]),
            (3, [Some(0), Some(0), Some(7), Some(2), Some(3)]),
            // August was not reported.
            (4, [Some(1), Some(1), Some(1), Some(1), None]),
        ];
        for (product, millions) in all {
            months(&mut producer, 100 * product, product, 4, &millions).await;
        }
        let partner = fixture.supermarket().await;
        let mut office = fixture.trade(Role::OcopOffice, "province:51");
        let signed = proto::RecordTradeDealRequest {
            request_id: id(900),
            partner_id: partner.id,
            product_id: id(1),
            volume: Some(amount(80, "lít")),
            price_vnd: 100_000,
            from_date: "2026-07-10".to_owned(),
            to_date: "2026-12-31".to_owned(),
            agreed_on: "2026-07-10".to_owned(),
            document_number: "12/HĐ".to_owned(),
        };
        office.record_trade_deal(signed).await.unwrap();

        let mut auditor = fixture.sales(Role::Auditor, "province:51");
        let found = auditor
            .get_effect(certificates(2))
            .await
            .unwrap()
            .into_inner();
        assert!(!found.more_exist);
        let groups: Vec<(u32, u32)> = found
            .groups
            .iter()
            .map(|group| (group.star, group.criteria_set))
            .collect();
        assert_eq!(groups, [(0, 0), (3, 9), (4, 9)]);
        // 37 before and 58 after in three cases of two months each: 6.17, 9.67 and 3.5 millions a month. The middle change is 5
        // in two months. 21 of 37 are 56.76 %; 1/7 and 1/2 have 9/28 between them.
        let expected = proto::EffectFigure {
            cases: 3,
            left_out: 1,
            mean_before_vnd: 6_166_667,
            mean_after_vnd: 9_666_667,
            mean_change_vnd: 3_500_000,
            median_change_vnd: 2_500_000,
            change_hundredths: Some(5_676),
            median_change_hundredths: Some(3_214),
        };
        assert_eq!(found.groups[0].sales, Some(expected));
        let fours = found.groups[2].sales.as_ref().unwrap();
        assert_eq!(
            (fours.cases, fours.left_out, fours.change_hundredths),
            (1, 0, None)
        );
        // One deal of 8 millions after, none before: 8 of four cases in two months.
        let deals = found.groups[0].deals.as_ref().unwrap();
        assert_eq!(
            (deals.cases, deals.mean_change_vnd, deals.median_change_vnd),
            (4, 1_000_000, 0)
        );

        // Six months after June are not over in November.
        let half_a_year = auditor
            .get_effect(certificates(0))
            .await
            .unwrap()
            .into_inner();
        assert_eq!(half_a_year.months, 6);
        let sales = half_a_year.groups[0].sales.as_ref().unwrap();
        assert_eq!(
            (sales.cases, sales.left_out, sales.mean_change_vnd),
            (0, 4, 0)
        );
        let of_a_campaign = proto::GetEffectRequest {
            campaign_id: id(1),
            ..certificates(2)
        };
        let refused = auditor.get_effect(of_a_campaign).await.unwrap_err();
        assert_eq!(reason_of(&refused).1, ["campaign_id"]);
        let upgrades = proto::GetEffectRequest {
            occasion: proto::EffectOccasion::Upgrade.into(),
            ..certificates(2)
        };
        let none = auditor.get_effect(upgrades).await.unwrap().into_inner();
        assert_eq!(none.groups.len(), 1);
        let everywhere = proto::GetEffectRequest {
            province_code: String::new(),
            ..certificates(2)
        };
        let refused = auditor.get_effect(everywhere).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
    }
);

on_both_engines!(
    the_effect_of_a_campaign_counts_what_was_shown_by_who_was_there,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        for product in [1, 2] {
            recognised(&fixture, product, 3).await;
        }
        let mut office = fixture.campaigns(Role::PromotionOfficer, "province:51");
        let plan = proto::PlanCampaignRequest {
            request_id: id(50),
            campaign: Some(proto::Campaign {
                province_code: "51".to_owned(),
                name: "Tuần hàng OCOP".to_owned(),
                kind: proto::CampaignKind::Week.into(),
                reach: proto::CampaignReach::National.into(),
                venue: "Hà Nội".to_owned(),
                organiser: "Sở Công Thương".to_owned(),
                from_date: "2026-09-10".to_owned(),
                to_date: "2026-12-31".to_owned(),
                ..Default::default()
            }),
        };
        let week = office.plan_campaign(plan).await.unwrap().into_inner();
        let week = week.campaign.unwrap();
        let admit = proto::AdmitParticipantRequest {
            request_id: id(51),
            campaign_id: week.id.clone(),
            producer_id: id(PRODUCER),
            product_ids: vec![id(1), id(2)],
        };
        office.admit_participant(admit).await.unwrap();
        let mut producer = fixture.sales(Role::Producer, &format!("producer:{}", id(PRODUCER)));
        months(&mut producer, 100, 1, 8, &[Some(10), None, Some(13)]).await;
        months(&mut producer, 200, 2, 8, &[Some(10), None, Some(12)]).await;
        let mut auditor = fixture.sales(Role::Auditor, "province:51");
        let asked = proto::GetEffectRequest {
            occasion: proto::EffectOccasion::Campaign.into(),
            campaign_id: week.id.clone(),
            ..certificates(1)
        };
        // Who was not there yet does not count.
        let before = auditor
            .get_effect(asked.clone())
            .await
            .unwrap()
            .into_inner();
        assert_eq!(before.groups.len(), 1);
        let there = proto::RecordAttendanceRequest {
            request_id: id(52),
            campaign_id: week.id,
            producer_id: id(PRODUCER),
            outcome: Some(proto::CampaignOutcome {
                sales_vnd: 5_000_000,
                document_number: "15/BB".to_owned(),
                ..Default::default()
            }),
        };
        office.record_attendance(there).await.unwrap();
        let after = auditor.get_effect(asked).await.unwrap().into_inner();
        let all = after.groups[0].sales.as_ref().unwrap();
        assert_eq!(
            (all.cases, all.change_hundredths, all.median_change_vnd),
            (2, Some(2_500), 2_500_000)
        );
    }
);
