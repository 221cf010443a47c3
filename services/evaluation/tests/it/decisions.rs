//! Decisions, upgrades, revocations.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;
use tonic::Code;

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{
    THREE_STARS, all_vote, decide, decision, in_round, round, tally, three_stars,
};

async fn verify(fixture: &Fixture, product: &str, as_of: &str) -> proto::VerifyCertificateResponse {
    let request = proto::VerifyCertificateRequest {
        subject: Some(Subject::ProductId(product.to_owned())),
        as_of: as_of.to_owned(),
    };
    fixture
        .anybody()
        .verify_certificate(request)
        .await
        .unwrap()
        .into_inner()
}

on_both_engines!(
    a_decision_is_not_dated_before_the_count_nor_in_the_future,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let answers = fixture.best_but(9, THREE_STARS).await;
        let first = proto::DossierKind::First;
        let dossier = in_round(
            &fixture,
            (0x100, &product, &round),
            first,
            answers.clone(),
            "2026-06-01",
        )
        .await;
        let refused = decide(&fixture, (0x1f0, &dossier.id), "2026-06-15")
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "WRONG_STATE");
        all_vote(&fixture, 0x200, &dossier.id, &answers).await;
        tally(&fixture, (0x210, &dossier.id), "2026-06-10")
            .await
            .unwrap();
        let refused = decide(&fixture, (0x211, &dossier.id), "2026-06-09")
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "BEFORE_PREVIOUS_STEP")
        );
        let refused = decide(&fixture, (0x212, &dossier.id), "2026-12-01")
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "DATE_IN_THE_FUTURE");
        let decided = decide(&fixture, (0x213, &dossier.id), "2026-06-10")
            .await
            .unwrap();
        assert_eq!(
            decided.dossier.unwrap().state(),
            proto::DossierState::Certified
        );
        assert_eq!(decided.certificate.unwrap().valid_to, "2029-06-10");
    }
);

on_both_engines!(
    an_upgrade_ends_the_old_certificate_when_the_new_one_begins,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let old = three_stars(&fixture, &product, &round).await;
        assert_eq!(
            (old.star, old.valid_from.as_str(), old.valid_to.as_str()),
            (3, "2026-06-15", "2029-06-15")
        );

        // 84 points with the minimum answers of four stars.
        let but = [
            ("1.1", 1),
            ("1.2", 2),
            ("4.1", 3),
            ("4.3", 1),
            ("5.3", 1),
            ("11", 2),
        ];
        let answers = fixture.best_but(9, &but).await;
        let upgrade = proto::DossierKind::Upgrade;
        let dossier = in_round(
            &fixture,
            (0x3000, &product, &round),
            upgrade,
            answers.clone(),
            "2026-09-01",
        )
        .await;
        all_vote(&fixture, 0x3010, &dossier.id, &answers).await;
        let counted = tally(&fixture, (0x3020, &dossier.id), "2026-09-20")
            .await
            .unwrap();
        assert_eq!((counted.average.as_str(), counted.star), ("84.00", 4));
        let decided = decide(&fixture, (0x3021, &dossier.id), "2026-10-01")
            .await
            .unwrap()
            .certificate
            .unwrap();
        assert_eq!(
            (decided.star, decided.kind()),
            (4, proto::CertificateKind::Upgrade)
        );

        let before = verify(&fixture, &product, "2026-09-30").await;
        assert_eq!(
            (before.standing(), before.certificate.unwrap().star),
            (proto::Standing::Valid, 3)
        );
        let after = verify(&fixture, &product, "2026-10-01").await;
        assert_eq!(
            (after.standing(), after.certificate.unwrap().star),
            (proto::Standing::Valid, 4)
        );
        let request = proto::GetCertificateRequest { id: old.id };
        let old = fixture
            .anybody()
            .get_certificate(request)
            .await
            .unwrap()
            .into_inner()
            .certificate
            .unwrap();
        assert_eq!(old.valid_to, "2026-09-30");
    }
);

on_both_engines!(
    a_revoked_certificate_says_since_when_and_why,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let certificate = three_stars(&fixture, &product, &round).await;
        let revoke = |request: u128| proto::RevokeCertificateRequest {
            request_id: id(request),
            certificate_id: certificate.id.clone(),
            revocation: Some(proto::Revocation {
                ground: proto::RevocationGround::LegalBreach.into(),
                reason: "vi phạm an toàn thực phẩm".to_owned(),
                decision: Some(decision("2026-11-10")),
            }),
            inspection_id: String::new(),
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        let revoked = authority
            .revoke_certificate(revoke(1))
            .await
            .unwrap()
            .into_inner()
            .certificate
            .unwrap();
        assert_eq!(
            revoked.revocation.unwrap().ground(),
            proto::RevocationGround::LegalBreach
        );
        let refused = authority.revoke_certificate(revoke(2)).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "REVOKED_ALREADY");

        assert_eq!(
            verify(&fixture, &product, "2026-11-09").await.standing(),
            proto::Standing::Valid
        );
        let verdict = verify(&fixture, &product, "2026-11-10").await;
        assert_eq!(
            (verdict.standing(), verdict.since.as_str()),
            (proto::Standing::Revoked, "2026-11-10")
        );
        assert!(verdict.reason_vi.contains("thu hồi") && verdict.reason_en.contains("revoked"));
    }
);

on_both_engines!(
    every_fault_of_a_revocation_is_reported_at_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let request = proto::RevokeCertificateRequest {
            request_id: String::new(),
            certificate_id: "x".to_owned(),
            revocation: Some(proto::Revocation {
                ground: 99,
                ..Default::default()
            }),
            inspection_id: String::new(),
        };
        let refused = fixture
            .certificates(Role::DecisionAuthority)
            .revoke_certificate(request)
            .await
            .unwrap_err();
        assert_eq!(
            refusal(&refused).1,
            [
                "request_id",
                "certificate_id",
                "revocation.ground",
                "revocation.reason",
                "revocation.decision.number",
                "revocation.decision.date",
                "revocation.decision.authority"
            ]
        );
    }
);
