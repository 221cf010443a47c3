//! What the centre found or decided, for nobody in a province to change.

use chrono::TimeDelta;
use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::file_complaint_request::Against;
use tonic::{Response, Status};

use crate::central::central_council;
use crate::complaints::{complaint, file};
use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{MEMBERS, all_vote, decide, decision, in_round, round, tally};

/// A dossier on which the centre's council found what the answers come to on 20 August.
async fn found_by_the_centre(fixture: &Fixture, product: &str, but: &[(&str, u32)]) -> String {
    let provincial = round(fixture).await;
    let best = fixture.best_but(9, &[]).await;
    let about = (0x100, product, provincial.as_str());
    let first = proto::DossierKind::First;
    let dossier = in_round(fixture, about, first, best.clone(), "2026-06-01").await;
    all_vote(fixture, 0x200, &dossier.id, &best).await;
    tally(fixture, (0x210, &dossier.id), "2026-06-10")
        .await
        .unwrap();
    decide(fixture, (0x220, &dossier.id), "2026-06-20")
        .await
        .unwrap();

    let mut ministry = fixture.central_councils("bo", Role::OcopOffice);
    let member = |(index, subject): (usize, &&str)| proto::CouncilMember {
        subject: (*subject).to_owned(),
        full_name: format!("Ủy viên {subject}"),
        role: if index == 0 { 1 } else { 3 },
        ..Default::default()
    };
    let members = MEMBERS.iter().enumerate().map(member).collect();
    let appoint = proto::AppointCouncilRequest {
        request_id: id(0x240),
        council: Some(central_council(members)),
    };
    let council = ministry.appoint_council(appoint).await.unwrap();
    let open = proto::OpenRoundRequest {
        request_id: id(0x241),
        round: Some(proto::Round {
            level: proto::RoundLevel::Centre.into(),
            year: 2026,
            number: 1,
            council_id: council.into_inner().council.unwrap().id,
            ..Default::default()
        }),
    };
    ministry.open_round(open).await.unwrap();
    let accept = proto::AcceptDossierRequest {
        request_id: id(0x242),
        id: dossier.id.clone(),
        accepted_on: "2026-07-10".to_owned(),
        ..Default::default()
    };
    let mut office = fixture.central_dossiers("bo", Role::OcopOffice);
    office.accept_dossier(accept).await.unwrap();
    let answers = fixture.best_but(9, but).await;
    for (n, subject) in (0..).zip(MEMBERS) {
        fixture.service.clock.advance(TimeDelta::milliseconds(1));
        let ballot = proto::CastBallotRequest {
            request_id: id(0x250 + n),
            dossier_id: dossier.id.clone(),
            answers: answers.clone(),
            comment: String::new(),
        };
        let mut member = fixture.central_councils(subject, Role::CouncilMember);
        member.cast_ballot(ballot).await.unwrap();
    }
    let count = proto::TallyDossierRequest {
        request_id: id(0x260),
        dossier_id: dossier.id.clone(),
        tallied_on: "2026-08-20".to_owned(),
        ..Default::default()
    };
    ministry.tally_dossier(count).await.unwrap();
    dossier.id
}

const FOUR_STARS: &[(&str, u32)] = &[("4.1", 3), ("6.5", 2)];

fn out_of_scope<T>(answer: Result<Response<T>, Status>, what: &str) {
    let refused = answer.err().map(|refused| refusal(&refused).0);
    assert_eq!(refused.as_deref(), Some("OUT_OF_SCOPE"), "{what}");
}

on_both_engines!(
    a_province_changes_nothing_of_the_centres_session_after_the_dossier_came_back,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let dossier = found_by_the_centre(&fixture, &product, FOUR_STARS).await;
        let sign = |request: u128| proto::SignMinutesRequest {
            request_id: id(request),
            dossier_id: dossier.clone(),
            signed_on: "2026-08-21".to_owned(),
        };
        let mut provincial = fixture.councils("lan", Role::OcopOffice);
        let agree = proto::CorrectAgreementRequest {
            request_id: id(0x300),
            dossier_id: dossier.clone(),
            agreed_answers: Vec::new(),
            reason: "thư ký ghi nhầm biên bản".to_owned(),
            corrected_on: String::new(),
        };
        out_of_scope(provincial.correct_agreement(agree).await, "agreement");
        out_of_scope(provincial.sign_minutes(sign(0x301)).await, "minutes");
        let reopen = proto::ReopenVoteRequest {
            request_id: id(0x302),
            dossier_id: dossier.clone(),
            reason: "nhập nhầm phiếu của ủy viên".to_owned(),
            reopened_on: "2026-08-22".to_owned(),
        };
        let mut chair = fixture.councils(MEMBERS[0], Role::CouncilMember);
        out_of_scope(chair.reopen_vote(reopen).await, "vote");
        let correct = |request: u128| proto::CorrectDossierRequest {
            request_id: id(request),
            id: dossier.clone(),
            reason: "ghi nhầm ngày họp".to_owned(),
            ..Default::default()
        };
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let tallied = proto::CorrectDossierRequest {
            tallied_on: "2026-08-19".to_owned(),
            ..correct(0x303)
        };
        out_of_scope(office.correct_dossier(tallied.clone()).await, "tallied_on");
        let accepted = proto::CorrectDossierRequest {
            accepted_on: "2026-07-09".to_owned(),
            ..correct(0x304)
        };
        out_of_scope(office.correct_dossier(accepted).await, "accepted_on");
        // Its own steps are the province's to put right, and the centre's are the centre's.
        let lodged = proto::CorrectDossierRequest {
            lodged_on: "2026-05-31".to_owned(),
            ..correct(0x305)
        };
        office.correct_dossier(lodged).await.unwrap();
        let mut ministry = fixture.central_dossiers("bo", Role::OcopOffice);
        let tallied = proto::CorrectDossierRequest {
            request_id: id(0x306),
            ..tallied
        };
        ministry.correct_dossier(tallied).await.unwrap();
        let mut ministry = fixture.central_councils("bo", Role::OcopOffice);
        ministry.sign_minutes(sign(0x307)).await.unwrap();
    }
);

fn accept(request: u128, complaint: &str) -> proto::AcceptComplaintRequest {
    proto::AcceptComplaintRequest {
        request_id: id(request),
        id: complaint.to_owned(),
        handler: "Văn phòng điều phối".to_owned(),
        accepted_on: "2026-10-05".to_owned(),
        ..Default::default()
    }
}

fn settle(
    request: u128,
    complaint: &str,
    outcome: proto::ComplaintOutcome,
) -> proto::DecideComplaintRequest {
    proto::DecideComplaintRequest {
        request_id: id(request),
        id: complaint.to_owned(),
        outcome: outcome.into(),
        decision_number: "12/QĐ-KN".to_owned(),
        answer: "đã xem xét".to_owned(),
        decided_on: "2026-10-20".to_owned(),
        amendment: None,
    }
}

on_both_engines!(
    a_complaint_against_what_the_minister_decided_is_not_handled_by_a_province,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let dossier = found_by_the_centre(&fixture, &product, &[]).await;
        let recognise = proto::RecordDecisionRequest {
            request_id: id(0x271),
            dossier_id: dossier.clone(),
            decision: Some(proto::Decision {
                authority: "Bộ trưởng Bộ Nông nghiệp và Môi trường".to_owned(),
                ..decision("2026-09-01")
            }),
        };
        let mut minister = fixture.central_dossiers("bo-truong", Role::DecisionAuthority);
        let recognised = minister.record_decision(recognise).await.unwrap();
        let certificate = recognised.into_inner().certificate.unwrap();
        let correct = proto::CorrectDossierRequest {
            request_id: id(0x300),
            id: dossier.clone(),
            reason: "ghi nhầm ngày họp".to_owned(),
            tallied_on: "2026-08-19".to_owned(),
            ..Default::default()
        };
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        out_of_scope(office.correct_dossier(correct).await, "tallied_on");

        let own = format!("producer:{}", certificate.producer_id);
        let mut provincial = fixture.monitoring(Role::OcopOffice, "province:51");
        let mut ministry = fixture.monitoring(Role::OcopOffice, "*");
        let both = [
            Against::CertificateId(certificate.id),
            Against::DossierId(dossier),
        ];
        for (n, against) in (0..).zip(both) {
            let request = 0x400 + n * 0x10;
            let said = proto::FileComplaintRequest {
                known_on: "2026-09-15".to_owned(),
                ..complaint(request, against, "2026-10-01")
            };
            let said = file(&fixture, &own, said).await.unwrap().id;
            let early = provincial.accept_complaint(accept(request + 1, &said));
            out_of_scope(early.await, "accept");
            let refuse = proto::RefuseComplaintRequest {
                request_id: id(request + 2),
                id: said.clone(),
                reason: "không thuộc thẩm quyền".to_owned(),
                refused_on: "2026-10-05".to_owned(),
            };
            out_of_scope(provincial.refuse_complaint(refuse).await, "refuse");
            let accept = accept(request + 3, &said);
            ministry.accept_complaint(accept).await.unwrap();
            let upheld = proto::ComplaintOutcome::Upheld;
            for (n, outcome) in [(4, upheld), (5, proto::ComplaintOutcome::ReEvaluated)] {
                let decide = settle(request + n, &said, outcome);
                out_of_scope(provincial.decide_complaint(decide).await, "decide");
            }
            let decide = settle(request + 6, &said, upheld);
            ministry.decide_complaint(decide).await.unwrap();
        }
    }
);

on_both_engines!(
    a_province_answers_for_its_own_decision_and_does_not_take_back_the_centres_result_under_it,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let dossier = found_by_the_centre(&fixture, &product, FOUR_STARS).await;
        let recognised = decide(&fixture, (0x270, &dossier), "2026-09-01").await;
        let certificate = recognised.unwrap().certificate.unwrap();
        assert_eq!(certificate.star, 4);
        let own = format!("producer:{}", certificate.producer_id);
        let said = proto::FileComplaintRequest {
            known_on: "2026-09-15".to_owned(),
            ..complaint(0x400, Against::CertificateId(certificate.id), "2026-10-01")
        };
        let said = file(&fixture, &own, said).await.unwrap().id;
        let mut provincial = fixture.monitoring(Role::OcopOffice, "province:51");
        let accept = accept(0x401, &said);
        provincial.accept_complaint(accept).await.unwrap();
        let again = settle(0x402, &said, proto::ComplaintOutcome::ReEvaluated);
        out_of_scope(provincial.decide_complaint(again).await, "evaluate again");
        let upheld = settle(0x403, &said, proto::ComplaintOutcome::Upheld);
        provincial.decide_complaint(upheld).await.unwrap();
    }
);
