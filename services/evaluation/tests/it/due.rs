//! What is due, most urgent first.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::created;

on_both_engines!(
    what_is_due_is_listed_most_urgent_first_and_page_by_page,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let answers = fixture.best_but(9, &[]).await;
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        // Lodged on the same day twice: the page must end between equal days too.
        for (n, day) in [
            (1, "2026-11-20"),
            (2, "2026-06-01"),
            (3, "2026-11-20"),
            (4, "2026-08-21"),
        ] {
            let product = fixture.product(n, 9, ("524", "Bình Sơn")).await;
            let first = proto::DossierKind::First;
            let dossier = created(&fixture, (0x100 * n, &product), first, answers.clone())
                .await
                .unwrap();
            let submit = proto::SubmitDossierRequest {
                request_id: id(0x100 * n + 1),
                id: dossier.id,
                lodged_on: day.to_owned(),
                acknowledged: Vec::new(),
            };
            office.submit_dossier(submit).await.unwrap();
        }
        let mut found: Vec<proto::DueDossier> = Vec::new();
        let mut token = String::new();
        loop {
            let request = proto::ListDueRequest {
                page_size: 1,
                page_token: token,
                province_code: "51".to_owned(),
                due_by: String::new(),
                ..Default::default()
            };
            let page = office.list_due(request).await.unwrap().into_inner();
            found.extend(page.due);
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        let lines: Vec<(String, bool)> = found
            .iter()
            .map(|one| one.deadline.clone().unwrap())
            .map(|deadline| (deadline.due_on, deadline.late))
            .collect();
        let line = |day: &str, late| (day.to_owned(), late);
        // 21 August: Saturday 22 is worked, 31 August to 2 September are not, nor is 24 November.
        assert_eq!(
            lines,
            [
                line("2026-06-22", true),
                line("2026-09-15", true),
                line("2026-12-14", false),
                line("2026-12-14", false),
            ]
        );
        assert!(
            found
                .iter()
                .all(|one| one.deadline.as_ref().unwrap().duty() == proto::Duty::CheckAtCommune)
        );

        let late_only = proto::ListDueRequest {
            province_code: "51".to_owned(),
            due_by: "2026-11-24".to_owned(),
            ..Default::default()
        };
        assert_eq!(
            office
                .list_due(late_only)
                .await
                .unwrap()
                .into_inner()
                .due
                .len(),
            2
        );
        let nowhere = office
            .list_due(proto::ListDueRequest::default())
            .await
            .unwrap_err();
        assert_eq!(refusal(&nowhere).1, ["province_code"]);
    }
);
