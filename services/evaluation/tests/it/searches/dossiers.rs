//! Searches of dossiers, and their counts.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;

use super::sorted;
use crate::certificates::import;
use crate::conflicts::declare;
use crate::fixture::{Fixture, refusal};
use crate::procedure::{THREE_STARS, created, in_round, round, vote};

/// The ids of the dossiers that somebody's search finds, sorted: the clock stands still, so their order is any.
async fn found(
    fixture: &Fixture,
    (subject, role, scope): (&str, Role, &str),
    search: proto::ListDossiersRequest,
) -> Vec<String> {
    let mut dossiers = fixture.scoped_dossiers(subject, role, scope);
    let page = dossiers.list_dossiers(search).await.unwrap().into_inner();
    sorted(page.dossiers.into_iter().map(|dossier| dossier.id))
}

/// What a search of the office counts by a dimension.
async fn counted(
    fixture: &Fixture,
    scope: &str,
    by: proto::DossierDimension,
) -> (u32, Vec<(String, String, u32)>) {
    let request = proto::FacetDossiersRequest {
        of: None,
        by: vec![by.into()],
    };
    let mut dossiers = fixture.scoped_dossiers("lan", Role::OcopOffice, scope);
    let answer = dossiers.facet_dossiers(request).await.unwrap().into_inner();
    let rows = answer.facets.into_iter().flat_map(|facet| facet.rows);
    let rows = rows.map(|row| (row.key, row.name, row.count)).collect();
    (answer.total, rows)
}

on_both_engines!(
    an_office_finds_dossiers_by_states_round_words_code_and_lateness_and_counts_them,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let round = round(&fixture).await;
        let answers = fixture.best_but(9, THREE_STARS).await;
        let first = proto::DossierKind::First;
        let products = fixture.products_of(8, "21364").await[5..].to_vec();
        let placed = (0x100, products[0].as_str(), round.as_str());
        let voted = in_round(&fixture, placed, first, answers.clone(), "2026-06-01").await;
        let draft = created(&fixture, (0x200, &products[1]), first, answers.clone());
        let draft = draft.await.unwrap();
        // A product that had a certificate once.
        let mut office = fixture.certificates(Role::OcopOffice);
        let old = import(0x300, &products[2], 3, "2020-07-14");
        office.import_certificate(old).await.unwrap();
        let again = created(&fixture, (0x400, &products[2]), first, answers)
            .await
            .unwrap();
        let lan = ("lan", Role::OcopOffice, "province:51");

        let search = |states: &[proto::DossierState]| proto::ListDossiersRequest {
            states: states.iter().map(|state| i32::from(*state)).collect(),
            ..Default::default()
        };
        use proto::DossierState::{Draft, ReadyForCouncil, Withdrawn};
        assert_eq!(
            found(&fixture, lan, search(&[Draft, Withdrawn])).await,
            sorted([draft.id.clone(), again.id.clone()])
        );
        let all = found(&fixture, lan, search(&[Draft, ReadyForCouncil])).await;
        assert_eq!(all.len(), 3);
        let of = |change: fn(&mut proto::ListDossiersRequest)| {
            let mut request = proto::ListDossiersRequest::default();
            change(&mut request);
            request
        };
        for (what, request, expected) in [
            (
                "round",
                of(|q| (q.round_year, q.round_number) = (Some(2026), Some(2))),
                vec![&voted.id],
            ),
            ("other round", of(|q| q.round_number = Some(1)), vec![]),
            (
                "words",
                of(|q| q.search = "MAM  so 7".to_owned()),
                vec![&draft.id],
            ),
            // The codes of imports are made of the request's number.
            (
                "code",
                of(|q| q.product_code = " 51 – 768".to_owned()),
                vec![&again.id],
            ),
            (
                "lodged",
                of(|q| q.lodged_from = "2026-05-31".to_owned()),
                vec![&voted.id],
            ),
            ("place", of(|q| q.place_code = "21040".to_owned()), vec![]),
            ("set", of(|q| q.criteria_set = Some(10)), vec![]),
        ] {
            let found: Vec<String> = found(&fixture, lan, request).await;
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{what}");
        }

        let row = |key: &str, name: &str, count| (key.to_owned(), name.to_owned(), count);
        use proto::DossierDimension::{Commune, Kind, Round, State};
        assert_eq!(
            counted(&fixture, "province:51", State).await,
            (
                3,
                vec![
                    row("draft", "bản nháp", 2),
                    row("ready_for_council", "chờ hội đồng đánh giá", 1)
                ]
            )
        );
        assert_eq!(
            counted(&fixture, "province:51", Round).await.1,
            [
                row("", "chưa vào đợt", 2),
                row("2026/2", "đợt 2 năm 2026", 1)
            ]
        );
        assert_eq!(
            counted(&fixture, "province:51", Kind).await.1,
            [row("first", "đánh giá lần đầu", 3)]
        );
        assert_eq!(
            counted(&fixture, "province:51", Commune).await.1[0].0,
            "21364"
        );
        // Only what lies in the caller's scopes is found and counted.
        assert_eq!(
            counted(&fixture, "province:64", State).await,
            (0, Vec::new())
        );
        let elsewhere = ("cuc", Role::CommuneOfficer, "commune:21365");
        let none: Vec<String> = Vec::new();
        assert_eq!(found(&fixture, elsewhere, Default::default()).await, none);

        let wrong = proto::FacetDossiersRequest {
            of: Some(proto::ListDossiersRequest {
                states: vec![99],
                kind: 99,
                criteria_set: Some(27),
                lodged_from: "hôm qua".to_owned(),
                product_code: "null".to_owned(),
                ..Default::default()
            }),
            by: vec![0],
        };
        let mut dossiers = fixture.dossiers("lan", Role::OcopOffice);
        let refused = dossiers.facet_dossiers(wrong).await.unwrap_err();
        let fields = refusal(&refused).1;
        for field in [
            "of.states[0]",
            "of.kind",
            "of.criteria_set",
            "of.lodged_from",
            "of.product_code",
            "by[0]",
        ] {
            assert!(
                fields.iter().any(|named| named == field),
                "{field}: {fields:?}"
            );
        }
    }
);

on_both_engines!(
    a_member_finds_what_waits_for_its_ballot_and_only_the_office_asks_for_others,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let round = round(&fixture).await;
        let answers = fixture.best_but(9, THREE_STARS).await;
        let products = fixture.products_of(2, "21364").await;
        let mut dossiers = Vec::new();
        for (n, product) in (1..).zip(&products) {
            let placed = (0x100 * n, product.as_str(), round.as_str());
            let first = proto::DossierKind::First;
            let dossier = in_round(&fixture, placed, first, answers.clone(), "2026-06-01").await;
            dossiers.push(dossier.id);
        }
        dossiers.sort();
        let awaiting = |member: &str| proto::ListDossiersRequest {
            awaiting_member: member.to_owned(),
            ..Default::default()
        };
        let binh = ("binh", Role::CouncilMember, "province:51");
        let lan = ("lan", Role::OcopOffice, "province:51");
        assert_eq!(found(&fixture, binh, awaiting("binh")).await, dossiers);
        vote(&fixture, (0x900, &dossiers[0], "binh"), answers.clone())
            .await
            .unwrap();
        assert_eq!(found(&fixture, binh, awaiting("binh")).await, dossiers[1..]);
        assert_eq!(found(&fixture, lan, awaiting("binh")).await, dossiers[1..]);
        assert_eq!(found(&fixture, lan, awaiting("chi")).await, dossiers);
        // Who has a conflict of interest does not vote.
        let chi = ("chi", Role::CouncilMember);
        declare(&fixture, (0x901, &dossiers[0]), chi, "")
            .await
            .unwrap();
        assert_eq!(found(&fixture, lan, awaiting("chi")).await, dossiers[1..]);
        assert!(found(&fixture, lan, awaiting("nobody")).await.is_empty());

        let mut other = fixture.dossiers("binh", Role::CouncilMember);
        let refused = other.list_dossiers(awaiting("chi")).await.unwrap_err();
        assert_eq!(refusal(&refused).1, ["awaiting_member"]);
        let mut auditor = fixture.dossiers("kiem-toan", Role::Auditor);
        let refused = auditor.list_dossiers(awaiting("chi")).await.unwrap_err();
        assert_eq!(refusal(&refused).1, ["awaiting_member"]);
    }
);
