//! What a complaint that is found right leads to.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::decide_complaint_request::Amendment;
use ocop_proto::evaluation::v1::file_complaint_request::Against;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;

use super::{complaint, file};
use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{all_vote, decide, decision, round, tally, three_stars};
use crate::secrecy::get_dossier;

async fn accepted(
    fixture: &Fixture,
    request: u128,
    against: Against,
    producer: &str,
) -> proto::Complaint {
    let own = format!("producer:{producer}");
    let filed = file(fixture, &own, complaint(request, against, "2026-07-01"));
    let filed = filed.await.unwrap();
    let accept = proto::AcceptComplaintRequest {
        request_id: id(request + 1),
        id: filed.id,
        handler: "Văn phòng điều phối".to_owned(),
        complex_case: false,
        accepted_on: "2026-07-05".to_owned(),
    };
    let mut office = fixture.monitoring(Role::OcopOffice, "province:51");
    let answer = office.accept_complaint(accept).await.unwrap();
    answer.into_inner().complaint.unwrap()
}

fn settled(
    request: u128,
    complaint: &proto::Complaint,
    outcome: proto::ComplaintOutcome,
    amendment: Option<Amendment>,
) -> proto::DecideComplaintRequest {
    proto::DecideComplaintRequest {
        request_id: id(request),
        id: complaint.id.clone(),
        outcome: outcome.into(),
        decision_number: "12/QĐ-KN".to_owned(),
        answer: "chấp nhận khiếu nại".to_owned(),
        decided_on: "2026-07-20".to_owned(),
        amendment,
    }
}

on_both_engines!(
    a_complaint_that_is_found_right_has_the_council_vote_anew_and_a_new_decision_replaces_the_certificate,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let first = three_stars(&fixture, &product, &round).await;
        let against = Against::CertificateId(first.id.clone());
        let said = accepted(&fixture, 0x5000, against, &first.producer_id).await;
        let mut office = fixture.monitoring(Role::OcopOffice, "province:51");
        let wanted = settled(0x5010, &said, proto::ComplaintOutcome::ReEvaluated, None);
        let decided = office.decide_complaint(wanted).await.unwrap();
        let decided = decided.into_inner().complaint.unwrap();
        let dossier = get_dossier(&fixture, &decided.evaluated_dossier_id).await;
        assert_eq!(dossier.state(), proto::DossierState::ReadyForCouncil);
        assert_eq!((decided.vote, dossier.ballot_attempt), (2, 2));
        let earlier = &dossier.earlier_results[0];
        assert_eq!(earlier.certificate_id, first.id);
        assert_eq!(earlier.taken_back_reason, "Khiếu nại: 12/QĐ-KN");
        let verdict = fixture.verify(Subject::ProductId(product.clone()), "2026-07-25");
        assert_eq!(verdict.await.standing(), proto::Standing::Valid);

        let answers = fixture.best_but(9, &[("4.1", 3), ("6.5", 2), ("6.4", 2), ("7", 3), ("11", 0)]).await;
        all_vote(&fixture, 0x5020, &dossier.id, &answers).await;
        let counted = tally(&fixture, (0x5030, &dossier.id), "2026-08-01").await.unwrap();
        assert_eq!(counted.star, 4);
        let decided = decide(&fixture, (0x5031, &dossier.id), "2026-08-10").await.unwrap();
        let second = decided.certificate.unwrap();
        assert_eq!((second.star, second.valid_from.as_str()), (4, "2026-08-10"));
        // The same number stands on the decision of June: the office is told.
        let other = &decided.other_decisions[0];
        assert_eq!(other.certificate_id, first.id);
        let before = fixture.verify(Subject::ProductId(product.clone()), "2026-08-09").await;
        assert_eq!(before.certificate.unwrap().id, first.id);
        let now = fixture.verify(Subject::ProductId(product), "2026-08-10").await;
        assert_eq!(now.certificate.unwrap().id, second.id);
    }
);

on_both_engines!(
    a_complaint_amends_the_decision_or_lifts_the_revocation_in_the_same_step_or_stays_open,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let known = three_stars(&fixture, &product, &round).await;
        let against = || Against::CertificateId(known.id.clone());
        let amended = proto::ComplaintOutcome::Amended;
        let mut office = fixture.monitoring(Role::OcopOffice, "province:51");

        let said = accepted(&fixture, 0x5000, against(), &known.producer_id).await;
        let nothing = office
            .decide_complaint(settled(0x5010, &said, amended, None))
            .await;
        assert_eq!(refusal(&nothing.unwrap_err()).0, "LEADS_TO_NOTHING");
        let upheld = proto::ComplaintOutcome::Upheld;
        let lift = || Some(Amendment::LiftRevocation(true));
        let both = office
            .decide_complaint(settled(0x5011, &said, upheld, lift()))
            .await;
        assert_eq!(refusal(&both.unwrap_err()).1, ["amendment"]);
        let mut right = known.decision.clone().unwrap();
        right.signer = "Nguyễn Hoàng Giang".to_owned();
        let right = Some(Amendment::Decision(right));
        let decided = office
            .decide_complaint(settled(0x5012, &said, amended, right))
            .await;
        let decided = decided.unwrap().into_inner().complaint.unwrap();
        assert_eq!(decided.amended_certificate_id, known.id);
        let verdict = fixture
            .verify(Subject::CertificateId(known.id.clone()), "")
            .await;
        let certificate = verdict.certificate.unwrap();
        assert_eq!(certificate.decision.unwrap().signer, "Nguyễn Hoàng Giang");
        assert_eq!(certificate.corrections[0].reason, "Khiếu nại: 12/QĐ-KN");

        let revoke = proto::RevokeCertificateRequest {
            request_id: id(0x5020),
            certificate_id: known.id.clone(),
            revocation: Some(proto::Revocation {
                ground: proto::RevocationGround::Ceased.into(),
                reason: "ngừng sản xuất".to_owned(),
                decision: Some(decision("2026-06-25")),
            }),
            ..Default::default()
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        authority.revoke_certificate(revoke).await.unwrap();
        let said = accepted(&fixture, 0x5030, against(), &known.producer_id).await;
        let again = settled(0x5040, &said, proto::ComplaintOutcome::ReEvaluated, None);
        let refused = office.decide_complaint(again).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "REVOKED_ALREADY");
        let denied = office
            .decide_complaint(settled(0x5041, &said, amended, lift()))
            .await;
        assert_eq!(refusal(&denied.unwrap_err()).0, "OUT_OF_SCOPE");
        let mut chair = fixture.monitoring(Role::DecisionAuthority, "province:51");
        chair
            .decide_complaint(settled(0x5042, &said, amended, lift()))
            .await
            .unwrap();
        let verdict = fixture
            .verify(Subject::CertificateId(known.id.clone()), "2026-07-20")
            .await;
        assert_eq!(verdict.standing(), proto::Standing::Valid);
    }
);
