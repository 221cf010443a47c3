//! What is due, most urgent first.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;

use crate::certificates::import;
use crate::conflicts::declare;
use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{created, in_round, round, vote};

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

/// What is due in the province, page by page, and what is to be settled.
async fn due(
    fixture: &Fixture,
    (subject, role, scope): (&str, Role, &str),
    page_size: i32,
) -> (Vec<proto::DueDossier>, Vec<proto::RoundMatter>) {
    let mut dossiers = fixture.scoped_dossiers(subject, role, scope);
    let (mut due, mut matters, mut token) = (Vec::new(), Vec::new(), String::new());
    loop {
        let request = proto::ListDueRequest {
            page_size,
            page_token: token,
            province_code: "51".to_owned(),
            ..Default::default()
        };
        let page = dossiers.list_due(request).await.unwrap().into_inner();
        due.extend(page.due);
        matters.extend(page.matters);
        token = page.next_page_token;
        if token.is_empty() {
            return (due, matters);
        }
    }
}

on_both_engines!(
    certificates_in_their_filing_window_without_a_dossier_are_due_and_re_evaluations_in_their_45_days,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(6, "21364").await;
        let mut office = fixture.certificates(Role::OcopOffice);
        // On 20 November 2026 the windows of certificates are open that end by 19 May 2027.
        for (n, date) in [
            "2024-05-20", // opens tomorrow
            "2024-05-19", // opened today: ends on 19 May 2027
            "2024-02-10", // should have been filed by 13 October
            "2023-11-01", // has ended
            "2024-03-25", // has a draft of its re-evaluation
            "2024-03-20", // its re-evaluation was sent on
        ]
        .iter()
        .enumerate()
        {
            let old = import(0x10 + n as u128, &products[n], 3, date);
            office.import_certificate(old).await.unwrap();
        }
        let answers = fixture.best_but(9, &[]).await;
        let again = proto::DossierKind::ReEvaluation;
        let mut lan = fixture.dossiers("lan", Role::OcopOffice);
        let mut drafts = Vec::new();
        for (n, product) in [(0x100, &products[4]), (0x200, &products[5])] {
            let dossier = created(&fixture, (n, product), again, answers.clone()).await;
            drafts.push(dossier.unwrap().id);
        }
        let submit = proto::SubmitDossierRequest {
            request_id: id(0x300),
            id: drafts[1].clone(),
            lodged_on: "2026-11-05".to_owned(),
            acknowledged: Vec::new(),
        };
        lan.submit_dossier(submit).await.unwrap();
        let endorse = proto::EndorseDossierRequest {
            request_id: id(0x301),
            id: drafts[1].clone(),
            findings: Some(crate::procedure::findings()),
            endorsed_on: "2026-11-10".to_owned(),
            ..Default::default()
        };
        let mut commune = fixture.dossiers("cuc", Role::CommuneOfficer);
        commune.endorse_dossier(endorse).await.unwrap();

        let here = ("lan", Role::OcopOffice, "province:51");
        let (found, _) = due(&fixture, here, 1).await;
        let lines: Vec<(&str, &str, proto::Duty, bool)> = found
            .iter()
            .map(|one| {
                let deadline = one.deadline.as_ref().unwrap();
                let due_on = deadline.due_on.as_str();
                (one.product_name.as_str(), due_on, deadline.duty(), deadline.late)
            })
            .collect();
        use proto::Duty::{DecideAgain, File};
        assert_eq!(
            lines,
            [
                ("Nước mắm số 3", "2026-10-13", File, true),
                ("Nước mắm số 5", "2026-11-25", File, false),
                // 45 days from the day on which the commune sent it on.
                ("Nước mắm số 6", "2026-12-25", DecideAgain, false),
                ("Nước mắm số 2", "2027-01-19", File, false),
            ]
        );
        let without = &found[0];
        assert!(without.dossier_id.is_empty() && !without.certificate_id.is_empty());
        assert_eq!((without.product_id.as_str(), without.kind()), (products[2].as_str(), again));
        assert_eq!(found[1].dossier_id, drafts[0]);
        // The same, on one page and for who looks after one commune.
        assert_eq!(due(&fixture, here, 50).await.0, found);
        let commune = ("cuc", Role::CommuneOfficer, "commune:21364");
        assert_eq!(due(&fixture, commune, 2).await.0, found);
        let elsewhere = ("cuc", Role::CommuneOfficer, "commune:21365");
        assert!(due(&fixture, elsewhere, 2).await.0.is_empty());
        let by = proto::ListDueRequest {
            province_code: "51".to_owned(),
            due_by: "2026-11-24".to_owned(),
            ..Default::default()
        };
        let soon = lan.list_due(by).await.unwrap().into_inner().due;
        assert_eq!(soon, found[..1]);
    }
);

on_both_engines!(
    the_office_learns_what_is_to_be_settled_in_a_round_and_nobody_else,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let round = round(&fixture).await;
        let products = fixture.products_of(3, "21364").await;
        let first = proto::DossierKind::First;
        let best = fixture.best_but(9, &[]).await;
        // No trademark: a mark of three stars.
        let without = fixture.best_but(9, &[("3.5", 0)]).await;
        let mut dossiers = Vec::new();
        for (n, product) in (1..).zip(&products) {
            let placed = (0x2000 * n, product.as_str(), round.as_str());
            let dossier = in_round(&fixture, placed, first, best.clone(), "2026-06-01").await;
            dossiers.push(dossier.id);
        }
        dossiers.sort();
        let binh = ("binh", Role::CouncilMember);
        declare(&fixture, (0x9000, &dossiers[0]), binh, "")
            .await
            .unwrap();
        for (n, member) in (0x9100..).zip(crate::procedure::MEMBERS) {
            let said = if member == "chi" { &without } else { &best };
            vote(&fixture, (n, &dossiers[1], member), said.clone())
                .await
                .unwrap();
        }
        let agreed = best
            .iter()
            .find(|answer| answer.criterion == "3.5")
            .unwrap();
        let count = proto::TallyDossierRequest {
            request_id: id(0x9200),
            dossier_id: dossiers[1].clone(),
            agreed_answers: vec![agreed.clone()],
            tallied_on: "2026-06-10".to_owned(),
            ..Default::default()
        };
        let mut office = fixture.councils("lan", Role::OcopOffice);
        office.tally_dossier(count).await.unwrap();

        let here = ("lan", Role::OcopOffice, "province:51");
        let (_, matters) = due(&fixture, here, 1).await;
        assert_eq!(matters.len(), 2, "once, on the first page: {matters:?}");
        assert_eq!(matters[0].dossier_id, dossiers[0]);
        assert_eq!(
            (
                matters[0].conflicted.as_slice(),
                matters[0].contradictions.len()
            ),
            (&["binh".to_owned()][..], 0)
        );
        assert_eq!(matters[1].round_id, round);
        let contradiction = &matters[1].contradictions[0];
        assert_eq!(
            (
                contradiction.member.as_str(),
                contradiction.criterion.as_str()
            ),
            ("chi", "3.5")
        );
        for other in [
            ("kiem-toan", Role::Auditor, "*"),
            ("binh", Role::CouncilMember, "province:51"),
            ("lan", Role::OcopOffice, "province:64"),
        ] {
            assert!(due(&fixture, other, 50).await.1.is_empty(), "{other:?}");
        }
        let sign = proto::SignMinutesRequest {
            request_id: id(0x9300),
            dossier_id: dossiers[1].clone(),
            ..Default::default()
        };
        office.sign_minutes(sign).await.unwrap();
        assert_eq!(due(&fixture, here, 1).await.1.len(), 1);
    }
);
