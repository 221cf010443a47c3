//! What was handed in, time by time, and what the advisory team asks for.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::view::v1::View;
use tonic::{Code, Status};

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{all_vote, complete, created, drafted, findings, round, tally, three_stars};

fn mask(paths: &[&str]) -> Option<pbjson_types::FieldMask> {
    Some(pbjson_types::FieldMask {
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
    })
}

/// All that is handed in, with this telephone number.
async fn form(fixture: &Fixture, phone: &str) -> proto::DossierContent {
    let content = complete(fixture, &[]).await;
    let form = content.form.map(|form| proto::RegistrationForm {
        phone: phone.to_owned(),
        ..form
    });
    proto::DossierContent { form, ..content }
}

async fn update(
    fixture: &Fixture,
    request: u128,
    dossier: &proto::Dossier,
    content: proto::DossierContent,
) -> Result<proto::Dossier, Status> {
    let request = proto::UpdateDossierRequest {
        request_id: id(request),
        id: dossier.id.clone(),
        etag: dossier.etag.clone(),
        content: Some(content),
        update_mask: mask(&["form", "report", "statements"]),
    };
    let mut producer = fixture.dossiers("lan", Role::OcopOffice);
    let changed = producer.update_dossier(request).await?;
    Ok(changed.into_inner().dossier.unwrap())
}

async fn submit(fixture: &Fixture, request: u128, dossier: &str, day: &str) -> proto::Dossier {
    let request = proto::SubmitDossierRequest {
        request_id: id(request),
        id: dossier.to_owned(),
        lodged_on: day.to_owned(),
        acknowledged: Vec::new(),
    };
    let mut producer = fixture.dossiers("lan", Role::OcopOffice);
    let lodged = producer.submit_dossier(request).await.unwrap();
    lodged.into_inner().dossier.unwrap()
}

on_both_engines!(
    what_was_lodged_stays_as_it_was_and_the_difference_to_the_next_is_told,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let answers = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let draft = drafted(&fixture, (1, &product), first, answers, None)
            .await
            .unwrap();
        assert!(draft.missing.contains(&"form.unit_name".to_owned()));
        let written = update(&fixture, 2, &draft, form(&fixture, "0255 1").await)
            .await
            .unwrap();
        assert!(!written.missing.contains(&"form.unit_name".to_owned()));
        let stale = update(&fixture, 3, &draft, form(&fixture, "0255 2").await)
            .await
            .unwrap_err();
        assert_eq!(
            (stale.code(), refusal(&stale).0.as_str()),
            (Code::Aborted, "STALE_ETAG")
        );

        let lodged = submit(&fixture, 4, &draft.id, "2026-06-01").await;
        assert_eq!(lodged.revision, 1);
        let late = update(&fixture, 5, &lodged, form(&fixture, "0255 3").await)
            .await
            .unwrap_err();
        assert_eq!(refusal(&late).0, "WRONG_STATE");
        let mut commune = fixture.dossiers("cuc", Role::CommuneOfficer);
        let back = proto::ReturnDossierRequest {
            request_id: id(6),
            id: draft.id.clone(),
            reason: "Thiếu địa chỉ".to_owned(),
            returned_on: "2026-06-03".to_owned(),
        };
        let back = commune
            .return_dossier(back)
            .await
            .unwrap()
            .into_inner()
            .dossier
            .unwrap();
        update(&fixture, 7, &back, form(&fixture, "0255 4").await)
            .await
            .unwrap();
        submit(&fixture, 8, &draft.id, "2026-06-05").await;

        let mut reader = fixture.dossiers("lan", Role::OcopOffice);
        let ask = |size: i32, token: &str| proto::ListRevisionsRequest {
            page_size: size,
            page_token: token.to_owned(),
            dossier_id: draft.id.clone(),
            view: View::Full.into(),
        };
        let page = reader
            .list_revisions(ask(1, ""))
            .await
            .unwrap()
            .into_inner();
        assert_eq!(page.revisions[0].number, 1);
        let phone = |revision: &proto::DossierRevision| {
            revision.content.clone().unwrap().form.unwrap().phone
        };
        assert_eq!(phone(&page.revisions[0]), "0255 1");
        let page = reader
            .list_revisions(ask(1, &page.next_page_token))
            .await
            .unwrap()
            .into_inner();
        assert_eq!(page.revisions[0].answers_to, "Thiếu địa chỉ");
        assert_eq!(phone(&page.revisions[0]), "0255 4");
        assert_eq!(page.next_page_token, "");

        let compare = |to| proto::CompareRevisionsRequest {
            dossier_id: draft.id.clone(),
            from: 1,
            to,
        };
        let differences = reader
            .compare_revisions(compare(2))
            .await
            .unwrap()
            .into_inner();
        assert_eq!(
            differences.differences,
            [proto::RevisionDifference {
                field: "form.phone".to_owned(),
                before: "0255 1".to_owned(),
                after: "0255 4".to_owned(),
            }]
        );
        let none = reader.compare_revisions(compare(3)).await.unwrap_err();
        assert_eq!(refusal(&none).0, "REVISION_UNKNOWN");
    }
);

on_both_engines!(
    a_supplement_goes_back_and_forth_before_the_council_may_vote,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let answers = fixture.best_but(9, &[("3.5", 1)]).await;
        let first = proto::DossierKind::First;
        let draft = created(&fixture, (1, &product), first, answers.clone())
            .await
            .unwrap();
        submit(&fixture, 2, &draft.id, "2026-06-01").await;
        let mut commune = fixture.dossiers("cuc", Role::CommuneOfficer);
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let mut advisor = fixture.dossiers("tu-van", Role::Advisor);
        let endorse = proto::EndorseDossierRequest {
            request_id: id(3),
            id: draft.id.clone(),
            findings: Some(findings()),
            endorsed_on: "2026-06-02".to_owned(),
            ..Default::default()
        };
        commune.endorse_dossier(endorse).await.unwrap();
        let accept = proto::AcceptDossierRequest {
            request_id: id(4),
            id: draft.id.clone(),
            round_id: round,
            accepted_on: "2026-06-03".to_owned(),
        };
        office.accept_dossier(accept).await.unwrap();

        let wrong = proto::RequestSupplementRequest {
            request_id: id(5),
            id: draft.id.clone(),
            supplement: None,
        };
        let refused = advisor.request_supplement(wrong).await.unwrap_err();
        let (_, mut fields) = refusal(&refused);
        fields.sort();
        assert_eq!(fields, ["supplement.text", "supplement.wants"]);
        let request = proto::RequestSupplementRequest {
            request_id: id(6),
            id: draft.id.clone(),
            supplement: Some(proto::Supplement {
                wants: vec![proto::SupplementWant::Tests.into()],
                text: "Phiếu kiểm nghiệm histamin".to_owned(),
                asked_on: "2026-06-04".to_owned(),
                due_on: "2026-06-20".to_owned(),
                ..Default::default()
            }),
        };
        let waiting = advisor
            .request_supplement(request)
            .await
            .unwrap()
            .into_inner();
        let waiting = waiting.dossier.unwrap();
        assert_eq!(waiting.state(), proto::DossierState::SupplementRequested);
        assert_eq!(waiting.deadlines[0].due_on, "2026-06-20");
        assert!(
            waiting.deadlines[0].late,
            "the clock of the test is in November"
        );

        let filed = proto::FileSupplementRequest {
            request_id: id(7),
            id: draft.id.clone(),
            content: Some(form(&fixture, "0255 1").await),
            update_mask: mask(&["form"]),
            filed_on: "2026-06-10".to_owned(),
        };
        let again = office
            .file_supplement(filed)
            .await
            .unwrap()
            .into_inner()
            .dossier
            .unwrap();
        assert_eq!(
            (again.revision, again.state()),
            (2, proto::DossierState::InProvincialRound)
        );
        let report = proto::FileAdvisoryReportRequest {
            request_id: id(8),
            id: draft.id.clone(),
            report: "Đạt".to_owned(),
            filed_on: "2026-06-12".to_owned(),
            ..Default::default()
        };
        let ready = advisor
            .file_advisory_report(report)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(
            ready.dossier.unwrap().state(),
            proto::DossierState::ReadyForCouncil
        );
        all_vote(&fixture, 0x20, &draft.id, &answers).await;
        assert_eq!(
            tally(&fixture, (0x30, &draft.id), "2026-06-15")
                .await
                .unwrap()
                .star,
            3
        );
    }
);

on_both_engines!(
    an_upgrade_starts_from_what_was_handed_in_last,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        three_stars(&fixture, &product, &round).await;
        let upgrade = proto::DossierKind::Upgrade;
        let draft = created(&fixture, (0x900, &product), upgrade, Vec::new())
            .await
            .unwrap();
        assert_eq!(
            (draft.held_star, draft.held_until.as_str()),
            (3, "2029-06-15")
        );
        let chosen = |code: &str| {
            let all = &draft.self_assessment;
            all.iter()
                .find(|answer| answer.criterion == code)
                .map(|answer| answer.option.clone())
        };
        assert_eq!(draft.self_assessment.len(), 31);
        assert_eq!(chosen("3.5").as_deref(), Some("a"));

        // A first dossier has nothing to start from, and is written from the beginning.
        let other = fixture.product(2, 9, ("524", "Bình Sơn")).await;
        let first = proto::DossierKind::First;
        let blank = drafted(&fixture, (0x901, &other), first, Vec::new(), None)
            .await
            .unwrap();
        assert!(blank.self_assessment.is_empty());
    }
);
