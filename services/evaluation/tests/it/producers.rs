//! What the catalog says of producers.

use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;

use crate::fixture::{Fixture, id};
use crate::procedure::decision;

/// A fact of the producer of every product of the fixture.
pub(crate) fn sa_huynh(name: &str) -> catalog::ProducerFact {
    catalog::ProducerFact {
        id: id(0xC0),
        name: name.to_owned(),
        kind: catalog::ProducerKind::Cooperative.into(),
        place: Some(catalog::PlaceFact {
            code: "534".to_owned(),
            province_code: "51".to_owned(),
            ..Default::default()
        }),
        representative_sex: catalog::Sex::Female.into(),
        value_chain: catalog::ValueChain::Circular.into(),
        stable_raw_material: true,
        ..Default::default()
    }
}

on_both_engines!(
    a_producers_new_name_stands_on_its_next_certificate,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.producer(1, &sa_huynh("HTX Sa Huỳnh mới")).await;
        let mut office = fixture.certificates(Role::OcopOffice);
        // Each try is another product: a certificate keeps the name it was given under.
        let mut tries = 0;
        eventually("a certificate bears the new name", async || {
            tries += 1;
            let product = fixture.product(tries, 9, ("524", "Bình Sơn")).await;
            let request = proto::ImportCertificateRequest {
                request_id: id(tries),
                product_id: product,
                star: 3,
                decision: Some(decision("2025-02-03")),
                ..Default::default()
            };
            let answer = office.import_certificate(request).await.unwrap();
            let certificate = answer.into_inner().certificate.unwrap();
            (certificate.producer_name == "HTX Sa Huỳnh mới").then_some(())
        })
        .await;
    }
);
