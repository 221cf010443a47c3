//! The revocation that an inspection proposed.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::plan_inspection_request::Subject;
use tonic::Code;

use super::{certified, checked, misuse, planned, proposal, recorded};
use crate::fixture::{Fixture, id, refusal};
use crate::procedure::decision;

on_both_engines!(
    the_mark_on_a_sibling_product_leads_to_revocation_if_it_is_not_put_right,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certified(&fixture).await;
        let sibling = fixture.product(2, 10, ("524", "Bình Sơn")).await;
        let subject = Subject::CertificateId(certificate.id.clone());
        let inspection = planned(&fixture, 1, subject).await;
        assert_eq!(inspection.state(), proto::InspectionState::Planned);
        assert_eq!(
            (&inspection.product_id, inspection.topics.len()),
            (&certificate.product_id, 2)
        );
        let findings = vec![misuse(&sibling, Some("2026-09-15"))];
        let found = recorded(&fixture, (2, &inspection.id), findings)
            .await
            .unwrap();
        assert_eq!(
            (found.state(), found.due_on.as_str()),
            (proto::InspectionState::RemedyDue, "2026-09-15")
        );
        assert_eq!(found.findings[0].product_id, sibling);

        let missing = proto::RemedyOutcome::Missing;
        let early = checked(&fixture, (3, &inspection.id), missing, "2026-09-15")
            .await
            .unwrap_err();
        assert_eq!(refusal(&early).0, "REMEDY_NOT_DUE");
        let late = checked(&fixture, (4, &inspection.id), missing, "2026-09-16")
            .await
            .unwrap();
        assert_eq!(late.state(), proto::InspectionState::RemedyMissing);

        let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
        let propose = proto::ProposeRevocationRequest {
            request_id: id(5),
            id: inspection.id.clone(),
            proposal: Some(proposal("")),
        };
        let proposed = inspector.propose_revocation(propose).await.unwrap();
        let proposed = proposed.into_inner().inspection.unwrap();
        let said = proposed.proposal.unwrap();
        assert_eq!(
            (&said.certificate_id, said.decide_by.as_str()),
            (&certificate.id, "2026-10-05")
        );

        // The decision closes the proposal in the same transaction, and neither happens twice.
        let revoke = |request: u128| proto::RevokeCertificateRequest {
            request_id: id(request),
            certificate_id: certificate.id.clone(),
            revocation: Some(proto::Revocation {
                ground: proto::RevocationGround::MarkMisuse.into(),
                reason: "theo đề nghị của đoàn kiểm tra".to_owned(),
                decision: Some(decision("2026-10-02")),
            }),
            inspection_id: inspection.id.clone(),
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        authority.revoke_certificate(revoke(6)).await.unwrap();
        authority.revoke_certificate(revoke(6)).await.unwrap();
        let again = authority.revoke_certificate(revoke(7)).await.unwrap_err();
        assert_eq!(refusal(&again).0, "REVOKED_ALREADY");
        let closed = inspector
            .get_inspection(proto::GetInspectionRequest {
                id: inspection.id.clone(),
            })
            .await
            .unwrap()
            .into_inner()
            .inspection
            .unwrap();
        assert_eq!(
            (closed.state(), closed.revoked_on.as_str()),
            (proto::InspectionState::Revoked, "2026-10-02")
        );
        assert_eq!(closed.due_on, "");
    }
);

on_both_engines!(
    a_revocation_that_the_inspection_did_not_propose_changes_nothing,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certified(&fixture).await;
        let subject = Subject::CertificateId(certificate.id.clone());
        let inspection = planned(&fixture, 1, subject).await;
        let revoke = proto::RevokeCertificateRequest {
            request_id: id(2),
            certificate_id: certificate.id.clone(),
            revocation: Some(proto::Revocation {
                ground: proto::RevocationGround::Ceased.into(),
                reason: "ngừng sản xuất".to_owned(),
                decision: Some(decision("2026-10-02")),
            }),
            inspection_id: inspection.id,
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        let refused = authority.revoke_certificate(revoke).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "WRONG_STATE")
        );
        let request = proto::GetCertificateRequest {
            id: certificate.id.clone(),
        };
        let stored = fixture.anybody().get_certificate(request).await.unwrap();
        assert_eq!(stored.into_inner().certificate.unwrap().revocation, None);
    }
);
