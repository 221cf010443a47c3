//! What is said of a product by the id of a record that was merged: it goes to the record that is kept, and what was said
//! before is found there.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::promotion::v1 as proto;

use super::{described, leads, merged};
use crate::fixture::{Fixture, id, of_product};
use crate::trade::amount;
use crate::{campaign, sales, sales_point};

on_both_engines!(
    what_is_reported_agreed_and_shown_by_the_id_of_a_merged_record_is_of_the_product_that_is_kept,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        for n in [1, 2] {
            fixture
                .publish_product("registered", 1, &described(n))
                .await;
            let given = of_product(n, 10 + n, 3, "2026-06-15");
            fixture.publish_certificate("issued", 1, given).await;
            fixture.listing(n, proto::ListingState::Open, 3).await;
        }
        let mut office = fixture.sales(Role::Producer, &format!("producer:{}", id(7)));
        let before = sales::report(60, 1, "2026-09", 10_000_000);
        office.report_sales(before).await.unwrap();
        merged(&fixture, 1, 2).await;
        leads(&fixture, 1, 2).await;

        let after = sales::report(61, 1, "2026-10", 20_000_000);
        let reported = office.report_sales(after).await.unwrap().into_inner();
        assert_eq!(reported.sales_report.unwrap().product_id, id(2));
        let corrected = proto::ReportSalesRequest {
            reason: "Cộng nhầm".to_owned(),
            ..sales::report(62, 2, "2026-09", 12_000_000)
        };
        office.report_sales(corrected).await.unwrap();
        for product in [1, 2] {
            let (mut months, mut page_token) = (Vec::new(), String::new());
            loop {
                let request = proto::ListSalesReportsRequest {
                    page_size: 1,
                    page_token,
                    product_id: id(product),
                    ..Default::default()
                };
                let page = office.list_sales_reports(request).await.unwrap();
                let page = page.into_inner();
                let listed = page.sales_reports.into_iter();
                months.extend(listed.map(|one| (one.month, one.sales.unwrap().sales_vnd)));
                page_token = page.next_page_token;
                if page_token.is_empty() {
                    break;
                }
            }
            let expected = [("2026-09", 12_000_000), ("2026-10", 20_000_000)];
            assert_eq!(months, expected.map(|(month, vnd)| (month.to_owned(), vnd)));
        }

        let partner = fixture.supermarket().await;
        let mut trade = fixture.trade(Role::PromotionOfficer, "province:51");
        let deal = proto::RecordTradeDealRequest {
            request_id: id(63),
            partner_id: partner.id.clone(),
            product_id: id(1),
            volume: Some(amount(600, "lít")),
            price_vnd: 95_000,
            from_date: "2026-12-01".to_owned(),
            to_date: "2027-05-31".to_owned(),
            agreed_on: "2026-11-20".to_owned(),
            document_number: "07/BB-KNCC".to_owned(),
        };
        let recorded = trade.record_trade_deal(deal).await.unwrap().into_inner();
        assert_eq!(recorded.trade_deal.unwrap().product_id, id(2));

        let mut campaigns = fixture.campaigns(Role::PromotionOfficer, "province:51");
        let fair = campaign::plan(&mut campaigns).await;
        let admit = campaign::admit(64, &fair.id, &[1, 2]);
        campaigns.admit_participant(admit).await.unwrap();
        let request = proto::GetCampaignRequest { id: fair.id };
        let fair = campaigns.get_campaign(request).await.unwrap();
        let fair = fair.into_inner().campaign.unwrap();
        assert_eq!(fair.participants[0].product_ids, [id(2)]);

        let mut points = fixture.sales_points(Role::PromotionOfficer, "province:51");
        let here = (15.3, 108.75);
        let shop = sales_point::shop("Điểm OCOP", "retail", here);
        let shop = sales_point::register(&mut points, 65, shop).await;
        let shown = vec![sales_point::showing(1), sales_point::showing(2)];
        sales_point::show(&mut points, 66, &shop.id, shown).await;
        for product in [1, 2] {
            let request = proto::FindSalesPointsRequest {
                location: Some(proto::GeoPoint {
                    latitude: here.0,
                    longitude: here.1,
                }),
                product_id: id(product),
                ..Default::default()
            };
            let found = points
                .find_sales_points(request)
                .await
                .unwrap()
                .into_inner();
            assert_eq!(found.found.len(), 1);
        }
        let request = proto::GetSalesPointRequest {
            id: shop.id,
            ..Default::default()
        };
        let seen = points.get_sales_point(request).await.unwrap().into_inner();
        let products = seen.sales_point.unwrap().products;
        let products: Vec<&str> = products.iter().map(|one| one.product_id.as_str()).collect();
        assert_eq!(products, [id(2)]);
    }
);
