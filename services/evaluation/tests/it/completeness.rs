//! What the law requires at a step is required there, and what is only advised is acknowledged by name.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::Code;

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{check, complete, created, drafted, in_round, round, vote};

const LODGED_ON: &str = "2026-06-01";

fn submit(request: u128, dossier: &str, acknowledged: &[&str]) -> proto::SubmitDossierRequest {
    proto::SubmitDossierRequest {
        request_id: id(request),
        id: dossier.to_owned(),
        lodged_on: LODGED_ON.to_owned(),
        acknowledged: acknowledged.iter().map(|&name| name.to_owned()).collect(),
    }
}

on_both_engines!(
    a_dossier_without_forms_declaration_samples_and_papers_is_not_lodged_and_is_told_so_before,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let answers = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let bare = drafted(&fixture, (1, &product), first, answers, None);
        let bare = bare.await.unwrap();
        let checked = check(&fixture, &bare.id, LODGED_ON).await;
        assert_eq!(checked.next_step(), proto::DossierStep::Submit);
        let required = checked.lacks.iter().filter(|lack| !lack.article.is_empty());
        let required: Vec<&str> = required.map(|lack| lack.name.as_str()).collect();
        assert_eq!(
            required,
            [
                "form.unit_name",
                "form.representative",
                "form.position",
                "form.address",
                "form.phone",
                "report.description",
                "report.results",
                "report.plan",
                "form.samples",
                "form.declared_true",
                "papers.establishment_certificate",
            ]
        );
        let required_count = required.len();
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let refused = office.submit_dossier(submit(2, &bare.id, &[])).await;
        let refused = refused.unwrap_err();
        let (reason, fields) = refusal(&refused);
        assert_eq!(
            (refused.code(), reason.as_str()),
            (Code::FailedPrecondition, "DOSSIER_INCOMPLETE")
        );
        let names: Vec<String> = checked.lacks.into_iter().map(|lack| lack.name).collect();
        // The details of an error are bounded; what the law requires comes first.
        assert!(fields.len() > required_count, "{fields:?}");
        assert!(
            names.starts_with(&fields),
            "the step and the question follow one rule"
        );
    }
);

on_both_engines!(
    what_is_only_advised_is_acknowledged_by_name_and_stays_on_record,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let answers = fixture.best_but(9, &[]).await;
        let mut content = complete(&fixture, &answers).await;
        content.form.as_mut().unwrap().email.clear();
        let first = proto::DossierKind::First;
        let draft = drafted(&fixture, (1, &product), first, answers, Some(content));
        let draft = draft.await.unwrap();
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let refused = office.submit_dossier(submit(2, &draft.id, &["form.phone"]));
        assert_eq!(refusal(&refused.await.unwrap_err()).1, ["form.email"]);
        let lodged = office.submit_dossier(submit(3, &draft.id, &["form.email"]));
        let lodged = lodged.await.unwrap().into_inner().dossier.unwrap();
        assert_eq!(lodged.acknowledged, ["form.email"]);
        let checked = check(&fixture, &draft.id, "").await;
        assert_eq!(checked.next_step(), proto::DossierStep::Endorse);
        let names: Vec<&str> = checked
            .lacks
            .iter()
            .map(|lack| lack.name.as_str())
            .collect();
        assert_eq!(
            names,
            [
                "findings.raw_material",
                "findings.labour",
                "findings.idea_origin",
                "findings.identity",
            ]
        );
    }
);

on_both_engines!(
    a_complete_dossier_is_lodged_without_acknowledging_anything,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let answers = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let draft = created(&fixture, (1, &product), first, answers);
        let draft = draft.await.unwrap();
        let checked = check(&fixture, &draft.id, LODGED_ON).await;
        assert_eq!((checked.lacks, checked.refusals), (vec![], vec![]));
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        office
            .submit_dossier(submit(2, &draft.id, &[]))
            .await
            .unwrap();
    }
);

on_both_engines!(
    members_answer_the_case_that_the_tourism_service_is_of,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 26, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let answers = fixture.best_but(26, &[]).await;
        let placed = (0x100, product.as_str(), round.as_str());
        let first = proto::DossierKind::First;
        let dossier = in_round(&fixture, placed, first, answers.clone(), LODGED_ON).await;
        let mut other = answers.clone();
        for answer in &mut other {
            if ["8", "9", "15"].contains(&answer.criterion.as_str()) {
                answer.option = "c".to_owned();
            }
        }
        let refused = vote(&fixture, (0x200, &dossier.id, "an"), other).await;
        let mut fields = refusal(&refused.unwrap_err()).1;
        fields.sort();
        assert_eq!(fields, ["answers[15]", "answers[8]", "answers[9]"]);
        vote(&fixture, (0x201, &dossier.id, "an"), answers)
            .await
            .unwrap();
    }
);
