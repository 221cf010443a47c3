//! What a council takes back: ballots and conflicts before the count, a count until the decision.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::{Code, Status};

use crate::conflicts::declare;
use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{MEMBERS, all_vote, decide, in_round, round, tally, vote};
use crate::secrecy::{get_dossier, list};

/// A first dossier of a product before its council.
async fn before_council(fixture: &Fixture) -> String {
    let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
    let round = round(fixture).await;
    let best = fixture.best_but(9, &[]).await;
    let first = proto::DossierKind::First;
    let here = (0x100, product.as_str(), round.as_str());
    in_round(fixture, here, first, best, "2026-06-01").await.id
}

async fn withdraw_ballot(
    fixture: &Fixture,
    (request, dossier): (u128, &str),
    member: &str,
) -> Result<proto::Ballot, Status> {
    let request = proto::WithdrawBallotRequest {
        request_id: id(request),
        dossier_id: dossier.to_owned(),
        reason: "chấm nhầm hồ sơ".to_owned(),
    };
    let mut member = fixture.councils(member, Role::CouncilMember);
    let answer = member.withdraw_ballot(request).await?;
    Ok(answer.into_inner().ballot.unwrap())
}

async fn withdraw_conflict(
    fixture: &Fixture,
    (request, dossier): (u128, &str),
    (subject, role): (&str, Role),
    member: &str,
) -> Result<proto::Conflict, Status> {
    let request = proto::WithdrawConflictRequest {
        request_id: id(request),
        dossier_id: dossier.to_owned(),
        member: member.to_owned(),
        reason: "trùng tên, không phải người nhà".to_owned(),
    };
    let mut caller = fixture.councils(subject, role);
    let answer = caller.withdraw_conflict(request).await?;
    Ok(answer.into_inner().conflict.unwrap())
}

async fn reopen(
    fixture: &Fixture,
    (request, dossier): (u128, &str),
    member: &str,
) -> Result<proto::Dossier, Status> {
    let request = proto::ReopenVoteRequest {
        request_id: id(request),
        dossier_id: dossier.to_owned(),
        reason: "nhập nhầm phiếu của ủy viên".to_owned(),
        reopened_on: "2026-06-11".to_owned(),
    };
    let mut member = fixture.councils(member, Role::CouncilMember);
    let answer = member.reopen_vote(request).await?;
    Ok(answer.into_inner().dossier.unwrap())
}

on_both_engines!(
    a_ballot_is_taken_back_by_its_member_before_the_count_and_cast_anew,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let dossier = before_council(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let low = fixture.best_but(9, &[("10", 0), ("11", 0)]).await;
        let refused = withdraw_ballot(&fixture, (1, &dossier), "an")
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "NO_BALLOT")
        );
        vote(&fixture, (0x200, &dossier, "an"), low).await.unwrap();
        let back = withdraw_ballot(&fixture, (2, &dossier), "an")
            .await
            .unwrap();
        let withdrawal = back.withdrawal.unwrap();
        assert_eq!(
            (withdrawal.withdrawn_by.as_str(), withdrawal.reason.as_str()),
            ("an", "chấm nhầm hồ sơ")
        );
        let again = withdraw_ballot(&fixture, (2, &dossier), "an").await;
        assert_eq!(
            again.unwrap().withdrawal,
            Some(withdrawal),
            "the same request is one withdrawal"
        );
        // The office sees that it was taken back, and not why.
        let seen = list(&fixture, "lan", Role::OcopOffice, &dossier).await;
        let sealed = seen.ballots[0].withdrawal.clone().unwrap();
        assert_eq!(
            (sealed.withdrawn_by.as_str(), sealed.reason.as_str()),
            ("an", "")
        );

        all_vote(&fixture, 0x210, &dossier, &best).await;
        let counted = tally(&fixture, (0x220, &dossier), "2026-06-10")
            .await
            .unwrap();
        assert_eq!((counted.ballots, counted.total_sum), (5, 500));
        let kept = list(&fixture, "lan", Role::OcopOffice, &dossier).await;
        assert_eq!(kept.ballots.len(), 6, "what was taken back is kept");
        let late = withdraw_ballot(&fixture, (3, &dossier), "an")
            .await
            .unwrap_err();
        assert_eq!(refusal(&late).0, "WRONG_STATE");
    }
);

on_both_engines!(
    a_conflict_taken_back_lets_its_member_vote,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let dossier = before_council(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let (office, own) = (("lan", Role::OcopOffice), ("an", Role::CouncilMember));
        declare(&fixture, (1, &dossier), own, "").await.unwrap();
        declare(&fixture, (2, &dossier), office, "binh")
            .await
            .unwrap();
        let refused = vote(&fixture, (0x200, &dossier, "an"), best.clone())
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "CONFLICT_DECLARED");
        // What the office declared of a member is not the member's to take back.
        let binh = ("binh", Role::CouncilMember);
        let refused = withdraw_conflict(&fixture, (3, &dossier), binh, "")
            .await
            .unwrap_err();
        assert_eq!(refused.code(), Code::PermissionDenied);
        let back = withdraw_conflict(&fixture, (4, &dossier), own, "")
            .await
            .unwrap();
        assert_eq!(back.withdrawal.unwrap().withdrawn_by, "an");
        withdraw_conflict(&fixture, (5, &dossier), office, "binh")
            .await
            .unwrap();
        let refused = withdraw_conflict(&fixture, (6, &dossier), office, "binh")
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "NO_CONFLICT");
        // It may be declared again, and both stay on record.
        declare(&fixture, (7, &dossier), office, "binh")
            .await
            .unwrap();
        for (n, member) in (0x210..).zip(["an", "chi", "dung", "giang"]) {
            vote(&fixture, (n, &dossier, member), best.clone())
                .await
                .unwrap();
        }
        let counted = tally(&fixture, (0x220, &dossier), "2026-06-10")
            .await
            .unwrap();
        assert_eq!(
            (counted.ballots, counted.conflicted),
            (4, vec!["binh".to_owned()])
        );
        let kept = list(&fixture, "lan", Role::OcopOffice, &dossier).await;
        assert_eq!(kept.conflicts.len(), 3);
    }
);

on_both_engines!(
    the_chair_has_the_council_vote_anew_until_the_decision_and_both_counts_are_kept,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let dossier = before_council(&fixture).await;
        let best = fixture.best_but(9, &[("3.5", 1)]).await;
        all_vote(&fixture, 0x200, &dossier, &best).await;
        let first = tally(&fixture, (0x210, &dossier), "2026-06-10")
            .await
            .unwrap();
        let refused = reopen(&fixture, (1, &dossier), "binh").await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::PermissionDenied, "NOT_PRESIDING")
        );
        let open = reopen(&fixture, (2, &dossier), "an").await.unwrap();
        assert_eq!(
            (open.state(), open.ballot_attempt, open.tally),
            (proto::DossierState::ReadyForCouncil, 2, None)
        );
        let earlier = &open.earlier_results[0];
        assert_eq!(
            (
                earlier.taken_back_on.as_str(),
                earlier.taken_back_reason.as_str()
            ),
            ("2026-06-11", "nhập nhầm phiếu của ủy viên")
        );
        assert_eq!(earlier.tally.as_ref().unwrap().total_sum, first.total_sum);

        let other = fixture.best_but(9, &[("3.5", 1), ("10", 0)]).await;
        all_vote(&fixture, 0x220, &dossier, &other).await;
        let second = tally(&fixture, (0x230, &dossier), "2026-06-12")
            .await
            .unwrap();
        assert_eq!(second.attempt, 2);
        assert!(second.total_sum < first.total_sum);
        let kept = list(&fixture, "lan", Role::OcopOffice, &dossier).await;
        assert_eq!(kept.ballots.len(), 2 * MEMBERS.len());
        decide(&fixture, (0x240, &dossier), "2026-06-15")
            .await
            .unwrap();
        let late = reopen(&fixture, (3, &dossier), "an").await.unwrap_err();
        assert_eq!(refusal(&late).0, "WRONG_STATE");
    }
);

on_both_engines!(
    an_agreement_is_corrected_until_the_minutes_are_signed,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let dossier = before_council(&fixture).await;
        let some = fixture.best_but(9, &[("3.5", 1)]).await;
        let none = fixture.best_but(9, &[("3.5", 0)]).await;
        for (n, member) in (0x200..).zip(MEMBERS) {
            let answers = if member == "an" { &none } else { &some };
            vote(&fixture, (n, &dossier, member), answers.clone())
                .await
                .unwrap();
        }
        let mut office = fixture.councils("lan", Role::OcopOffice);
        let answer = |option: &str| {
            vec![proto::Answer {
                criterion: "3.5".to_owned(),
                option: option.to_owned(),
            }]
        };
        let close = proto::TallyDossierRequest {
            request_id: id(1),
            dossier_id: dossier.clone(),
            agreed_answers: answer("none"),
            tallied_on: "2026-06-10".to_owned(),
            ..Default::default()
        };
        let counted = office.tally_dossier(close).await.unwrap().into_inner();
        assert_eq!(counted.tally.unwrap().star, 0);
        let correct = |request: u128, option: &str| proto::CorrectAgreementRequest {
            request_id: id(request),
            dossier_id: dossier.clone(),
            agreed_answers: answer(option),
            reason: "thư ký ghi nhầm biên bản".to_owned(),
            corrected_on: "2026-06-10".to_owned(),
        };
        let nothing = office.correct_agreement(correct(2, "none")).await;
        assert_eq!(refusal(&nothing.unwrap_err()).0, "NOTHING_TO_CORRECT");
        let corrected = office.correct_agreement(correct(3, "a")).await.unwrap();
        let now = corrected.into_inner().tally.unwrap();
        assert_eq!((now.star, now.attempt, now.contradictions.len()), (3, 1, 1));
        let kept = get_dossier(&fixture, &dossier).await;
        assert_eq!(kept.state(), proto::DossierState::ProvincialScored);
        let earlier = &kept.earlier_results[0];
        assert_eq!(earlier.taken_back_reason, "thư ký ghi nhầm biên bản");
        assert_eq!(earlier.taken_back_on, "2026-06-10");

        let sign = proto::SignMinutesRequest {
            request_id: id(4),
            dossier_id: dossier.clone(),
            signed_on: "2026-06-11".to_owned(),
        };
        let signed = office.sign_minutes(sign).await.unwrap().into_inner();
        assert_eq!(signed.tally.unwrap().minutes_signed_on, "2026-06-11");
        let late = office.correct_agreement(correct(5, "none")).await;
        let late = late.unwrap_err();
        assert_eq!(
            (late.code(), refusal(&late).0.as_str()),
            (Code::FailedPrecondition, "MINUTES_SIGNED")
        );
    }
);

on_both_engines!(
    a_chair_with_a_conflict_does_not_have_the_council_vote_anew,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let dossier = before_council(&fixture).await;
        let chair = ("an", Role::CouncilMember);
        declare(&fixture, (1, &dossier), chair, "").await.unwrap();
        let refused = reopen(&fixture, (2, &dossier), "an").await.unwrap_err();
        assert_eq!(refusal(&refused).0, "CONFLICT_DECLARED");
    }
);
