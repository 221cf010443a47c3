//! Votes by the rules and the members of their day.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::Code;

use crate::conflicts::declare;
use crate::councils::{amend, member};
use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{MEMBERS, in_round, round, tally, vote};

/// The council of the round of the tests.
async fn of_the_round(fixture: &Fixture) -> proto::Council {
    let request = proto::ListCouncilsRequest {
        province_code: "51".to_owned(),
        ..Default::default()
    };
    let mut anyone = fixture.councils("kiem", Role::Auditor);
    let councils = anyone.list_councils(request).await.unwrap().into_inner();
    let [council] = &councils.councils[..] else {
        panic!("{councils:?}")
    };
    council.clone()
}

on_both_engines!(
    a_dossier_is_counted_by_the_rules_of_the_day_of_the_minutes,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let council = of_the_round(&fixture).await;
        let rules = proto::CouncilRules {
            quorum_percent: 75,
            chair_must_vote: true,
            ..Default::default()
        };
        let request = proto::AmendCouncilRequest {
            request_id: id(1),
            council_id: council.id,
            etag: council.etag,
            from_date: "2026-06-15".to_owned(),
            rules: Some(rules),
            ..Default::default()
        };
        amend(&fixture, request).await.unwrap();
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let before_council = (0x100, product.as_str(), round.as_str());
        let dossier = in_round(&fixture, before_council, first, best.clone(), "2026-06-01").await;
        for (n, member) in (0..).zip(&MEMBERS[1..]) {
            vote(&fixture, (0x200 + n, &dossier.id, member), best.clone())
                .await
                .unwrap();
        }
        let refused = tally(&fixture, (0x210, &dossier.id), "2026-06-15")
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "CHAIR_ABSENT")
        );
        let counted = tally(&fixture, (0x211, &dossier.id), "2026-06-14")
            .await
            .unwrap();
        assert_eq!(
            (counted.ballots, counted.absent),
            (4, vec!["an".to_owned()])
        );
    }
);

on_both_engines!(
    who_left_the_council_votes_no_more_and_who_voted_before_stays_counted,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let before_council = (0x100, product.as_str(), round.as_str());
        let dossier = in_round(&fixture, before_council, first, best.clone(), "2026-06-01").await;
        let cast = async |n: u128, subject: &str| {
            vote(&fixture, (n, &dossier.id, subject), best.clone()).await
        };
        cast(0x200, "binh").await.unwrap();
        let council = of_the_round(&fixture).await;
        let request = proto::AmendCouncilRequest {
            request_id: id(1),
            council_id: council.id,
            etag: council.etag,
            from_date: "2026-11-20".to_owned(),
            leaving: vec!["binh".to_owned(), "chi".to_owned()],
            joining: vec![member("hanh", proto::MemberRole::Member)],
            ..Default::default()
        };
        amend(&fixture, request).await.unwrap();
        let refused = cast(0x201, "chi").await.unwrap_err();
        assert_eq!(refusal(&refused).0, "NOT_A_MEMBER");
        for (n, subject) in (0x202..).zip(["an", "dung", "hanh"]) {
            cast(n, subject).await.unwrap();
        }
        // Five may vote: four members of the day, and the one who voted and left.
        let counted = tally(&fixture, (0x210, &dossier.id), "2026-11-20")
            .await
            .unwrap();
        assert_eq!(
            (counted.ballots, counted.absent),
            (4, vec!["giang".to_owned()])
        );
    }
);

on_both_engines!(
    a_chair_in_conflict_whose_vote_the_rules_ask_for_leaves_the_session_to_another_member,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let council = of_the_round(&fixture).await;
        let request = proto::AmendCouncilRequest {
            request_id: id(1),
            council_id: council.id,
            etag: council.etag,
            from_date: "2026-05-26".to_owned(),
            rules: Some(proto::CouncilRules {
                chair_must_vote: true,
                ..Default::default()
            }),
            ..Default::default()
        };
        let council = amend(&fixture, request).await.unwrap();
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let before_council = (0x100, product.as_str(), round.as_str());
        let dossier = in_round(&fixture, before_council, first, best.clone(), "2026-06-01").await;
        let chair = ("an", Role::CouncilMember);
        declare(&fixture, (2, &dossier.id), chair, "")
            .await
            .unwrap();
        for (n, member) in (0..).zip(&MEMBERS[1..]) {
            vote(&fixture, (0x200 + n, &dossier.id, member), best.clone())
                .await
                .unwrap();
        }
        let refused = tally(&fixture, (0x210, &dossier.id), "2026-06-10")
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "CHAIR_ABSENT");

        let mut office = fixture.councils("lan", Role::OcopOffice);
        let delegate = |request: u128, etag: &str, member: &str| proto::DelegateChairRequest {
            request_id: id(request),
            council_id: council.id.clone(),
            etag: etag.to_owned(),
            member: member.to_owned(),
            from_date: "2026-06-10".to_owned(),
            until_date: String::new(),
            reason: "chủ tịch là người nhà của chủ thể".to_owned(),
        };
        let stranger = office.delegate_chair(delegate(3, &council.etag, "stranger"));
        let stranger = stranger.await.unwrap_err();
        assert_eq!(refusal(&stranger).1, ["council"]);
        let delegated = office.delegate_chair(delegate(4, &council.etag, "binh"));
        let delegated = delegated.await.unwrap().into_inner().council.unwrap();
        let recorded = &delegated.delegations[0];
        assert_eq!(
            (
                recorded.member.as_str(),
                recorded.until_date.as_str(),
                recorded.recorded_by.as_str()
            ),
            ("binh", "2026-06-10", "lan")
        );
        let stale = office.delegate_chair(delegate(5, &council.etag, "binh"));
        assert_eq!(stale.await.unwrap_err().code(), Code::Aborted);
        let counted = tally(&fixture, (0x211, &dossier.id), "2026-06-10")
            .await
            .unwrap();
        assert_eq!((counted.presided_by.as_str(), counted.ballots), ("binh", 4));
    }
);
