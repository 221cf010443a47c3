//! What a dossier takes from the catalog when it is lodged.

use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;

use crate::fixture::{Fixture, id, in_commune, refusal};
use crate::procedure::{check, created};

on_both_engines!(
    a_dossier_whose_product_went_into_another_set_asks_for_its_answers_and_says_so_before,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let answers = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let draft = created(&fixture, (1, &product), first, answers)
            .await
            .unwrap();
        fixture.say_product((1, 2), 10, in_commune("21364")).await;
        eventually("the answers to be those of another set", async || {
            let checked = check(&fixture, &draft.id, "2026-06-01").await;
            (!checked.lacks.is_empty()).then_some(())
        })
        .await;
        let submit = proto::SubmitDossierRequest {
            request_id: id(2),
            id: draft.id,
            lodged_on: "2026-06-01".to_owned(),
            acknowledged: Vec::new(),
        };
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let refused = office.submit_dossier(submit).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "DOSSIER_INCOMPLETE");
    }
);
