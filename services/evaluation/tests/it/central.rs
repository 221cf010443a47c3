//! Five stars, through the centre.

use chrono::TimeDelta;
use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{MEMBERS, all_vote, decide, decision, in_round, round, tally};
use crate::secrecy::list;

on_both_engines!(
    a_candidate_becomes_a_product_of_five_stars_only_by_the_minister,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let provincial = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let kind = proto::DossierKind::First;
        let dossier = in_round(
            &fixture,
            (0x100, &product, &provincial),
            kind,
            best.clone(),
            "2026-06-01",
        )
        .await;
        all_vote(&fixture, 0x200, &dossier.id, &best).await;
        tally(&fixture, (0x210, &dossier.id), "2026-06-10")
            .await
            .unwrap();
        let forwarded = decide(&fixture, (0x220, &dossier.id), "2026-06-20")
            .await
            .unwrap();
        assert!(forwarded.certificate.is_none());
        let candidate = forwarded.dossier.unwrap();
        assert_eq!(candidate.state(), proto::DossierState::ForwardedCentral);
        assert!(candidate.five_star_candidate);

        // Nobody of the province touches it now.
        let accept = |request: u128, round_id: &str| proto::AcceptDossierRequest {
            request_id: id(request),
            id: dossier.id.clone(),
            round_id: round_id.to_owned(),
            accepted_on: "2026-07-10".to_owned(),
        };
        let mut provincial_office = fixture.dossiers("lan", Role::OcopOffice);
        let refused = provincial_office
            .accept_dossier(accept(0x230, ""))
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "OUT_OF_SCOPE");

        let mut ministry = fixture.central_councils("bo", Role::OcopOffice);
        let member = |(index, subject): (usize, &&str)| proto::CouncilMember {
            subject: (*subject).to_owned(),
            full_name: format!("Ủy viên {subject}"),
            organisation: "Bộ Nông nghiệp và Môi trường".to_owned(),
            role: if index == 0 { 1 } else { 3 },
            ..Default::default()
        };
        let council = proto::AppointCouncilRequest {
            request_id: id(0x240),
            council: Some(central_council(
                MEMBERS.iter().enumerate().map(member).collect(),
            )),
        };
        let council = ministry
            .appoint_council(council)
            .await
            .unwrap()
            .into_inner()
            .council
            .unwrap();
        let opened = proto::OpenRoundRequest {
            request_id: id(0x241),
            round: Some(proto::Round {
                level: proto::RoundLevel::Centre.into(),
                year: 2026,
                number: 1,
                council_id: council.id,
                ..Default::default()
            }),
        };
        let opened = ministry
            .open_round(opened)
            .await
            .unwrap()
            .into_inner()
            .round
            .unwrap();
        assert_eq!(
            (opened.cut_off.as_str(), opened.ends_on.as_str()),
            ("2026-07-30", "2026-09-30")
        );
        let mut office = fixture.central_dossiers("bo", Role::OcopOffice);
        let accepted = office
            .accept_dossier(accept(0x242, ""))
            .await
            .unwrap()
            .into_inner();
        let accepted = accepted.dossier.unwrap();
        assert_eq!(
            (accepted.state(), accepted.round_id),
            (proto::DossierState::InCentralRound, opened.id)
        );

        for (n, subject) in (0..).zip(MEMBERS) {
            fixture.service.clock.advance(TimeDelta::milliseconds(1));
            let ballot = proto::CastBallotRequest {
                request_id: id(0x250 + n),
                dossier_id: dossier.id.clone(),
                answers: best.clone(),
                comment: String::new(),
            };
            fixture
                .central_councils(subject, Role::CouncilMember)
                .cast_ballot(ballot)
                .await
                .unwrap();
        }
        // The province sees its own council's ballots and knows nothing of the centre's; there the office
        // knows who has voted. The members of both councils voted anew, in a vote of its own.
        let provincial = list(&fixture, "lan", Role::OcopOffice, &dossier.id).await;
        assert_eq!(votes(&provincial), [(1, false); 5]);
        let request = proto::ListBallotsRequest {
            dossier_id: dossier.id.clone(),
            ..Default::default()
        };
        let central = ministry.list_ballots(request).await.unwrap().into_inner();
        assert_eq!(votes(&central), [[(1, false); 5], [(2, true); 5]].concat());
        let counted = proto::TallyDossierRequest {
            request_id: id(0x260),
            dossier_id: dossier.id.clone(),
            tallied_on: "2026-08-20".to_owned(),
            ..Default::default()
        };
        let counted = ministry
            .tally_dossier(counted)
            .await
            .unwrap()
            .into_inner()
            .tally
            .unwrap();
        assert_eq!(counted.star, 5);

        let refused = decide(&fixture, (0x270, &dossier.id), "2026-09-01")
            .await
            .unwrap_err();
        assert_eq!(
            refusal(&refused).0,
            "OUT_OF_SCOPE",
            "a province never certifies five stars"
        );
        let recognised = proto::RecordDecisionRequest {
            request_id: id(0x271),
            dossier_id: dossier.id.clone(),
            decision: Some(proto::Decision {
                authority: "Bộ trưởng Bộ Nông nghiệp và Môi trường".to_owned(),
                ..decision("2026-09-01")
            }),
        };
        let mut minister = fixture.central_dossiers("bo-truong", Role::DecisionAuthority);
        let recognised = minister
            .record_decision(recognised)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(recognised.certificate.unwrap().star, 5);
        let dossier = recognised.dossier.unwrap();
        assert_eq!(
            dossier.earlier_results.len(),
            1,
            "the province's result is kept"
        );
        assert!(!dossier.five_star_candidate);
    }
);

/// The vote of each ballot, and whether it is sealed.
fn votes(response: &proto::ListBallotsResponse) -> Vec<(u32, bool)> {
    let ballots = response.ballots.iter();
    ballots
        .map(|ballot| (ballot.attempt, ballot.sealed))
        .collect()
}

pub(crate) fn central_council(members: Vec<proto::CouncilMember>) -> proto::Council {
    proto::Council {
        level: proto::CouncilLevel::Centre.into(),
        decision_number: "77/QĐ-BNNMT".to_owned(),
        appointed_on: "2026-06-25".to_owned(),
        members,
        ..Default::default()
    }
}
