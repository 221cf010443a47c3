//! Producers in circular and green chains, as they were on a day.

use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;

use crate::fixture::{Fixture, id};
use crate::procedure::decision;
use crate::producers::sa_huynh;

on_both_engines!(
    producers_in_circular_chains_are_counted_as_they_were_on_the_day_asked_for,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let in_chain = |chain: catalog::ValueChain| catalog::ProducerFact {
            value_chain: chain.into(),
            ..sa_huynh("HTX Sa Huỳnh")
        };
        use catalog::ValueChain::{Circular, Ordinary, Unspecified};
        for (version, time, chain) in [
            (1, "2026-06-01T08:00:00Z", Unspecified),
            // In Viet Nam it is 2 August.
            (2, "2026-08-01T18:00:00Z", Circular),
            (3, "2026-09-10T08:00:00Z", Ordinary),
        ] {
            fixture.producer_at(time, version, &in_chain(chain)).await;
        }
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let import = proto::ImportCertificateRequest {
            request_id: id(1),
            product_id: product,
            star: 3,
            decision: Some(decision("2025-02-03")),
            ..Default::default()
        };
        let mut office = fixture.certificates(Role::OcopOffice);
        office.import_certificate(import).await.unwrap();
        let circular = async |as_of: &str| {
            let request = proto::GetProgressRequest {
                province_code: "51".to_owned(),
                as_of: as_of.to_owned(),
                ..Default::default()
            };
            let answer = fixture.progress_for_anybody().get_progress(request).await;
            answer.unwrap().into_inner().producers.unwrap().circular
        };
        eventually("all that was said of the producer is known", async || {
            (circular("2026-08-02").await, circular("2026-09-10").await) == (1, 0)
        })
        .await;
        assert_eq!(circular("2026-08-01").await, 0);
        assert_eq!(circular("2026-09-09").await, 1);
        assert_eq!(circular("2026-05-01").await, 0);
    }
);
