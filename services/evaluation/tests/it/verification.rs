//! What anybody sees of a certificate on any day.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;
use tonic::Code;

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{THREE_STARS, all_vote, created, decide, decision, in_round, round, tally};
use crate::scored::scored;

async fn import(
    fixture: &Fixture,
    (request, product, star): (u128, &str, u32),
    date: &str,
) -> proto::Certificate {
    let mut decision = decision(date);
    if star == 5 {
        decision.authority = "Bộ Nông nghiệp và Môi trường".to_owned();
    }
    let request = proto::ImportCertificateRequest {
        request_id: id(request),
        product_id: product.to_owned(),
        star,
        decision: Some(decision),
        valid_from: String::new(),
        product_code: format!("51-533-21364-{request}-2024"),
    };
    // Five stars are for an office of the whole country.
    let scope = if star == 5 { "*" } else { "province:51" };
    let mut office = fixture.certificates_in(Role::OcopOffice, scope);
    let response = office.import_certificate(request).await.unwrap();
    response.into_inner().certificate.unwrap()
}

/// Standing, since and until of a product on a day.
async fn standing(
    fixture: &Fixture,
    product: &str,
    as_of: &str,
) -> (proto::Standing, String, String) {
    let subject = Subject::ProductId(product.to_owned());
    let verdict = fixture.verify(subject, as_of).await;
    assert!(!verdict.reason_vi.is_empty() && !verdict.reason_en.is_empty());
    (verdict.standing(), verdict.since, verdict.until)
}

fn stands(
    standing: proto::Standing,
    since: &str,
    until: &str,
) -> (proto::Standing, String, String) {
    (standing, since.to_owned(), until.to_owned())
}

on_both_engines!(
    a_certificate_is_valid_then_ends_soon_then_is_in_grace_if_a_re_evaluation_was_filed,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let filed = fixture.product(1, 9, ("533", "Mộ Đức")).await;
        let not_filed = fixture.product(2, 9, ("533", "Mộ Đức")).await;
        let certificate = import(&fixture, (1, &filed, 4), "2024-01-10").await;
        import(&fixture, (2, &not_filed, 4), "2024-01-10").await;
        let answers = fixture.best_but(9, THREE_STARS).await;
        let again = proto::DossierKind::ReEvaluation;
        let dossier = created(&fixture, (0x100, &filed), again, answers.clone())
            .await
            .unwrap();
        let request = proto::SubmitDossierRequest {
            request_id: id(0x101),
            id: dossier.id.clone(),
            lodged_on: String::new(),
            acknowledged: Vec::new(),
        };
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        office.submit_dossier(request).await.unwrap();

        use proto::Standing::{Expired, Expiring, InGrace, NotYetValid, Valid};
        for (product, as_of, expected) in [
            (&filed, "2024-01-09", stands(NotYetValid, "", "")),
            (
                &filed,
                "2024-01-10",
                stands(Valid, "2024-01-10", "2027-01-10"),
            ),
            (
                &filed,
                "2026-12-10",
                stands(Valid, "2024-01-10", "2027-01-10"),
            ),
            (
                &filed,
                "2026-12-11",
                stands(Expiring, "2026-12-11", "2027-01-10"),
            ),
            (
                &filed,
                "2027-01-10",
                stands(Expiring, "2026-12-11", "2027-01-10"),
            ),
            (
                &filed,
                "2027-01-11",
                stands(InGrace, "2027-01-11", "2027-07-09"),
            ),
            (
                &filed,
                "2027-07-09",
                stands(InGrace, "2027-01-11", "2027-07-09"),
            ),
            (&filed, "2027-07-10", stands(Expired, "2027-01-11", "")),
            (
                &not_filed,
                "2027-01-10",
                stands(Expiring, "2026-12-11", "2027-01-10"),
            ),
            (&not_filed, "2027-01-11", stands(Expired, "2027-01-11", "")),
        ] {
            assert_eq!(
                standing(&fixture, product, as_of).await,
                expected,
                "{as_of}"
            );
        }
        // The same by the certificate and by the code on the pack.
        for subject in [
            Subject::CertificateId(certificate.id),
            Subject::ProductCode(certificate.product_code),
        ] {
            let verdict = fixture.verify(subject, "2027-01-11").await;
            assert_eq!(verdict.standing(), InGrace);
            assert!(verdict.reason_vi.contains("11/01/2027") && verdict.reason_vi.contains("12.3"));
        }

        // A result ends the grace: a rejection leaves an expired certificate.
        fixture
            .service
            .clock
            .set("2027-02-01T05:00:00Z".parse().unwrap());
        let request = proto::RejectDossierRequest {
            request_id: id(0x102),
            id: dossier.id,
            reason: "hồ sơ giả mạo".to_owned(),
            ..Default::default()
        };
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        office.reject_dossier(request).await.unwrap();
        assert_eq!(standing(&fixture, &filed, "2027-01-31").await.0, InGrace);
        assert_eq!(standing(&fixture, &filed, "2027-02-01").await.0, Expired);
    }
);

on_both_engines!(
    a_five_star_candidate_is_shown_as_one_and_never_with_five_stars,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let new = fixture.product(1, 9, ("533", "Mộ Đức")).await;
        let held = fixture.product(2, 9, ("533", "Mộ Đức")).await;
        let round = round(&fixture).await;
        let dossier = scored(&fixture, (0x100, &new, &round), &[]).await;
        assert_eq!(
            standing(&fixture, &new, "").await.0,
            proto::Standing::Unknown
        );
        decide(&fixture, (1, &dossier), "2026-06-15").await.unwrap();
        let verdict = fixture.verify(Subject::ProductId(new), "2026-06-15").await;
        assert_eq!(verdict.standing(), proto::Standing::Candidate);
        assert_eq!(verdict.candidate_since, "2026-06-15");
        assert_eq!(verdict.certificate, None);
        assert!(verdict.reason_vi.contains("tiềm năng 5 sao"));

        // One with a valid certificate keeps it, and is a candidate besides.
        import(&fixture, (2, &held, 4), "2025-01-10").await;
        let answers = fixture.best_but(9, &[]).await;
        let upgrade = proto::DossierKind::Upgrade;
        let placed = (0x200, held.as_str(), round.as_str());
        let dossier = in_round(&fixture, placed, upgrade, answers.clone(), "2026-06-01").await;
        all_vote(&fixture, 0x210, &dossier.id, &answers).await;
        tally(&fixture, (0x220, &dossier.id), "2026-06-10")
            .await
            .unwrap();
        decide(&fixture, (3, &dossier.id), "2026-06-16")
            .await
            .unwrap();
        let verdict = fixture
            .verify(Subject::ProductId(held.clone()), "2026-06-16")
            .await;
        assert_eq!(verdict.standing(), proto::Standing::Valid);
        assert_eq!(verdict.certificate.unwrap().star, 4);
        assert_eq!(verdict.candidate_since, "2026-06-16");
        let before = fixture.verify(Subject::ProductId(held), "2026-06-15").await;
        assert_eq!(before.candidate_since, "");
    }
);

on_both_engines!(
    an_upgrade_decided_while_a_re_evaluation_runs_starts_36_months_anew_and_ends_the_older,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("533", "Mộ Đức")).await;
        let round = round(&fixture).await;
        let old = import(&fixture, (1, &product, 3), "2024-01-10").await;
        let four = [
            ("1.1", 1),
            ("1.2", 2),
            ("4.1", 3),
            ("4.3", 1),
            ("5.3", 1),
            ("11", 2),
        ];
        let answers = fixture.best_but(9, &four).await;
        for (request, kind) in [
            (0x100, proto::DossierKind::ReEvaluation),
            (0x200, proto::DossierKind::Upgrade),
        ] {
            let placed = (request, product.as_str(), round.as_str());
            let dossier = in_round(&fixture, placed, kind, answers.clone(), "2026-10-20").await;
            if kind == proto::DossierKind::Upgrade {
                all_vote(&fixture, 0x300, &dossier.id, &answers).await;
                tally(&fixture, (0x310, &dossier.id), "2026-11-10")
                    .await
                    .unwrap();
                decide(&fixture, (0x320, &dossier.id), "2026-11-15")
                    .await
                    .unwrap();
            }
        }
        let valid = proto::Standing::Valid;
        assert_eq!(
            standing(&fixture, &product, "2026-11-15").await,
            stands(valid, "2026-11-15", "2029-11-15")
        );
        let verdict = fixture
            .verify(Subject::CertificateId(old.id), "2026-11-15")
            .await;
        assert_eq!(
            (verdict.standing(), verdict.since.as_str()),
            (proto::Standing::Replaced, "2026-11-15")
        );
        assert_eq!(verdict.certificate.unwrap().valid_to, "2026-11-14");
        assert_eq!(verdict.current.unwrap().star, 4);
    }
);

on_both_engines!(
    five_stars_are_revoked_by_the_ministry_and_not_by_the_province,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("533", "Mộ Đức")).await;
        let certificate = import(&fixture, (1, &product, 5), "2025-01-10").await;
        let revoke = |request: u128| proto::RevokeCertificateRequest {
            inspection_id: String::new(),
            request_id: id(request),
            certificate_id: certificate.id.clone(),
            revocation: Some(proto::Revocation {
                ground: proto::RevocationGround::Fraud.into(),
                reason: "hồ sơ không trung thực".to_owned(),
                decision: Some(proto::Decision {
                    authority: "Bộ Nông nghiệp và Môi trường".to_owned(),
                    ..decision("2026-11-10")
                }),
            }),
        };
        let mut province = fixture.certificates(Role::DecisionAuthority);
        let refused = province.revoke_certificate(revoke(2)).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::PermissionDenied, "OUT_OF_SCOPE")
        );
        let mut ministry = fixture.certificates_in(Role::DecisionAuthority, "*");
        ministry.revoke_certificate(revoke(3)).await.unwrap();
        let revoked = proto::Standing::Revoked;
        assert_eq!(
            standing(&fixture, &product, "2026-11-10").await,
            stands(revoked, "2026-11-10", "")
        );
    }
);

on_both_engines!(
    a_certificate_that_expired_and_was_revoked_later_keeps_both_ends,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("533", "Mộ Đức")).await;
        let certificate = import(&fixture, (1, &product, 3), "2020-03-01").await;
        let request = proto::RevokeCertificateRequest {
            inspection_id: String::new(),
            request_id: id(2),
            certificate_id: certificate.id,
            revocation: Some(proto::Revocation {
                ground: proto::RevocationGround::Other.into(),
                reason: "không đánh giá lại".to_owned(),
                decision: Some(decision("2023-12-01")),
            }),
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        authority.revoke_certificate(request).await.unwrap();
        for (as_of, standing_then) in [
            ("2023-03-01", proto::Standing::Expiring),
            ("2023-03-02", proto::Standing::Expired),
            ("2023-11-30", proto::Standing::Expired),
            ("2023-12-01", proto::Standing::Revoked),
        ] {
            assert_eq!(standing(&fixture, &product, as_of).await.0, standing_then);
        }
    }
);
