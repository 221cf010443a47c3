//! Verifying by names, through the rpc.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;

use crate::certificates::import;
use crate::fixture::{Fixture, refusal};

/// What anybody finds by names.
async fn named(
    fixture: &Fixture,
    product: &str,
    producer: &str,
    as_of: &str,
) -> proto::VerifyByNameResponse {
    let request = proto::VerifyByNameRequest {
        product_name: product.to_owned(),
        producer_name: producer.to_owned(),
        province_code: String::new(),
        as_of: as_of.to_owned(),
    };
    let answer = fixture.anybody().verify_by_name(request).await;
    answer.unwrap().into_inner()
}

on_both_engines!(
    a_consumer_without_a_code_learns_by_names_what_is_certified_and_what_the_producer_holds,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(30, "21364").await;
        let mut office = fixture.certificates(Role::OcopOffice);
        for (n, product) in products.iter().enumerate() {
            // The last two ran out long ago.
            let date = if n < 28 { "2025-08-01" } else { "2020-07-14" };
            let old = import(0x100 + n as u128, product, 3, date);
            office.import_certificate(old).await.unwrap();
        }
        // Parts of words, in any order, without accents, with y for i.
        let answer = named(&fixture, "so 28 MAM nuo", "huinh sa", "").await;
        assert_eq!(answer.found.len(), 1);
        let verdict = &answer.found[0];
        assert_eq!(verdict.standing(), proto::Standing::Valid);
        assert_eq!(
            verdict.certificate.as_ref().unwrap().product_id,
            products[27]
        );
        let (producer, held) = (&answer.producers[0], &answer.producers[0].held);
        assert_eq!(producer.producer_name, "HTX Nước mắm Sa Huỳnh");
        assert_eq!((held.len(), producer.more_held), (20, true));
        let names: Vec<&str> = held.iter().map(|held| held.product_name.as_str()).collect();
        assert_eq!(
            names[..3],
            ["Nước mắm số 1", "Nước mắm số 10", "Nước mắm số 11"]
        );
        assert!(held.iter().all(|held| held.imported));
        // What is certified no more is said so.
        let expired = named(&fixture, "nước mắm số 29", "", "").await;
        assert_eq!(expired.found[0].standing(), proto::Standing::Expired);
        assert_eq!(expired.producers[0].held.len(), 20);
        let then = named(&fixture, "nước mắm số 29", "", "2021-01-01").await;
        assert_eq!(then.found[0].standing(), proto::Standing::Valid);
        assert_eq!(then.producers[0].held.len(), 2);
        // What X does not have, and what it does have.
        let other = named(&fixture, "kẹo gương", "Sa Huỳnh", "").await;
        assert!(other.found.is_empty());
        assert_eq!(other.producers[0].held.len(), 20);
        let of_producer = named(&fixture, "", "Sa Huỳnh", "").await;
        assert_eq!(
            (of_producer.found.len(), of_producer.producers.len()),
            (0, 1)
        );
        let nobody = named(&fixture, "", "Cà Ná", "").await;
        assert_eq!(
            nobody,
            proto::VerifyByNameResponse {
                as_of: "2026-11-20".to_owned(),
                ..Default::default()
            }
        );
        // Names that say little are answered with little.
        let many = named(&fixture, "nuoc mam", "", "").await;
        assert_eq!((many.found.len(), many.more_found), (20, true));

        for (product, producer, field) in [
            ("", " ", "product_name"),
            ("a", "", "product_name"),
            ("nuoc", "(-)", "producer_name"),
        ] {
            let request = proto::VerifyByNameRequest {
                product_name: product.to_owned(),
                producer_name: producer.to_owned(),
                ..Default::default()
            };
            let refused = fixture.anybody().verify_by_name(request).await.unwrap_err();
            assert_eq!(refusal(&refused).1, [field]);
        }
    }
);
