//! The rpcs of support.

use ocop_chassis::grpc::Violations;
use ocop_chassis::paging::Page;
use ocop_identity::{Caller, OutOfScope, Reach, Target};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::support_service_server::SupportService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::{figures, grant, programme, read, seen_by, session};
use crate::application::Error;
use crate::domain::producer;
use crate::domain::support::Refusal;
use crate::storage;
use crate::storage::support as stored;
use crate::storage::support::SessionFilter;
use crate::transport::service::Service;

impl Service {
    /// The record to which the id of a producer leads whose attendance is asked for: the caller must cover it.
    async fn covered_producer(&self, caller: &Caller, id: Uuid) -> Result<Uuid, Error> {
        let mut found = storage::producer::by_ids(self.store().clone(), vec![id]).await?;
        let Some(producer) = found.remove(&id) else {
            return Err(producer::Refusal::Unknown(id).into());
        };
        let place = (&producer.province_code, &producer.place_code);
        let target = Target::place(place.0, place.1, producer.place_on).of_producer(producer.id);
        if !caller.is_shown_personal_data(&target) {
            return Err(OutOfScope.into());
        }
        Ok(producer.id)
    }
}

#[tonic::async_trait]
impl SupportService for Service {
    async fn plan_support_programme(
        &self,
        request: Request<proto::PlanSupportProgrammeRequest>,
    ) -> Result<Response<proto::PlanSupportProgrammeResponse>, Status> {
        self.rpc
            .execute(request, read::plan_programme, programme)
            .await
    }

    async fn update_support_programme(
        &self,
        request: Request<proto::UpdateSupportProgrammeRequest>,
    ) -> Result<Response<proto::UpdateSupportProgrammeResponse>, Status> {
        self.rpc
            .execute(request, read::update_programme, programme)
            .await
    }

    async fn close_support_programme(
        &self,
        request: Request<proto::CloseSupportProgrammeRequest>,
    ) -> Result<Response<proto::CloseSupportProgrammeResponse>, Status> {
        self.rpc
            .execute(request, read::close_programme, programme)
            .await
    }

    async fn get_support_programme(
        &self,
        request: Request<proto::GetSupportProgrammeRequest>,
    ) -> Result<Response<proto::GetSupportProgrammeResponse>, Status> {
        let read = |v: &mut Violations, _, request: proto::GetSupportProgrammeRequest| {
            v.uuid("id", &request.id)
        };
        let work = async |id: Uuid| {
            let found = stored::programme(self.store(), id).await?;
            let found = found.ok_or(Error::from(Refusal::UnknownProgramme(id)))?;
            let came = stored::figures(self.store(), id).await?;
            Ok(proto::GetSupportProgrammeResponse {
                programme: Some(programme(found)),
                figures: Some(figures(&came)),
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_support_programmes(
        &self,
        request: Request<proto::ListSupportProgrammesRequest>,
    ) -> Result<Response<proto::ListSupportProgrammesResponse>, Status> {
        let work = async |filter, page: Page| {
            Ok(stored::list_programmes(self.store(), &filter, &page).await?)
        };
        self.rpc
            .page(request, read::programmes, work, programme)
            .await
    }

    async fn plan_support_session(
        &self,
        request: Request<proto::PlanSupportSessionRequest>,
    ) -> Result<Response<proto::PlanSupportSessionResponse>, Status> {
        self.rpc.execute(request, read::plan_session, session).await
    }

    async fn update_support_session(
        &self,
        request: Request<proto::UpdateSupportSessionRequest>,
    ) -> Result<Response<proto::UpdateSupportSessionResponse>, Status> {
        self.rpc
            .execute(request, read::update_session, session)
            .await
    }

    async fn cancel_support_session(
        &self,
        request: Request<proto::CancelSupportSessionRequest>,
    ) -> Result<Response<proto::CancelSupportSessionResponse>, Status> {
        self.rpc
            .execute(request, read::cancel_session, session)
            .await
    }

    async fn record_session_attendance(
        &self,
        request: Request<proto::RecordSessionAttendanceRequest>,
    ) -> Result<Response<proto::RecordSessionAttendanceResponse>, Status> {
        self.rpc.execute(request, read::attendance, session).await
    }

    async fn get_support_session(
        &self,
        request: Request<proto::GetSupportSessionRequest>,
    ) -> Result<Response<proto::GetSupportSessionResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetSupportSessionRequest| {
            Some((caller, v.uuid("id", &request.id)?))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let found = stored::session(self.store(), id).await?;
            let found = found.ok_or(Error::from(Refusal::UnknownSession(id)))?;
            Ok(seen_by(&caller, None, found))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_support_sessions(
        &self,
        request: Request<proto::ListSupportSessionsRequest>,
    ) -> Result<Response<proto::ListSupportSessionsResponse>, Status> {
        let work = async |(caller, filter): (Caller, SessionFilter), page: Page| {
            let asked = match filter.producer {
                Some(id) => Some(self.covered_producer(&caller, id).await?),
                None => None,
            };
            let filter = SessionFilter {
                producer: asked,
                ..filter
            };
            let (found, next_page_token) =
                stored::list_sessions(self.store(), &filter, &page).await?;
            let sessions = found
                .into_iter()
                .map(|saved| seen_by(&caller, asked, saved));
            Ok(proto::ListSupportSessionsResponse {
                sessions: sessions.collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, read::sessions, work).await
    }

    async fn record_support_grant(
        &self,
        request: Request<proto::RecordSupportGrantRequest>,
    ) -> Result<Response<proto::RecordSupportGrantResponse>, Status> {
        self.rpc.execute(request, read::record_grant, grant).await
    }

    async fn correct_support_grant(
        &self,
        request: Request<proto::CorrectSupportGrantRequest>,
    ) -> Result<Response<proto::CorrectSupportGrantResponse>, Status> {
        self.rpc.execute(request, read::correct_grant, grant).await
    }

    async fn cancel_support_grant(
        &self,
        request: Request<proto::CancelSupportGrantRequest>,
    ) -> Result<Response<proto::CancelSupportGrantResponse>, Status> {
        self.rpc.execute(request, read::cancel_grant, grant).await
    }

    async fn get_support_grant(
        &self,
        request: Request<proto::GetSupportGrantRequest>,
    ) -> Result<Response<proto::GetSupportGrantResponse>, Status> {
        let read = |v: &mut Violations, caller: Caller, request: proto::GetSupportGrantRequest| {
            Some((caller.reach(), v.uuid("id", &request.id)?))
        };
        let work = async |(within, id): (Vec<Reach>, Uuid)| {
            let found = stored::grant(self.store(), id, &within).await?;
            Ok(grant(found.ok_or(Error::from(Refusal::UnknownGrant(id)))?))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_support_grants(
        &self,
        request: Request<proto::ListSupportGrantsRequest>,
    ) -> Result<Response<proto::ListSupportGrantsResponse>, Status> {
        let work =
            async |filter, page: Page| Ok(stored::list_grants(self.store(), &filter, &page).await?);
        self.rpc.page(request, read::grants, work, grant).await
    }
}
