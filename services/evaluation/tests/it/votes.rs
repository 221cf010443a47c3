//! A vote that must be held again, and how the council comes to its result.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::{Code, Status};

use crate::certificates::import;
use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{MEMBERS, all_vote, in_round, round, tally, vote};
use crate::secrecy::{get_dossier, list};

/// Counts the ballots in a way, with agreed answers.
async fn close(
    fixture: &Fixture,
    (request, dossier): (u128, &str),
    mode: proto::CouncilMode,
    agreed: &[(&str, &str)],
) -> Result<proto::Tally, Status> {
    let answer = |(criterion, option): &(&str, &str)| proto::Answer {
        criterion: (*criterion).to_owned(),
        option: (*option).to_owned(),
    };
    let request = proto::TallyDossierRequest {
        request_id: id(request),
        dossier_id: dossier.to_owned(),
        agreed_answers: agreed.iter().map(answer).collect(),
        tallied_on: "2026-11-20".to_owned(),
        mode: mode.into(),
    };
    let mut office = fixture.councils("lan", Role::OcopOffice);
    let answer = office.tally_dossier(request).await?.into_inner();
    Ok(answer.tally.unwrap())
}

/// A re-evaluation before the council, of a product whose certificate ends in February 2027.
async fn re_evaluation(fixture: &Fixture, round: &str) -> proto::Dossier {
    let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
    fixture
        .certificates(Role::OcopOffice)
        .import_certificate(import(0x50, &product, 4, "2024-02-20"))
        .await
        .unwrap();
    let best = fixture.best_but(9, &[]).await;
    let kind = proto::DossierKind::ReEvaluation;
    in_round(fixture, (0x100, &product, round), kind, best, "2026-10-01").await
}

on_both_engines!(
    totals_too_far_apart_are_voted_on_anew_and_both_votes_are_kept,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let before_council = (0x100, product.as_str(), round.as_str());
        let dossier = in_round(&fixture, before_council, first, best.clone(), "2026-06-01").await;
        let low = [("6.2", 0), ("10", 0), ("11", 0), ("1.2", 0)];
        let low = fixture.best_but(9, &low).await;
        for (n, member) in (0..).zip(MEMBERS) {
            let answers = if n == 4 { &low } else { &best };
            vote(&fixture, (0x200 + n, &dossier.id, member), answers.clone())
                .await
                .unwrap();
        }
        let apart = tally(&fixture, (0x210, &dossier.id), "2026-06-10")
            .await
            .unwrap();
        assert_eq!(
            apart,
            proto::Tally {
                ballots: 5,
                outcome: proto::TallyOutcome::SecondBallot.into(),
                tallied_on: "2026-06-10".to_owned(),
                spread: 11,
                attempt: 1,
                mode: proto::CouncilMode::Meeting.into(),
                ..Default::default()
            },
            "nothing is response of what the ballots say"
        );
        let again = tally(&fixture, (0x210, &dossier.id), "2026-06-10").await;
        assert_eq!(again.unwrap(), apart, "the same request is one count");
        let waiting = get_dossier(&fixture, &dossier.id).await;
        assert_eq!(
            (waiting.state(), waiting.ballot_attempt, waiting.tally),
            (proto::DossierState::ReadyForCouncil, 2, None)
        );

        // Nobody's first ballot counts again: everybody votes anew.
        let refused = tally(&fixture, (0x211, &dossier.id), "2026-06-11")
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "BELOW_QUORUM");
        all_vote(&fixture, 0x220, &dossier.id, &best).await;
        let refused = vote(&fixture, (0x230, &dossier.id, "an"), best.clone())
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "VOTED_ALREADY");
        let counted = tally(&fixture, (0x212, &dossier.id), "2026-06-11")
            .await
            .unwrap();
        assert_eq!(
            (counted.attempt, counted.ballots, counted.total_sum),
            (2, 5, 500)
        );
        let kept = list(&fixture, "lan", Role::OcopOffice, &dossier.id).await;
        let kept: Vec<_> = kept
            .ballots
            .iter()
            .map(|ballot| (ballot.attempt, ballot.total))
            .collect();
        let firsts = [(1, 100), (1, 100), (1, 100), (1, 100), (1, 89)];
        assert_eq!(kept, [firsts, [(2, 100); 5]].concat());
    }
);

on_both_engines!(
    a_first_evaluation_is_not_decided_by_written_opinions,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let before_council = (0x100, product.as_str(), round.as_str());
        let dossier = in_round(&fixture, before_council, first, best.clone(), "2026-06-01").await;
        all_vote(&fixture, 0x200, &dossier.id, &best).await;
        let written = proto::CouncilMode::Written;
        let refused = close(&fixture, (0x210, &dossier.id), written, &[])
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "MEETING_REQUIRED")
        );
        let usual = proto::CouncilMode::Unspecified;
        let counted = close(&fixture, (0x211, &dossier.id), usual, &[])
            .await
            .unwrap();
        assert_eq!(counted.mode(), proto::CouncilMode::Meeting);
    }
);

on_both_engines!(
    a_re_evaluation_is_decided_by_written_opinions,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let round = round(&fixture).await;
        let dossier = re_evaluation(&fixture, &round).await;
        let best = fixture.best_but(9, &[]).await;
        all_vote(&fixture, 0x200, &dossier.id, &best).await;
        let usual = proto::CouncilMode::Unspecified;
        let counted = close(&fixture, (0x210, &dossier.id), usual, &[])
            .await
            .unwrap();
        assert_eq!(
            (counted.mode(), counted.star),
            (proto::CouncilMode::Written, 5)
        );
        let kept = get_dossier(&fixture, &dossier.id).await.tally.unwrap();
        assert_eq!(kept.mode(), proto::CouncilMode::Written);
    }
);

on_both_engines!(
    written_opinions_that_differ_need_a_meeting_which_agrees,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let round = round(&fixture).await;
        let dossier = re_evaluation(&fixture, &round).await;
        let best = fixture.best_but(9, &[]).await;
        let other = fixture.best_but(9, &[("3.5", 2), ("8", 2)]).await;
        for (n, member) in (0..).zip(MEMBERS) {
            let answers = if n == 2 { &other } else { &best };
            vote(&fixture, (0x200 + n, &dossier.id, member), answers.clone())
                .await
                .unwrap();
        }
        let usual = proto::CouncilMode::Unspecified;
        let refused = close(&fixture, (0x210, &dossier.id), usual, &[])
            .await
            .unwrap_err();
        let (reason, fields) = refusal(&refused);
        assert_eq!(
            (refused.code(), reason.as_str()),
            (Code::FailedPrecondition, "MEETING_REQUIRED")
        );
        assert_eq!(fields, ["answers[3.5]", "answers[8]"]);
        let refused = close(&fixture, (0x211, &dossier.id), usual, &[("3.5", "b")])
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).1),
            (Code::InvalidArgument, vec!["agreed_answers".to_owned()])
        );

        let meeting = proto::CouncilMode::Meeting;
        let refused = close(&fixture, (0x212, &dossier.id), meeting, &[("3.5", "b")])
            .await
            .unwrap_err();
        assert_eq!(
            (refusal(&refused).0.as_str(), refusal(&refused).1),
            ("NO_AGREEMENT", vec!["agreed_answers[8]".to_owned()])
        );
        let agreed = [("3.5", "b"), ("8", "c")];
        let counted = close(&fixture, (0x213, &dossier.id), meeting, &agreed)
            .await
            .unwrap();
        assert_eq!(counted.mode(), meeting);
        let says: Vec<_> = counted
            .contradictions
            .iter()
            .map(|found| (found.member.as_str(), found.criterion.as_str()))
            .collect();
        let others = MEMBERS.into_iter().filter(|member| *member != "chi");
        let others: Vec<_> = others.map(|member| (member, "3.5")).collect();
        let on_trademark: Vec<_> = says
            .iter()
            .filter(|(_, on)| *on == "3.5")
            .copied()
            .collect();
        assert_eq!(on_trademark, others, "{says:?}");
    }
);

on_both_engines!(
    an_answer_that_every_ballot_contradicts_is_not_agreed_on,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        // Nobody finds a trademark.
        let none = fixture.best_but(9, &[("3.5", 0)]).await;
        let first = proto::DossierKind::First;
        let before_council = (0x100, product.as_str(), round.as_str());
        let dossier = in_round(&fixture, before_council, first, none.clone(), "2026-06-01").await;
        all_vote(&fixture, 0x200, &dossier.id, &none).await;
        let meeting = proto::CouncilMode::Meeting;
        let refused = close(&fixture, (0x210, &dossier.id), meeting, &[("3.5", "a")])
            .await
            .unwrap_err();
        let (reason, fields) = refusal(&refused);
        assert_eq!(
            (refused.code(), reason.as_str()),
            (Code::FailedPrecondition, "AGREEMENT_CONTRADICTED")
        );
        assert_eq!(fields, ["agreed_answers[3.5]"]);
    }
);
