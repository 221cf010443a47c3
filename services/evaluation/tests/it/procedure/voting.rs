//! The council, its round, its ballots and their count.

use chrono::TimeDelta;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::Status;

use crate::fixture::{Fixture, id};

/// The members of the council.
pub(crate) const MEMBERS: [&str; 5] = ["an", "binh", "chi", "dung", "giang"];

/// Appoints the council and opens a round. Returns the round's id.
pub(crate) async fn round(fixture: &Fixture) -> String {
    let member = |(index, subject): (usize, &&str)| proto::CouncilMember {
        subject: (*subject).to_owned(),
        full_name: format!("Ủy viên {subject}"),
        organisation: String::new(),
        role: if index == 0 {
            proto::MemberRole::Chair.into()
        } else {
            proto::MemberRole::Member.into()
        },
        ..Default::default()
    };
    let council = proto::Council {
        province_code: "51".to_owned(),
        decision_number: "100/QĐ-UBND".to_owned(),
        appointed_on: "2026-05-25".to_owned(),
        members: MEMBERS.iter().enumerate().map(member).collect(),
        ..Default::default()
    };
    let mut office = fixture.councils("lan", Role::OcopOffice);
    let request = proto::AppointCouncilRequest {
        request_id: id(0x1000),
        council: Some(council),
    };
    let council = office
        .appoint_council(request)
        .await
        .unwrap()
        .into_inner()
        .council
        .unwrap();
    let round = proto::Round {
        province_code: "51".to_owned(),
        year: 2026,
        // Its cut-off is 30 October 2026.
        number: 2,
        council_id: council.id,
        ..Default::default()
    };
    let request = proto::OpenRoundRequest {
        request_id: id(0x1001),
        round: Some(round),
    };
    office
        .open_round(request)
        .await
        .unwrap()
        .into_inner()
        .round
        .unwrap()
        .id
}

/// Casts a ballot, a moment after whatever was before.
pub(crate) async fn vote(
    fixture: &Fixture,
    (request, dossier, member): (u128, &str, &str),
    answers: Vec<proto::Answer>,
) -> Result<proto::Ballot, Status> {
    fixture.service.clock.advance(TimeDelta::milliseconds(1));
    let request = proto::CastBallotRequest {
        request_id: id(request),
        dossier_id: dossier.to_owned(),
        answers,
        comment: String::new(),
    };
    let mut member = fixture.councils(member, Role::CouncilMember);
    Ok(member
        .cast_ballot(request)
        .await?
        .into_inner()
        .ballot
        .unwrap())
}

/// Has every member vote alike.
pub(crate) async fn all_vote(
    fixture: &Fixture,
    request: u128,
    dossier: &str,
    answers: &[proto::Answer],
) {
    for (n, member) in (0..).zip(MEMBERS) {
        vote(fixture, (request + n, dossier, member), answers.to_vec())
            .await
            .unwrap();
    }
}

/// Counts the ballots.
pub(crate) async fn tally(
    fixture: &Fixture,
    (request, dossier): (u128, &str),
    day: &str,
) -> Result<proto::Tally, Status> {
    let request = proto::TallyDossierRequest {
        request_id: id(request),
        dossier_id: dossier.to_owned(),
        agreed_answers: Vec::new(),
        tallied_on: day.to_owned(),
        ..Default::default()
    };
    let mut office = fixture.councils("lan", Role::OcopOffice);
    Ok(office
        .tally_dossier(request)
        .await?
        .into_inner()
        .tally
        .unwrap())
}
