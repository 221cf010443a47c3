//! Producers and products that the catalog found to be registered twice.

mod producers;
mod products;

use ocop_chassis::messaging::Event;
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::fixture::{Fixture, id, in_commune, product_id};
use crate::procedure::decision;

/// Has the catalog say that the n-th product was merged into another, as the second event of it.
pub(crate) async fn merged_product(fixture: &Fixture, n: u128, into: &str) {
    let fact = catalog::ProductFact {
        id: product_id(n),
        name: format!("Nước mắm số {n}"),
        criteria_set: 9,
        place: Some(in_commune("21364")),
        producer_id: id(0xC0),
        producer_name: "HTX Nước mắm Sa Huỳnh".to_owned(),
        active: false,
        merged_into: into.to_owned(),
        ..Default::default()
    };
    let data = serde_json::to_vec(&fact).unwrap();
    say(fixture, "product", (fact.id.parse().unwrap(), 2), data).await;
}

/// Has the catalog say that a producer was merged into another, as the event of it with this version.
pub(crate) async fn merged_producer(
    fixture: &Fixture,
    version: u64,
    absorbed: &catalog::ProducerFact,
) {
    let data = serde_json::to_vec(absorbed).unwrap();
    say(
        fixture,
        "producer",
        (absorbed.id.parse().unwrap(), version),
        data,
    )
    .await;
}

async fn say(fixture: &Fixture, aggregate: &str, (id, version): (Uuid, u64), data: Vec<u8>) {
    let event = Event {
        id: Uuid::from_u128(0xE2_0000 + (id.as_u128() & 0xFFFF) + (u128::from(version) << 64)),
        kind: format!("ocop.catalog.{aggregate}.merged.v1"),
        aggregate_type: aggregate.to_owned(),
        aggregate_id: id,
        version,
        time: "2026-06-02T08:00:00Z".parse().unwrap(),
        snapshot: false,
        traceparent: String::new(),
        subject: format!("ocop.catalog.v1.{aggregate}.merged.51"),
        data,
    };
    fixture.publish(event).await;
}

/// Takes a certificate of three stars over; its code ends in the number of the request.
async fn import(fixture: &Fixture, n: u128, product: &str, date: &str) -> proto::Certificate {
    let request = proto::ImportCertificateRequest {
        request_id: id(n),
        product_id: product.to_owned(),
        star: 3,
        decision: Some(decision(date)),
        product_code: format!("51-533-21364-{n}-2024"),
        ..Default::default()
    };
    let mut office = fixture.certificates(Role::OcopOffice);
    let answer = office.import_certificate(request).await.unwrap();
    answer.into_inner().certificate.unwrap()
}
