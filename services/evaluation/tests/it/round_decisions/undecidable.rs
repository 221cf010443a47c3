//! Dossiers that cannot be decided, and requests that are refused as a whole.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;
use tonic::Code;

use super::{decide, of_dossiers, of_round, state};
use crate::fixture::{Fixture, id, product_id, refusal};
use crate::procedure::{THREE_STARS, decision, round};
use crate::scored::scored;

on_both_engines!(
    every_dossier_that_cannot_be_decided_is_named_and_none_is_decided,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(4, "21364").await;
        let round = round(&fixture).await;
        let good = scored(&fixture, (0x100, &products[0], &round), THREE_STARS).await;
        // 97 points and no trademark application.
        let lacking = scored(&fixture, (0x200, &products[1], &round), &[("3.5", 0)]).await;
        let answers = fixture.best_but(9, THREE_STARS).await;
        let draft = crate::procedure::created(
            &fixture,
            (0x300, &products[2]),
            proto::DossierKind::First,
            answers,
        );
        let draft = draft.await.unwrap().id;
        let unknown = id(0xBAD);
        let decided = of_dossiers(&[&good, &lacking, &draft, &unknown]);
        let refused = decide(&fixture, 1, decided).await.unwrap_err();
        assert_eq!(refused.code(), Code::FailedPrecondition);
        let (reason, fields) = refusal(&refused);
        assert_eq!(reason, "DOSSIERS_UNDECIDABLE");
        let mut named = [&lacking, &draft, &unknown].map(|id| format!("dossier_ids[{id}]"));
        named.sort_unstable();
        assert_eq!(fields, named);
        assert_eq!(
            state(&fixture, &good).await,
            proto::DossierState::ProvincialScored
        );
        let product = Subject::ProductId(product_id(1));
        let verdict = fixture.verify(product, "2026-06-15").await;
        assert_eq!(verdict.standing(), proto::Standing::Unknown);

        // Nothing of the refused decision is left, not even a number of the commune.
        let outcomes = decide(&fixture, 1, of_dossiers(&[&good])).await.unwrap();
        let certificate = outcomes[0].certificate.clone().unwrap();
        assert_eq!(certificate.product_code, "51-21364-1-2026");
    }
);

on_both_engines!(
    a_decision_asked_to_leaves_out_what_cannot_be_decided_and_names_it_with_its_reason,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(3, "21364").await;
        let round = round(&fixture).await;
        let imported = scored(&fixture, (0x100, &products[0], &round), THREE_STARS).await;
        let good = scored(&fixture, (0x200, &products[1], &round), THREE_STARS).await;
        let import = proto::ImportCertificateRequest {
            request_id: id(0x300),
            product_id: products[0].clone(),
            star: 3,
            decision: Some(decision("2025-02-03")),
            ..Default::default()
        };
        let mut office = fixture.certificates(Role::OcopOffice);
        office.import_certificate(import).await.unwrap();
        let refused = decide(&fixture, 1, of_round(&round)).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "DOSSIERS_UNDECIDABLE");

        let mut authority = fixture.certificates(Role::DecisionAuthority);
        let skipping = |request: u128, dossiers: &[&str]| proto::RecordRoundDecisionRequest {
            request_id: id(request),
            decision: Some(decision("2026-06-15")),
            skip_undecidable: true,
            ..of_dossiers(dossiers)
        };
        let none = authority.record_round_decision(skipping(2, &[&imported]));
        assert_eq!(
            refusal(&none.await.unwrap_err()).0,
            "DOSSIERS_UNDECIDABLE",
            "a decision on nothing is none"
        );
        let unknown = id(0xBAD);
        let request = skipping(3, &[&imported, &good, &unknown]);
        let recorded = authority.record_round_decision(request.clone()).await;
        let recorded = recorded.unwrap().into_inner();
        assert_eq!(recorded.outcomes.len(), 1);
        let certificate = recorded.outcomes[0].certificate.clone().unwrap();
        assert_eq!(recorded.outcomes[0].dossier_id, good);
        assert_eq!(
            certificate.product_code, "51-21364-1-2026",
            "what is left out takes no number of the commune"
        );
        let mut left_out: Vec<(&str, &str)> = recorded
            .left_out
            .iter()
            .map(|one| (one.dossier_id.as_str(), one.reason.as_str()))
            .collect();
        left_out.sort_unstable();
        let mut expected = [
            (imported.as_str(), "CERTIFICATE_VALID"),
            (unknown.as_str(), "DOSSIER_UNKNOWN"),
        ];
        expected.sort_unstable();
        assert_eq!(left_out, expected);
        assert_eq!(
            state(&fixture, &imported).await,
            proto::DossierState::ProvincialScored
        );
        let again = authority.record_round_decision(request).await.unwrap();
        assert_eq!(again.into_inner(), recorded);
    }
);

on_both_engines!(
    every_fault_of_a_decision_on_a_round_is_reported_at_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        let request = proto::RecordRoundDecisionRequest {
            request_id: String::new(),
            decision: None,
            dossier_ids: vec![id(1), "x".to_owned(), id(1)],
            round_id: id(3),
            skip_undecidable: true,
        };
        let refused = authority.record_round_decision(request).await.unwrap_err();
        assert_eq!(
            refusal(&refused).1,
            [
                "request_id",
                "decision.number",
                "decision.date",
                "decision.authority",
                "dossier_ids[1]",
                "dossier_ids[2]",
                "dossier_ids"
            ]
        );
        let many: Vec<String> = (0..501).map(id).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for (said, field) in [
            (of_dossiers(&many), "dossier_ids"),
            (of_dossiers(&[]), "dossier_ids"),
        ] {
            let refused = decide(&fixture, 9, said).await.unwrap_err();
            assert_eq!(refusal(&refused).1, [field]);
        }
        let refused = decide(&fixture, 9, of_round(&id(5))).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "ROUND_UNKNOWN");
    }
);

on_both_engines!(
    the_authority_of_another_province_decides_nothing_here,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(1, "21364").await;
        let round = round(&fixture).await;
        scored(&fixture, (0x100, &products[0], &round), THREE_STARS).await;
        let request = proto::RecordRoundDecisionRequest {
            request_id: id(1),
            decision: Some(decision("2026-06-15")),
            ..of_round(&round)
        };
        let mut elsewhere = fixture.certificates_in(Role::DecisionAuthority, "province:52");
        let refused = elsewhere.record_round_decision(request).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::PermissionDenied, "OUT_OF_SCOPE")
        );
    }
);
