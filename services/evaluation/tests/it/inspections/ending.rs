//! How an inspection ends without a revocation.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::plan_inspection_request::Subject;

use super::{certified, misused, planned, proposal, recorded};
use crate::fixture::{Fixture, id, refusal};

on_both_engines!(
    a_proposal_that_the_authority_declines_leaves_the_certificate_and_can_be_made_anew,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let (certificate, inspection) = misused(&fixture).await;
        let decline = |request: u128| proto::DeclineRevocationRequest {
            request_id: id(request),
            id: inspection.id.clone(),
            reason: "chưa đủ căn cứ".to_owned(),
            declined_on: "2026-09-25".to_owned(),
        };
        let mut authority = fixture.monitoring(Role::DecisionAuthority, "province:51");
        let refused = authority.decline_revocation(decline(3)).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "WRONG_STATE");

        let propose = |request: u128, concluded_on: &str| proto::ProposeRevocationRequest {
            request_id: id(request),
            id: inspection.id.clone(),
            proposal: Some(proto::RevocationProposal {
                concluded_on: concluded_on.to_owned(),
                ..proposal("")
            }),
        };
        let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
        let proposed = propose(4, "2026-09-20");
        inspector.propose_revocation(proposed).await.unwrap();
        let refused = inspector.decline_revocation(decline(5)).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "ROLE_MISSING");
        let mut neighbour = fixture.monitoring(Role::DecisionAuthority, "province:01");
        let refused = neighbour.decline_revocation(decline(6)).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "OUT_OF_SCOPE");

        let declined = authority.decline_revocation(decline(7)).await.unwrap();
        let declined = declined.into_inner().inspection.unwrap();
        assert_eq!(
            (
                declined.state(),
                declined.proposal,
                declined.due_on.as_str()
            ),
            (proto::InspectionState::Found, None, "")
        );
        let before = &declined.declined_proposals[0];
        assert_eq!(
            (before.declined_on.as_str(), before.reason.as_str()),
            ("2026-09-25", "chưa đủ căn cứ")
        );
        assert_eq!(
            before.proposal.as_ref().unwrap().certificate_id,
            certificate.id
        );
        let early = propose(8, "2026-09-24");
        let refused = inspector.propose_revocation(early).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "BEFORE_PREVIOUS_STEP");
        let anew = propose(9, "2026-09-26");
        let anew = inspector.propose_revocation(anew).await.unwrap();
        let anew = anew.into_inner().inspection.unwrap();
        assert_eq!(
            (anew.state(), anew.declined_proposals.len()),
            (proto::InspectionState::RevocationProposed, 1)
        );
    }
);

on_both_engines!(
    an_inspection_that_is_not_held_is_cancelled_and_waits_for_nothing,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let certificate = certified(&fixture).await;
        let subject = Subject::ProductId(certificate.product_id.clone());
        let inspection = planned(&fixture, 1, subject).await;
        let cancel = |request: u128| proto::CancelInspectionRequest {
            request_id: id(request),
            id: inspection.id.clone(),
            reason: "cơ sở tạm ngừng".to_owned(),
            cancelled_on: "2026-08-30".to_owned(),
        };
        let mut inspector = fixture.monitoring(Role::Inspector, "province:51");
        let cancelled = inspector.cancel_inspection(cancel(2)).await.unwrap();
        let cancelled = cancelled.into_inner().inspection.unwrap();
        assert_eq!(
            (
                cancelled.state(),
                cancelled.cancelled_on.as_str(),
                cancelled.cancel_reason.as_str(),
                cancelled.due_on.as_str()
            ),
            (
                proto::InspectionState::Cancelled,
                "2026-08-30",
                "cơ sở tạm ngừng",
                ""
            )
        );
        let refused = inspector.cancel_inspection(cancel(3)).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "WRONG_STATE");
        let late = recorded(&fixture, (4, &inspection.id), Vec::new()).await;
        assert_eq!(refusal(&late.unwrap_err()).0, "WRONG_STATE");
    }
);
