//! What is published of support, and what the audit keeps.

use futures::StreamExt as _;
use ocop_chassis::messaging::Event;
use ocop_harness::{Nats, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::operations::v1::ListAuditEntriesRequest;
use ocop_proto::operations::v1::operations_service_client::OperationsServiceClient;

use super::{attend, office, packaging, plan, plan_session, training_of_2026};
use crate::fixture::{Fixture, id};

on_both_engines!(
    who_attended_is_published_and_the_reason_of_a_correction_is_in_the_audit_only,
    async |url: String| {
        let nats = Nats::start().await;
        let listener = async_nats::connect(nats.url()).await.unwrap();
        let subject = "ocop.catalog.v1.support_session.*.51";
        let mut published = listener.subscribe(subject).await.unwrap();
        listener.flush().await.unwrap();
        let mut fixture = Fixture::with(&url, &nats).await;
        let first = fixture.producer().await.id;
        let mut office = office(&fixture);
        let programme = plan(&mut office, 0x760, training_of_2026()).await.unwrap();
        let session = packaging(&programme.id);
        let session = plan_session(&mut office, 0x761, session).await.unwrap();
        let came = attend(&mut office, 0x762, &session, &[(&first, 3)], "")
            .await
            .unwrap();
        let nobody = attend(&mut office, 0x763, &came, &[], "điểm danh nhầm")
            .await
            .unwrap();
        let cancel = proto::CancelSupportSessionRequest {
            request_id: id(0x764),
            id: nobody.id.clone(),
            etag: nobody.etag,
            reason: "không đủ người".to_owned(),
        };
        office.cancel_support_session(cancel).await.unwrap();
        let mut received = Vec::new();
        for _ in 0..4 {
            let message = published.next().await.unwrap();
            let event =
                Event::read(&message.subject, message.headers.as_ref(), &message.payload).unwrap();
            let fact: proto::SupportSessionFact = serde_json::from_slice(&event.data).unwrap();
            let session = fact.session.unwrap();
            assert_eq!(
                (session.etag.as_str(), session.cancelled_reason.as_str()),
                ("", "")
            );
            received.push((event.kind, session.persons, session.cancelled));
        }
        let kind = |step: &str| format!("ocop.catalog.support_session.{step}.v1");
        assert_eq!(
            received,
            [
                (kind("planned"), 0, false),
                (kind("attended"), 3, false),
                (kind("attended"), 0, false),
                (kind("cancelled"), 0, true)
            ]
        );
        let auditor = fixture.service.bearer("kiều", Role::Auditor, "province:51");
        let mut operations =
            OperationsServiceClient::with_interceptor(fixture.service.channel(), auditor);
        let request = ListAuditEntriesRequest {
            aggregate_type: "support_session".to_owned(),
            aggregate_id: session.id,
            oldest_first: true,
            ..Default::default()
        };
        let entries = operations.list_audit_entries(request).await.unwrap();
        let entries = entries.into_inner().entries.into_iter();
        let reasons: Vec<String> = entries.map(|entry| entry.reason).collect();
        assert_eq!(reasons, ["", "", "điểm danh nhầm", "không đủ người"]);
    }
);
