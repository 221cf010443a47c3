//! How much of its rows a list gives.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::view::v1::View;

use crate::documents::owner;
use crate::fixture::{Fixture, id, refusal};
use crate::procedure::advised;
use crate::proofs::{draft, stating, update};
use crate::secrecy::get_dossier;

on_both_engines!(
    lists_of_dossiers_and_revisions_leave_out_what_was_handed_in_unless_it_is_asked_for,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut owner = owner(&fixture);
        let (drafted, filed) = draft(&fixture, &mut owner).await;
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let named = update(2, &drafted, stating("9", &[&filed]));
        office.update_dossier(named).await.unwrap();
        let submit = proto::SubmitDossierRequest {
            request_id: id(3),
            id: drafted.id.clone(),
            lodged_on: "2026-06-01".to_owned(),
            acknowledged: advised(&fixture, &drafted.id).await,
        };
        office.submit_dossier(submit).await.unwrap();
        let whole = get_dossier(&fixture, &drafted.id).await;
        let content = whole.content.clone();
        assert_eq!(content.as_ref().unwrap().statements.len(), 1);
        assert!(!whole.self_assessment.is_empty());
        let basic = proto::Dossier {
            content: None,
            self_assessment: Vec::new(),
            ..whole.clone()
        };
        for (view, dossier, handed_in) in [
            (View::Unspecified, &basic, &None),
            (View::Basic, &basic, &None),
            (View::Full, &whole, &content),
        ] {
            let request = proto::ListDossiersRequest {
                view: view.into(),
                ..Default::default()
            };
            let listed = office.list_dossiers(request).await.unwrap().into_inner();
            assert_eq!(listed.dossiers, std::slice::from_ref(dossier), "{view:?}");
            let request = proto::ListRevisionsRequest {
                dossier_id: drafted.id.clone(),
                view: view.into(),
                ..Default::default()
            };
            let listed = office.list_revisions(request).await.unwrap().into_inner();
            let [revision] = &listed.revisions[..] else {
                panic!("{listed:?}")
            };
            assert_eq!((revision.number, &revision.content), (1, handed_in));
        }
    }
);

on_both_engines!(
    a_list_without_pages_has_its_views_too,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut owner = owner(&fixture);
        let (drafted, _) = draft(&fixture, &mut owner).await;
        let ask = |view: i32| proto::ListDossierEvidenceRequest {
            dossier_id: drafted.id.clone(),
            view,
        };
        owner.list_dossier_evidence(ask(2)).await.unwrap();
        let refused = owner.list_dossier_evidence(ask(3)).await.unwrap_err();
        assert_eq!(refusal(&refused).1, ["view"]);
    }
);
