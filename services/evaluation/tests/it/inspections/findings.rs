//! What is found at a producer, and remedied.

use futures::StreamExt as _;
use ocop_chassis::messaging::Event;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::plan_inspection_request::Subject;

use super::{certified, checked, misuse, plan, proposal, recorded};
use crate::fixture::{Fixture, id, product_id, refusal};
use crate::producers::sa_huynh;

on_both_engines!(
    a_producer_as_a_whole_is_inspected_and_puts_it_right,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let listener = async_nats::connect(fixture.nats.url()).await.unwrap();
        let mut heard = listener
            .subscribe("ocop.evaluation.v1.inspection.*.51")
            .await
            .unwrap();
        listener.flush().await.unwrap();
        let certificate = certified(&fixture).await;
        fixture.producer(1, &sa_huynh("HTX Sa Huỳnh")).await;
        let producer = certificate.producer_id.clone();
        let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
        let subject = Subject::ProducerId(producer.clone());
        // Each try is another request: a refused one is not remembered, a done one is not done again.
        let inspection = eventually("the producer is known", async || {
            inspector.plan_inspection(plan(1, subject.clone())).await
        })
        .await;
        let inspection = inspection.into_inner().inspection.unwrap();
        let stranger = misuse(&product_id(77), None);
        let refused = recorded(&fixture, (2, &inspection.id), vec![stranger])
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "PRODUCT_UNKNOWN");
        let early = vec![misuse("", Some("2026-08-31"))];
        let refused = recorded(&fixture, (3, &inspection.id), early)
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).1, ["findings[0].remedy.due_on"]);
        let findings = vec![misuse("", Some("2026-09-15"))];
        recorded(&fixture, (4, &inspection.id), findings)
            .await
            .unwrap();
        let met = proto::RemedyOutcome::Met;
        let remedied = checked(&fixture, (5, &inspection.id), met, "2026-09-10")
            .await
            .unwrap();
        assert_eq!(remedied.state(), proto::InspectionState::Remedied);
        let propose = proto::ProposeRevocationRequest {
            request_id: id(6),
            id: inspection.id.clone(),
            proposal: Some(proposal(&certificate.id)),
        };
        let refused = inspector.propose_revocation(propose).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "WRONG_STATE");
        for (version, name) in [(1, "planned"), (2, "recorded"), (3, "remedied")] {
            let message = heard.next().await.unwrap();
            let event =
                Event::read(&message.subject, message.headers.as_ref(), &message.payload).unwrap();
            let kind = format!("ocop.evaluation.inspection.{name}.v1");
            assert_eq!((event.kind, event.version), (kind, version));
            let fact: proto::InspectionFact = serde_json::from_slice(&event.data).unwrap();
            assert_eq!(fact.inspection.unwrap().producer_id, producer);
        }
    }
);

on_both_engines!(
    a_finding_on_a_product_of_another_producer_is_refused,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let of_sa_huynh = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let other = catalog::ProducerFact {
            id: id(0xC1),
            ..sa_huynh("HTX Đức Phổ")
        };
        fixture.producer(1, &other).await;
        let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
        let inspection = eventually("the producer is known", async || {
            let subject = Subject::ProducerId(other.id.clone());
            inspector.plan_inspection(plan(1, subject)).await
        })
        .await;
        let inspection = inspection.into_inner().inspection.unwrap();
        let findings = vec![misuse(&of_sa_huynh, None)];
        let refused = recorded(&fixture, (2, &inspection.id), findings)
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "OTHER_PRODUCER");
    }
);
