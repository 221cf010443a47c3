//! Who lists which inspections.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::plan_inspection_request::Subject;
use tonic::Status;

use super::{certified, misuse, planned, recorded};
use crate::fixture::{Fixture, refusal};

on_both_engines!(
    inspections_are_listed_by_what_is_due_and_only_where_a_role_reaches,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certified(&fixture).await;
        let first = planned(&fixture, 1, Subject::ProductId(certificate.product_id)).await;
        let findings = vec![misuse("", Some("2026-12-15"))];
        recorded(&fixture, (2, &first.id), findings).await.unwrap();
        let second = planned(&fixture, 3, Subject::CertificateId(certificate.id)).await;
        let list = async |role: Role, scope: &str, request: proto::ListInspectionsRequest| {
            let mut client = fixture.monitoring(role, scope);
            let answer = client.list_inspections(request).await?;
            let ids = answer.into_inner().inspections.into_iter();
            Ok::<Vec<String>, Status>(ids.map(|inspection| inspection.id).collect())
        };
        let here = proto::ListInspectionsRequest {
            province_code: "51".to_owned(),
            ..Default::default()
        };
        let due = |day: &str| proto::ListInspectionsRequest {
            due_before: day.to_owned(),
            ..here.clone()
        };
        let auditor = Role::Auditor;
        let all = list(auditor, "*", here.clone()).await.unwrap();
        assert_eq!(all.len(), 2);
        // The planned one of September is due; the remedy has until 15 December.
        let overdue = list(auditor, "*", due("2026-12-15")).await.unwrap();
        assert_eq!(overdue, [second.id]);
        assert_eq!(
            list(auditor, "*", due("2026-12-16")).await.unwrap().len(),
            2
        );
        let state = proto::ListInspectionsRequest {
            state: proto::InspectionState::RemedyDue.into(),
            ..here.clone()
        };
        assert_eq!(list(auditor, "*", state).await.unwrap(), [first.id]);
        let own = proto::ListInspectionsRequest {
            producer_id: certificate.producer_id.clone(),
            ..Default::default()
        };
        let scope = format!("producer:{}", certificate.producer_id);
        assert_eq!(list(Role::Producer, &scope, own).await.unwrap().len(), 2);
        for (role, scope) in [(Role::Producer, scope.as_str()), (auditor, "province:48")] {
            let refused = list(role, scope, here.clone()).await.unwrap_err();
            assert_eq!(refusal(&refused).0, "OUT_OF_SCOPE");
        }
        let refused = list(Role::Partner, "*", here).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "ROLE_MISSING");
    }
);
