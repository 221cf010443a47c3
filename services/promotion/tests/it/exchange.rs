//! What e-commerce floors ask for, through the rpcs.

use chrono::{DateTime, TimeDelta, Utc};
use ocop_harness::on_both_engines;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::exchange_service_client::ExchangeServiceClient;
use serde_json::Value;
use tonic::transport::Channel;

use crate::fixture::{Fixture, certificate, id, of_product, revoked};

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
