//! Programmes of support, the sessions of training in them, and what was granted.

mod grants;
mod merged;
mod programmes;
mod published;
mod sessions;

use ocop_harness::Bearer;
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::support_grant::Granted;
use ocop_proto::catalog::v1::support_service_client::SupportServiceClient;
use tonic::Status;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;

use crate::fixture::{Fixture, id};

type Client = SupportServiceClient<InterceptedService<Channel, Bearer>>;

fn support(fixture: &Fixture, role: Role, scope: &str) -> Client {
    let bearer = fixture.service.bearer("mai", role, scope);
    SupportServiceClient::with_interceptor(fixture.service.channel(), bearer)
}

fn office(fixture: &Fixture) -> Client {
    support(fixture, Role::OcopOffice, "province:51")
}

fn training_of_2026() -> proto::SupportProgramme {
    proto::SupportProgramme {
        title: "Tập huấn chủ thể OCOP 2026".to_owned(),
        kind: proto::SupportKind::Training.into(),
        organiser: "Chi cục Phát triển nông thôn".to_owned(),
        place_code: "51".to_owned(),
        budget_vnd: Some(100_000_000),
        from_date: "2026-03-01".to_owned(),
        to_date: "2026-12-31".to_owned(),
        ..Default::default()
    }
}

async fn plan(
    caller: &mut Client,
    n: u128,
    programme: proto::SupportProgramme,
) -> Result<proto::SupportProgramme, Status> {
    let request = proto::PlanSupportProgrammeRequest {
        request_id: id(n),
        programme: Some(programme),
    };
    let answer = caller.plan_support_programme(request).await?;
    Ok(answer.into_inner().programme.unwrap())
}

fn packaging(programme: &str) -> proto::SupportSession {
    proto::SupportSession {
        programme_id: programme.to_owned(),
        topic: "Bao bì, nhãn mác".to_owned(),
        on_date: "2026-05-20".to_owned(),
        hours: 8,
        place_code: "21040".to_owned(),
        ..Default::default()
    }
}

async fn plan_session(
    caller: &mut Client,
    n: u128,
    session: proto::SupportSession,
) -> Result<proto::SupportSession, Status> {
    let request = proto::PlanSupportSessionRequest {
        request_id: id(n),
        session: Some(session),
    };
    let answer = caller.plan_support_session(request).await?;
    Ok(answer.into_inner().session.unwrap())
}

/// Records all who attended a session, each producer with so many persons.
async fn attend(
    caller: &mut Client,
    n: u128,
    session: &proto::SupportSession,
    producers: &[(&str, u32)],
    reason: &str,
) -> Result<proto::SupportSession, Status> {
    let attended = producers
        .iter()
        .map(|(producer, persons)| proto::SessionAttendance {
            producer_id: (*producer).to_owned(),
            persons: *persons,
        });
    let request = proto::RecordSessionAttendanceRequest {
        request_id: id(n),
        id: session.id.clone(),
        etag: session.etag.clone(),
        attended: attended.collect(),
        reason: reason.to_owned(),
    };
    let answer = caller.record_session_attendance(request).await?;
    Ok(answer.into_inner().session.unwrap())
}

fn stamps(programme: &str, producer: &str, granted: Granted) -> proto::SupportGrant {
    proto::SupportGrant {
        programme_id: programme.to_owned(),
        producer_id: producer.to_owned(),
        granted: Some(granted),
        on_date: "2026-06-01".to_owned(),
        purpose: "Tem truy xuất".to_owned(),
        paper: "12/QĐ-SNNMT".to_owned(),
        ..Default::default()
    }
}

async fn give(
    caller: &mut Client,
    n: u128,
    grant: proto::SupportGrant,
) -> Result<proto::SupportGrant, Status> {
    let request = proto::RecordSupportGrantRequest {
        request_id: id(n),
        grant: Some(grant),
    };
    let answer = caller.record_support_grant(request).await?;
    Ok(answer.into_inner().grant.unwrap())
}

/// What came of a programme.
async fn figures(caller: &mut Client, programme: &str) -> proto::SupportFigures {
    let request = proto::GetSupportProgrammeRequest {
        id: programme.to_owned(),
    };
    let answer = caller.get_support_programme(request).await.unwrap();
    answer.into_inner().figures.unwrap()
}
