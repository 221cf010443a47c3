//! Knock-outs and disqualifiers that are found while a dossier is evaluated.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::record_knock_out_request::Hit;
use tonic::{Code, Status};

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{all_vote, check, in_round, round, tally, vote};
use crate::secrecy::get_dossier;

fn found(
    request: u128,
    dossier: &str,
    hit: Hit,
    observer: proto::KnockOutObserver,
) -> proto::RecordKnockOutRequest {
    proto::RecordKnockOutRequest {
        request_id: id(request),
        id: dossier.to_owned(),
        hit: Some(hit),
        observer: observer.into(),
        seen_by: String::new(),
        seen_on: "2026-06-05".to_owned(),
        note: "có sạn trong mẫu".to_owned(),
    }
}

async fn record(
    fixture: &Fixture,
    (subject, role): (&str, Role),
    request: proto::RecordKnockOutRequest,
) -> Result<proto::Dossier, Status> {
    let mut caller = fixture.dossiers(subject, role);
    let answer = caller.record_knock_out(request).await?;
    Ok(answer.into_inner().dossier.unwrap())
}

on_both_engines!(
    a_member_finds_foreign_matter_and_the_evaluation_stops_until_the_dossier_is_rejected_on_that_ground,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let here = (0x100, product.as_str(), round.as_str());
        let dossier = in_round(&fixture, here, first, best.clone(), "2026-06-01").await.id;
        let matter = || Hit::Criterion("6.1".to_owned());
        let of_member = proto::KnockOutObserver::CouncilMember;
        let of_team = proto::KnockOutObserver::AdvisoryTeam;

        // Who sits on no council sees nothing as a member, and nobody speaks for another.
        let stranger = record(
            &fixture,
            ("ai-do", Role::CouncilMember),
            found(1, &dossier, matter(), of_member),
        );
        assert_eq!(refusal(&stranger.await.unwrap_err()).0, "NOT_A_MEMBER");
        let mut of_another = found(2, &dossier, matter(), of_member);
        of_another.seen_by = "binh".to_owned();
        let denied = record(&fixture, ("an", Role::CouncilMember), of_another).await;
        assert_eq!(denied.unwrap_err().code(), Code::PermissionDenied);
        let as_team = found(3, &dossier, matter(), of_team);
        let denied = record(&fixture, ("an", Role::CouncilMember), as_team).await;
        assert_eq!(denied.unwrap_err().code(), Code::PermissionDenied);
        let unknown = found(4, &dossier, Hit::Criterion("4.1".to_owned()), of_member);
        let refused = record(&fixture, ("an", Role::CouncilMember), unknown).await;
        assert_eq!(refusal(&refused.unwrap_err()).0, "KNOCK_OUT_UNKNOWN");

        all_vote(&fixture, 0x200, &dossier, &best).await;
        let member = ("an", Role::CouncilMember);
        let seen = record(&fixture, member, found(5, &dossier, matter(), of_member));
        let seen = seen.await.unwrap();
        let [knocked] = seen.knock_outs.as_slice() else {
            panic!("one knock-out");
        };
        assert_eq!(
            (knocked.effect(), knocked.seen_by.as_str(), knocked.seen_on.as_str()),
            (proto::KnockOutEffect::Stop, "an", "2026-06-05")
        );
        assert!(!knocked.label_vi.is_empty());
        let stopped = tally(&fixture, (0x220, &dossier), "2026-06-10").await;
        let stopped = stopped.unwrap_err();
        assert_eq!(
            (stopped.code(), refusal(&stopped).0.as_str()),
            (Code::FailedPrecondition, "EVALUATION_STOPPED")
        );
        let ballot = vote(&fixture, (0x230, &dossier, "an"), best.clone()).await;
        assert_eq!(refusal(&ballot.unwrap_err()).0, "EVALUATION_STOPPED");
        let asked = check(&fixture, &dossier, "").await;
        assert_eq!(asked.knock_outs, seen.knock_outs);

        let reject = |request: u128, on: &str| proto::RejectDossierRequest {
            request_id: id(request),
            id: dossier.clone(),
            reason: "tạp chất không an toàn".to_owned(),
            rejected_on: on.to_owned(),
        };
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let early = office.reject_dossier(reject(6, "2026-06-04")).await;
        assert_eq!(refusal(&early.unwrap_err()).0, "BEFORE_PREVIOUS_STEP");
        office.reject_dossier(reject(7, "2026-06-08")).await.unwrap();
        let read = get_dossier(&fixture, &dossier).await;
        assert_eq!(read.state(), proto::DossierState::Rejected);
        assert_eq!(read.rejection_grounds, [1]);
        assert_eq!(read.closed_on, "2026-06-08");
        // The day was another one.
        let correct = proto::CorrectDossierRequest {
            request_id: id(8),
            id: dossier.clone(),
            reason: "ghi nhầm ngày".to_owned(),
            closed_on: "2026-06-07".to_owned(),
            ..Default::default()
        };
        office.correct_dossier(correct).await.unwrap();
        let read = get_dossier(&fixture, &dossier).await;
        assert_eq!(read.closed_on, "2026-06-07");
        assert_eq!(read.corrections[0].before, "2026-06-08");
    }
);

on_both_engines!(
    what_was_recorded_wrongly_is_withdrawn_by_who_recorded_it_or_by_the_office_and_the_vote_goes_on,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let here = (0x100, product.as_str(), round.as_str());
        let dossier = in_round(&fixture, here, first, best.clone(), "2026-06-01")
            .await
            .id;
        let of_team = proto::KnockOutObserver::AdvisoryTeam;
        let team = ("tu-van", Role::Advisor);
        let papers = found(1, &dossier, Hit::Disqualifier(1), of_team);
        record(&fixture, team, papers).await.unwrap();
        let mut inspected = found(
            2,
            &dossier,
            Hit::Criterion("1.1".to_owned()),
            proto::KnockOutObserver::Inspection,
        );
        inspected.seen_by = "Chi cục Quản lý chất lượng".to_owned();
        record(&fixture, ("lan", Role::OcopOffice), inspected)
            .await
            .unwrap();
        let withdraw = |request: u128, number: u32| proto::WithdrawKnockOutRequest {
            request_id: id(request),
            id: dossier.clone(),
            number,
            reason: "giấy chứng nhận nộp bổ sung còn hạn".to_owned(),
        };
        let mut advisor = fixture.dossiers(team.0, team.1);
        let denied = advisor.withdraw_knock_out(withdraw(3, 2)).await;
        assert_eq!(denied.unwrap_err().code(), Code::PermissionDenied);
        advisor.withdraw_knock_out(withdraw(4, 1)).await.unwrap();
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        office.withdraw_knock_out(withdraw(5, 2)).await.unwrap();
        all_vote(&fixture, 0x200, &dossier, &best).await;
        tally(&fixture, (0x220, &dossier), "2026-06-10")
            .await
            .unwrap();
        let read = get_dossier(&fixture, &dossier).await;
        assert_eq!(read.knock_outs.len(), 2, "both stay on record");
        let withdrawn = read.knock_outs[0].withdrawal.as_ref().unwrap();
        assert_eq!(withdrawn.withdrawn_by, "tu-van");
        assert!(check(&fixture, &dossier, "").await.knock_outs.is_empty());
    }
);
