//! What one decision on many dossiers leads to.

use std::collections::BTreeMap;

use futures::StreamExt as _;
use ocop_chassis::messaging::Event;
use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::verify_certificate_request::Subject;

use super::{decide, of_dossiers, of_round, state};
use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{THREE_STARS, decision, round};
use crate::scored::{all_scored, scored};

on_both_engines!(
    one_decision_certifies_114_products_with_all_their_events,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let listener = async_nats::connect(fixture.nats.url()).await.unwrap();
        let products = fixture.products_of(114, "21364").await;
        let round = round(&fixture).await;
        all_scored(&fixture, &url, &products, &round).await;
        let mut heard = listener.subscribe("ocop.evaluation.v1.>").await.unwrap();
        listener.flush().await.unwrap();

        let outcomes = decide(&fixture, 1, of_round(&round)).await.unwrap();
        assert_eq!(outcomes.len(), 114);
        let again = decide(&fixture, 1, of_round(&round)).await.unwrap();
        assert_eq!(again, outcomes, "the same request gets the same answer");
        let nothing = decide(&fixture, 2, of_round(&round)).await.unwrap_err();
        assert_eq!(refusal(&nothing).0, "NOTHING_TO_DECIDE");

        let mut serials: Vec<u32> = Vec::new();
        for outcome in &outcomes {
            let certificate = outcome.certificate.clone().unwrap();
            assert_eq!(certificate.product_id, outcome.product_id);
            assert_eq!(
                (certificate.star, certificate.valid_to.as_str()),
                (3, "2029-06-15")
            );
            let code = certificate.product_code;
            let serial = code.strip_prefix("51-21364-").unwrap();
            serials.push(serial.strip_suffix("-2026").unwrap().parse().unwrap());
        }
        serials.sort_unstable();
        assert_eq!(serials, (1..=114).collect::<Vec<_>>());

        // Every product has its one certificate event, every dossier its next in sequence. What was recorded before the
        // decision may still be on its way.
        let decided = ["certificate.issued", "dossier.certified"]
            .map(|name| format!("ocop.evaluation.{name}.v1"));
        let mut published: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
        let mut left = 228;
        while left > 0 {
            let message = heard.next().await.unwrap();
            let event =
                Event::read(&message.subject, message.headers.as_ref(), &message.payload).unwrap();
            if !decided.contains(&event.kind) {
                continue;
            }
            left -= 1;
            let of = published.entry(event.aggregate_id.to_string()).or_default();
            of.push((event.kind, event.version));
        }
        for outcome in &outcomes {
            let issued = ("ocop.evaluation.certificate.issued.v1".to_owned(), 1);
            assert_eq!(published[&outcome.product_id], [issued]);
            let certified = ("ocop.evaluation.dossier.certified.v1".to_owned(), 7);
            assert_eq!(published[&outcome.dossier_id], [certified]);
        }
    }
);

on_both_engines!(
    a_decision_on_a_round_leaves_five_stars_to_the_decision_that_approves_them,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(2, "21364").await;
        let round = round(&fixture).await;
        let three = scored(&fixture, (0x100, &products[0], &round), THREE_STARS).await;
        let five = scored(&fixture, (0x200, &products[1], &round), &[]).await;
        let outcomes = decide(&fixture, 1, of_round(&round)).await.unwrap();
        let decided: Vec<&str> = outcomes.iter().map(|one| one.dossier_id.as_str()).collect();
        assert_eq!(decided, [three]);
        let outcomes = decide(&fixture, 2, of_dossiers(&[&five])).await.unwrap();
        assert_eq!(outcomes[0].certificate, None);
        assert_eq!(
            state(&fixture, &five).await,
            proto::DossierState::ForwardedCentral
        );
    }
);

on_both_engines!(
    of_products_certified_by_one_decision_one_is_revoked_and_the_others_stay,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(20, "21364").await;
        let round = round(&fixture).await;
        all_scored(&fixture, &url, &products, &round).await;
        let outcomes = decide(&fixture, 1, of_round(&round)).await.unwrap();
        let revoked = outcomes[7].certificate.clone().unwrap();
        let request = proto::RevokeCertificateRequest {
            inspection_id: String::new(),
            request_id: id(2),
            certificate_id: revoked.id.clone(),
            revocation: Some(proto::Revocation {
                ground: proto::RevocationGround::Ceased.into(),
                reason: "chủ thể ngừng sản xuất".to_owned(),
                decision: Some(decision("2026-10-01")),
            }),
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        authority.revoke_certificate(request).await.unwrap();
        for product in products {
            let verdict = fixture
                .verify(Subject::ProductId(product.clone()), "2026-10-01")
                .await;
            let expected = if product == revoked.product_id {
                proto::Standing::Revoked
            } else {
                proto::Standing::Valid
            };
            assert_eq!(verdict.standing(), expected);
        }
    }
);

on_both_engines!(
    a_decision_on_a_round_names_others_that_bear_its_number_in_the_year,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(2, "21364").await;
        let round = round(&fixture).await;
        let first = scored(&fixture, (0x100, &products[0], &round), THREE_STARS).await;
        let second = scored(&fixture, (0x200, &products[1], &round), THREE_STARS).await;
        let of = |request: u128, dossier: &str, on: &str| proto::RecordRoundDecisionRequest {
            request_id: id(request),
            decision: Some(decision(on)),
            dossier_ids: vec![dossier.to_owned()],
            ..Default::default()
        };
        let mut authority = fixture.certificates(Role::DecisionAuthority);
        let june = of(1, &first, "2026-06-15");
        let june = authority.record_round_decision(june).await.unwrap();
        let june = june.into_inner();
        assert_eq!(june.other_decisions, []);
        let given = june.outcomes[0].certificate.clone().unwrap();
        let july = of(2, &second, "2026-07-15");
        let july = authority.record_round_decision(july).await.unwrap();
        let other = proto::OtherDecision {
            certificate_id: given.id,
            decision: given.decision,
        };
        assert_eq!(july.into_inner().other_decisions, [other]);
    }
);
