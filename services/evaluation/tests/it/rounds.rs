//! Rounds, and in which one a dossier lands.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::{Code, Status};

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{THREE_STARS, created, findings, round};
use crate::scored::scored;

async fn open(
    fixture: &Fixture,
    request: u128,
    council: &str,
    (number, extra): (u32, bool),
) -> Result<proto::Round, Status> {
    let request = proto::OpenRoundRequest {
        request_id: id(request),
        round: Some(proto::Round {
            province_code: "51".to_owned(),
            year: 2026,
            number,
            council_id: council.to_owned(),
            extra,
            ..Default::default()
        }),
    };
    let mut office = fixture.councils("lan", Role::OcopOffice);
    Ok(office
        .open_round(request)
        .await?
        .into_inner()
        .round
        .unwrap())
}

async fn listed(fixture: &Fixture) -> Vec<proto::Round> {
    let request = proto::ListRoundsRequest {
        province_code: "51".to_owned(),
        ..Default::default()
    };
    let mut office = fixture.councils("lan", Role::OcopOffice);
    office
        .list_rounds(request)
        .await
        .unwrap()
        .into_inner()
        .rounds
}

on_both_engines!(
    a_round_has_the_days_of_the_law_and_an_extra_one_must_be_said_to_be_one,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        round(&fixture).await;
        let second = listed(&fixture).await.remove(0);
        assert_eq!(
            (second.cut_off.as_str(), second.ends_on.as_str()),
            ("2026-10-30", "2026-12-30")
        );
        let first = open(&fixture, 1, &second.council_id, (1, false))
            .await
            .unwrap();
        assert_eq!(
            (first.cut_off.as_str(), first.ends_on.as_str()),
            ("2026-04-30", "2026-06-30")
        );
        let third = open(&fixture, 2, &second.council_id, (3, false))
            .await
            .unwrap_err();
        assert_eq!(
            (third.code(), refusal(&third).0.as_str()),
            (Code::FailedPrecondition, "EXTRA_ROUND")
        );
        let third = open(&fixture, 3, &second.council_id, (3, true))
            .await
            .unwrap();
        assert_eq!((third.cut_off.as_str(), third.ends_on.as_str()), ("", ""));
        assert_eq!(listed(&fixture).await.len(), 3);
    }
);

on_both_engines!(
    a_dossier_lands_in_the_round_that_the_day_it_was_sent_on_allows,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        round(&fixture).await;
        let second = listed(&fixture).await.remove(0);
        open(&fixture, 1, &second.council_id, (1, false))
            .await
            .unwrap();
        let answers = fixture.best_but(9, &[]).await;
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let mut commune = fixture.dossiers("cuc", Role::CommuneOfficer);
        for (n, sent_on) in [(1, "2026-06-02"), (2, "2026-10-30"), (3, "2026-10-31")] {
            let product = fixture.product(n, 9, ("524", "Bình Sơn")).await;
            let kind = proto::DossierKind::First;
            let request = 0x100 * n;
            let dossier = created(&fixture, (request, &product), kind, answers.clone())
                .await
                .unwrap();
            let submit = proto::SubmitDossierRequest {
                request_id: id(request + 1),
                id: dossier.id.clone(),
                lodged_on: "2026-06-01".to_owned(),
                acknowledged: Vec::new(),
            };
            office.submit_dossier(submit).await.unwrap();
            let endorse = proto::EndorseDossierRequest {
                request_id: id(request + 2),
                id: dossier.id.clone(),
                findings: Some(findings()),
                endorsed_on: sent_on.to_owned(),
                ..Default::default()
            };
            commune.endorse_dossier(endorse).await.unwrap();
            let accept = proto::AcceptDossierRequest {
                request_id: id(request + 3),
                id: dossier.id,
                round_id: String::new(),
                accepted_on: "2026-11-02".to_owned(),
            };
            let accepted = office.accept_dossier(accept).await;
            if n == 3 {
                assert_eq!(refusal(&accepted.unwrap_err()).0, "NO_ROUND");
            } else {
                let dossier = accepted.unwrap().into_inner().dossier.unwrap();
                assert_eq!(dossier.round_id, second.id, "sent on on {sent_on}");
            }
        }
    }
);

on_both_engines!(
    a_province_opens_no_round_of_the_centre,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        round(&fixture).await;
        let second = listed(&fixture).await.remove(0);
        let request = proto::OpenRoundRequest {
            request_id: id(1),
            round: Some(proto::Round {
                level: proto::RoundLevel::Centre.into(),
                year: 2026,
                number: 1,
                council_id: second.council_id,
                ..Default::default()
            }),
        };
        let mut office = fixture.councils("lan", Role::OcopOffice);
        let refused = office.open_round(request).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "OUT_OF_SCOPE");
    }
);

on_both_engines!(
    a_round_whose_days_the_law_does_not_know_is_not_opened,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        round(&fixture).await;
        let council_id = listed(&fixture).await.remove(0).council_id;
        let request = proto::OpenRoundRequest {
            request_id: id(1),
            round: Some(proto::Round {
                province_code: "51".to_owned(),
                year: 2027,
                number: 2,
                council_id,
                ends_on: "2028-05-30".to_owned(),
                ..Default::default()
            }),
        };
        let mut office = fixture.councils("lan", Role::OcopOffice);
        let refused = office.open_round(request).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "ROUND_DAYS");
    }
);

async fn corrected(
    fixture: &Fixture,
    request: proto::CorrectRoundRequest,
) -> Result<proto::Round, Status> {
    let request = proto::CorrectRoundRequest {
        reason: "ghi nhầm trong quyết định".to_owned(),
        ..request
    };
    let mut office = fixture.councils("lan", Role::OcopOffice);
    let answer = office.correct_round(request).await?;
    Ok(answer.into_inner().round.unwrap())
}

on_both_engines!(
    the_days_of_a_round_are_put_right_but_not_below_its_dossiers,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        round(&fixture).await;
        let second = listed(&fixture).await.remove(0);
        let to = |request: u128, cut_off: &str, ends_on: &str| proto::CorrectRoundRequest {
            request_id: id(request),
            id: second.id.clone(),
            cut_off: cut_off.to_owned(),
            ends_on: ends_on.to_owned(),
            ..Default::default()
        };
        let earlier = corrected(&fixture, to(1, "2026-10-15", "")).await.unwrap();
        assert_eq!(
            (earlier.cut_off.as_str(), earlier.ends_on.as_str()),
            ("2026-10-15", "2026-12-30")
        );
        assert_eq!(listed(&fixture).await, [earlier]);
        let late = corrected(&fixture, to(2, "", "2026-12-31")).await;
        assert_eq!(refusal(&late.unwrap_err()).0, "ROUND_DAYS");
        let unknown = proto::CorrectRoundRequest {
            council_id: id(0xBAD),
            ..to(3, "", "")
        };
        let unknown = corrected(&fixture, unknown).await.unwrap_err();
        assert_eq!(refusal(&unknown).0, "COUNCIL_UNKNOWN");

        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        scored(&fixture, (0x100, &product, &second.id), THREE_STARS).await;
        let below = corrected(&fixture, to(4, "2026-10-14", "")).await;
        assert_eq!(refusal(&below.unwrap_err()).0, "ROUND_TAKEN");
        let later = corrected(&fixture, to(5, "2026-10-30", "2026-12-20")).await;
        let later = later.unwrap();
        assert_eq!(
            (later.cut_off.as_str(), later.ends_on.as_str()),
            ("2026-10-30", "2026-12-20")
        );
    }
);
