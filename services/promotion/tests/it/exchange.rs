//! What e-commerce floors ask for, through the rpcs.

use chrono::{DateTime, TimeDelta, Utc};
use ocop_harness::{eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::exchange_service_client::ExchangeServiceClient;
use serde_json::Value;
use tonic::transport::Channel;

use crate::fixture::{Fixture, certificate, id, of_product, revoked};
use crate::trade::amount;

type Floor = ExchangeServiceClient<Channel>;

async fn changed(floor: &mut Floor, since: Option<DateTime<Utc>>) -> Vec<(String, i32)> {
    let request = proto::ListChangedListingsRequest {
        changed_since: since.map(ocop_chassis::grpc::timestamp),
        ..Default::default()
    };
    let listed = floor.list_changed_listings(request).await.unwrap();
    let listings = listed.into_inner().listings.into_iter();
    listings
        .map(|listing| (listing.id, listing.state))
        .collect()
}

async fn markup(floor: &mut Floor) -> Value {
    let request = proto::GetProductMarkupRequest { id: id(1) };
    let found = floor.get_product_markup(request).await.unwrap();
    serde_json::from_str(&found.into_inner().json_ld).unwrap()
}

on_both_engines!(
    a_floor_hears_of_what_changed_and_shows_a_certificate_only_while_it_is_valid,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let given = certificate(11, 4, "2026-06-15");
        fixture
            .publish_certificate("issued", 1, given.clone())
            .await;
        fixture.listing(1, proto::ListingState::Open, 4).await;
        fixture
            .publish_certificate("issued", 1, of_product(2, 12, 3, "2026-06-15"))
            .await;
        fixture.listing(2, proto::ListingState::Open, 3).await;
        let mut floor = ExchangeServiceClient::new(fixture.service.channel());
        assert_eq!(changed(&mut floor, None).await.len(), 2);
        let shown = markup(&mut floor).await;
        assert_eq!(shown["@type"], "Product");
        assert_eq!(shown["award"], "OCOP 4 sao");
        assert_eq!(shown["hasCertification"]["expires"], "2029-06-14");

        fixture.service.clock.advance(TimeDelta::minutes(1));
        let since = fixture.service.clock.now();
        assert!(changed(&mut floor, Some(since)).await.is_empty());
        let gone = revoked(given, "2026-11-18");
        fixture.publish_certificate("revoked", 2, gone).await;
        fixture.listing(1, proto::ListingState::Suspended, 4).await;
        let suspended = (id(1), proto::ListingState::Suspended.into());
        assert_eq!(changed(&mut floor, Some(since)).await, [suspended]);
        let shown = markup(&mut floor).await;
        assert_eq!(shown["award"], Value::Null);
        assert_eq!(shown["hasCertification"], Value::Null);
    }
);

on_both_engines!(
    a_floor_gets_pictures_capacity_and_the_link_by_which_a_product_is_traced,
    async |url: String| {
        let addresses = ("feed.picture_url", "https://ocop.example/pictures/{sha256}");
        let fixture = Fixture::with(&url, &[addresses]).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 4, "2026-06-15"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 4).await;
        let picture = catalog::ProductFile {
            kind: catalog::ProductFileKind::Picture.into(),
            sha256: "ab".repeat(32),
            media_type: "image/jpeg".to_owned(),
            ..Default::default()
        };
        let fact = catalog::ProductFact {
            id: id(1),
            name: "Nước mắm Mười Quý".to_owned(),
            criteria_set: 9,
            producer_id: id(7),
            producer_name: "Cơ sở nước mắm Mười Quý".to_owned(),
            place: Some(catalog::PlaceFact {
                code: "21040".to_owned(),
                name: "Bình Sơn".to_owned(),
                province_code: "51".to_owned(),
                province_name: "Quảng Ngãi".to_owned(),
                ..Default::default()
            }),
            active: true,
            gtin: "8938505974194".to_owned(),
            capacity_per_month: Some(catalog::Amount {
                quantity: 2_000,
                unit: "chai".to_owned(),
            }),
            files: vec![picture.clone()],
            ..Default::default()
        };
        fixture.publish_product("registered", 1, &fact).await;
        let mut floor = ExchangeServiceClient::new(fixture.service.channel());
        let traced = "https://id.gs1.org/01/08938505974194";
        let carried = eventually("what the catalog says of it", async || {
            let request = proto::ListChangedListingsRequest::default();
            let listed = floor.list_changed_listings(request).await.unwrap();
            let listing = listed.into_inner().listings.remove(0);
            if listing.trace_url == traced {
                Ok(listing)
            } else {
                Err(listing.trace_url)
            }
        })
        .await;
        assert_eq!(carried.files, [picture]);
        let pictured = format!("https://ocop.example/pictures/{}", "ab".repeat(32));
        assert_eq!(carried.picture_urls, [pictured.as_str()]);
        assert_eq!(carried.capacity_per_month.unwrap().quantity, 2_000);
        let shown = markup(&mut floor).await;
        assert_eq!(shown["sameAs"], traced);
        assert_eq!(shown["image"], serde_json::json!([pictured]));
    }
);

on_both_engines!(
    a_floor_hears_how_much_there_is_until_nobody_knows_any_more,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture
            .publish_certificate("issued", 1, certificate(11, 4, "2026-06-15"))
            .await;
        fixture.listing(1, proto::ListingState::Open, 4).await;
        let maker = format!("producer:{}", id(7));
        let own = |scope: &str| {
            let bearer = fixture.service.bearer("hoa", Role::Producer, scope);
            ExchangeServiceClient::with_interceptor(fixture.service.channel(), bearer)
        };
        let stock = |n: u128, quantity: u64, on_date: &str| proto::ReportStockRequest {
            request_id: id(n),
            product_id: id(1),
            amount: Some(amount(quantity, "chai")),
            on_date: on_date.to_owned(),
        };
        let mut floor = ExchangeServiceClient::new(fixture.service.channel());
        assert!(markup(&mut floor).await["offers"].is_null());

        fixture.service.clock.advance(TimeDelta::minutes(1));
        let since = fixture.service.clock.now();
        let said = own(&maker).report_stock(stock(20, 240, "2026-11-18")).await;
        let said = said.unwrap().into_inner();
        let expected = proto::ProductStock {
            amount: Some(amount(240, "chai")),
            on_date: "2026-11-18".to_owned(),
            counts_to: "2026-12-18".to_owned(),
        };
        assert_eq!(said.stock.as_ref(), Some(&expected));
        let open = (id(1), proto::ListingState::Open.into());
        assert_eq!(changed(&mut floor, Some(since)).await, [open]);
        let listing = fixture.listing(1, proto::ListingState::Open, 4).await;
        assert_eq!((listing.stock, listing.etag), (said.stock, said.etag));
        let shown = markup(&mut floor).await;
        assert_eq!(
            shown["offers"]["availability"],
            "https://schema.org/InStock"
        );
        assert_eq!(shown["offers"]["inventoryLevel"]["value"], 240);

        for (n, scope, on_date, reason) in [
            (21, maker.as_str(), "2026-11-21", "STOCK_IN_FUTURE"),
            (22, maker.as_str(), "2026-10-20", "STOCK_TOO_OLD"),
            (23, maker.as_str(), "2026-11-17", "STOCK_SAID_LATER"),
            (24, "producer:8", "2026-11-19", "OUT_OF_SCOPE"),
        ] {
            let refused = own(scope).report_stock(stock(n, 1, on_date)).await;
            assert_eq!(reason_of(&refused.unwrap_err()).0, reason);
        }
        own(&maker).report_stock(stock(25, 0, "")).await.unwrap();
        let shown = markup(&mut floor).await;
        assert_eq!(
            shown["offers"]["availability"],
            "https://schema.org/OutOfStock"
        );
        // 30 days later it is not known any more.
        fixture.service.clock.advance(TimeDelta::days(30));
        let listing = fixture.listing(1, proto::ListingState::Open, 4).await;
        assert_eq!(listing.stock.unwrap().counts_to, "2026-12-20");
        fixture.service.clock.advance(TimeDelta::days(1));
        let listing = fixture.listing(1, proto::ListingState::Open, 4).await;
        assert_eq!(listing.stock, None);
        assert!(markup(&mut floor).await["offers"].is_null());
    }
);
