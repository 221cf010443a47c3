//! The revocation that an inspection proposed.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::decide_complaint_request::Amendment;
use ocop_proto::evaluation::v1::file_complaint_request::Against;
use ocop_proto::evaluation::v1::plan_inspection_request::Subject;
use tonic::Code;

use super::{certified, checked, misuse, misused, planned, proposal, recorded};
use crate::complaints::{complaint, file};
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

on_both_engines!(
    a_revocation_is_proposed_on_a_ground_of_the_law_alone,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certified(&fixture).await;
        let subject = Subject::CertificateId(certificate.id.clone());
        let inspection = planned(&fixture, 1, subject).await;
        let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
        for ground in [
            proto::RevocationGround::WronglyGiven,
            proto::RevocationGround::EnteredWrongly,
        ] {
            let propose = proto::ProposeRevocationRequest {
                request_id: id(2),
                id: inspection.id.clone(),
                proposal: Some(proto::RevocationProposal {
                    ground: ground.into(),
                    ..proposal("")
                }),
            };
            let refused = inspector.propose_revocation(propose).await.unwrap_err();
            assert_eq!(refusal(&refused).1, ["proposal.ground"], "{ground:?}");
        }
    }
);

on_both_engines!(
    a_proposal_ends_with_its_certificate_and_is_open_again_with_a_revocation_that_is_lifted,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let (certificate, inspection) = misused(&fixture).await;
        let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
        let propose = |request: u128| proto::ProposeRevocationRequest {
            request_id: id(request),
            id: inspection.id.clone(),
            proposal: Some(proposal("")),
        };
        inspector.propose_revocation(propose(3)).await.unwrap();
        // The decision names no inspection.
        let revoke = proto::RevokeCertificateRequest {
            request_id: id(4),
            certificate_id: certificate.id.clone(),
            revocation: Some(proto::Revocation {
                ground: proto::RevocationGround::Ceased.into(),
                reason: "ngừng sản xuất".to_owned(),
                decision: Some(decision("2026-10-02")),
            }),
            inspection_id: String::new(),
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        authority.revoke_certificate(revoke).await.unwrap();
        let get = proto::GetInspectionRequest {
            id: inspection.id.clone(),
        };
        let stands = inspector.get_inspection(get.clone()).await.unwrap();
        let stands = stands.into_inner().inspection.unwrap();
        assert_eq!(
            (
                stands.state(),
                stands.revoked_on.as_str(),
                stands.due_on.as_str()
            ),
            (proto::InspectionState::Revoked, "2026-10-02", "")
        );
        let late = inspector.propose_revocation(propose(5)).await.unwrap_err();
        assert_eq!(refusal(&late).0, "REVOKED_ALREADY");

        let own = format!("producer:{}", certificate.producer_id);
        let said = proto::FileComplaintRequest {
            known_on: "2026-10-03".to_owned(),
            ..complaint(
                6,
                Against::CertificateId(certificate.id.clone()),
                "2026-10-05",
            )
        };
        let said = file(&fixture, &own, said).await.unwrap().id;
        let accept = proto::AcceptComplaintRequest {
            request_id: id(7),
            id: said.clone(),
            handler: "Văn phòng điều phối".to_owned(),
            accepted_on: "2026-10-06".to_owned(),
            ..Default::default()
        };
        let mut office = fixture.monitoring(Role::OcopOffice, "province:51");
        office.accept_complaint(accept).await.unwrap();
        let lift = proto::DecideComplaintRequest {
            request_id: id(8),
            id: said,
            outcome: proto::ComplaintOutcome::Amended.into(),
            decision_number: "12/QĐ-KN".to_owned(),
            answer: "chấp nhận khiếu nại".to_owned(),
            decided_on: "2026-10-20".to_owned(),
            amendment: Some(Amendment::LiftRevocation(true)),
        };
        let mut chair = fixture.monitoring(Role::DecisionAuthority, "province:51");
        chair.decide_complaint(lift).await.unwrap();
        let stands = inspector.get_inspection(get).await.unwrap();
        let stands = stands.into_inner().inspection.unwrap();
        assert_eq!(
            (stands.state(), stands.proposal, stands.revoked_on.as_str()),
            (proto::InspectionState::Found, None, "")
        );
        inspector.propose_revocation(propose(9)).await.unwrap();
    }
);
