//! What happens after recognition: inspections and complaints.

pub(crate) mod complaints;
pub(crate) mod inspection_steps;
pub(crate) mod inspections;

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::Violations;
use ocop_chassis::paging::Page;
use ocop_identity::{AskedUnit, Caller, Target};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::monitoring_service_server::MonitoringService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::application::Resource;
use crate::application::step::Reachable as _;
use crate::domain::monitoring::complaint::{Complaint, ComplaintState};
use crate::domain::monitoring::inspection::{Inspection, InspectionState};
use crate::storage;
use crate::storage::monitoring::Filter;
use crate::transport::service::Service;

/// What the filters of a list leave, for comparing with scopes.
fn reach(province: Option<&AskedUnit>, producer: Option<Uuid>) -> Target {
    let place = province.map_or_else(Target::default, AskedUnit::target);
    Target {
        producer: producer.map(|id| id.to_string()),
        ..place
    }
}

#[tonic::async_trait]
impl MonitoringService for Service {
    async fn plan_inspection(
        &self,
        request: Request<proto::PlanInspectionRequest>,
    ) -> Result<Response<proto::PlanInspectionResponse>, Status> {
        self.rpc
            .execute(request, inspection_steps::plan, inspections::to_proto)
            .await
    }

    async fn record_inspection(
        &self,
        request: Request<proto::RecordInspectionRequest>,
    ) -> Result<Response<proto::RecordInspectionResponse>, Status> {
        self.rpc
            .execute(request, inspection_steps::record, inspections::to_proto)
            .await
    }

    async fn confirm_remedy(
        &self,
        request: Request<proto::ConfirmRemedyRequest>,
    ) -> Result<Response<proto::ConfirmRemedyResponse>, Status> {
        self.rpc
            .execute(request, inspection_steps::confirm, inspections::to_proto)
            .await
    }

    async fn propose_revocation(
        &self,
        request: Request<proto::ProposeRevocationRequest>,
    ) -> Result<Response<proto::ProposeRevocationResponse>, Status> {
        self.rpc
            .execute(request, inspection_steps::propose, inspections::to_proto)
            .await
    }

    async fn decline_revocation(
        &self,
        request: Request<proto::DeclineRevocationRequest>,
    ) -> Result<Response<proto::DeclineRevocationResponse>, Status> {
        self.rpc
            .execute(request, inspection_steps::decline, inspections::to_proto)
            .await
    }

    async fn cancel_inspection(
        &self,
        request: Request<proto::CancelInspectionRequest>,
    ) -> Result<Response<proto::CancelInspectionResponse>, Status> {
        self.rpc
            .execute(request, inspection_steps::cancel, inspections::to_proto)
            .await
    }

    async fn get_inspection(
        &self,
        request: Request<proto::GetInspectionRequest>,
    ) -> Result<Response<proto::GetInspectionResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetInspectionRequest| {
            v.uuid("id", &request.id).map(|id| (caller, id))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let found: Option<Saved<Inspection>> = self.store().database().read_one(id).await?;
            let inspection = Resource::Inspection.found(found, id)?;
            caller.within(inspection.target())?;
            Ok(inspections::to_proto(inspection))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_inspections(
        &self,
        request: Request<proto::ListInspectionsRequest>,
    ) -> Result<Response<proto::ListInspectionsResponse>, Status> {
        let work = async |(caller, filter): (Caller, Filter<InspectionState>), page: Page| {
            caller.within(reach(filter.province.as_ref(), filter.producer))?;
            Ok(storage::monitoring::list_inspections(self.store(), &filter, &page).await?)
        };
        self.rpc
            .page(request, inspections::filter, work, inspections::to_proto)
            .await
    }

    async fn file_complaint(
        &self,
        request: Request<proto::FileComplaintRequest>,
    ) -> Result<Response<proto::FileComplaintResponse>, Status> {
        self.rpc
            .execute(request, complaints::file, complaints::to_proto)
            .await
    }

    async fn accept_complaint(
        &self,
        request: Request<proto::AcceptComplaintRequest>,
    ) -> Result<Response<proto::AcceptComplaintResponse>, Status> {
        self.rpc
            .execute(request, complaints::accept, complaints::to_proto)
            .await
    }

    async fn refuse_complaint(
        &self,
        request: Request<proto::RefuseComplaintRequest>,
    ) -> Result<Response<proto::RefuseComplaintResponse>, Status> {
        self.rpc
            .execute(request, complaints::refuse, complaints::to_proto)
            .await
    }

    async fn decide_complaint(
        &self,
        request: Request<proto::DecideComplaintRequest>,
    ) -> Result<Response<proto::DecideComplaintResponse>, Status> {
        let before = self.imports_before;
        let read =
            |v: &mut Violations, caller, request| complaints::decide(v, caller, request, before);
        self.rpc.execute(request, read, complaints::to_proto).await
    }

    async fn export_complainant_data(
        &self,
        request: Request<proto::ExportComplainantDataRequest>,
    ) -> Result<Response<proto::ExportComplainantDataResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::ExportComplainantDataRequest| {
            v.uuid("id", &request.id).map(|id| (caller, id))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let found: Option<Saved<Complaint>> = self.store().database().read_one(id).await?;
            let complaint = Resource::Complaint.found(found, id)?;
            caller.within(complaint.target())?;
            let records = storage::monitoring::complaint_records(self.store(), id).await?;
            Ok(complaints::exported(complaint, records))
        };
        self.rpc.get(request, read, work).await
    }

    async fn erase_complainant_data(
        &self,
        request: Request<proto::EraseComplainantDataRequest>,
    ) -> Result<Response<proto::EraseComplainantDataResponse>, Status> {
        self.rpc
            .execute(request, complaints::erase, complaints::to_proto)
            .await
    }

    async fn get_complaint(
        &self,
        request: Request<proto::GetComplaintRequest>,
    ) -> Result<Response<proto::GetComplaintResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetComplaintRequest| {
            v.uuid("id", &request.id).map(|id| (caller, id))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let found: Option<Saved<Complaint>> = self.store().database().read_one(id).await?;
            let complaint = Resource::Complaint.found(found, id)?;
            caller.within(complaint.target())?;
            Ok(complaints::to_proto(complaint))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_complaints(
        &self,
        request: Request<proto::ListComplaintsRequest>,
    ) -> Result<Response<proto::ListComplaintsResponse>, Status> {
        let work = async |(caller, filter): (Caller, Filter<ComplaintState>), page: Page| {
            caller.within(reach(filter.province.as_ref(), filter.producer))?;
            Ok(storage::monitoring::list_complaints(self.store(), &filter, &page).await?)
        };
        self.rpc
            .page(request, complaints::filter, work, complaints::to_proto)
            .await
    }
}
