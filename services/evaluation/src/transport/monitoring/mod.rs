//! What happens after recognition: inspections and complaints.

pub(crate) mod complaints;
pub(crate) mod inspection_steps;
pub(crate) mod inspections;

use ocop_chassis::grpc::Violations;
use ocop_identity::{Caller, Target};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::monitoring_service_server::MonitoringService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::application::monitoring::{target_of_complaint, target_of_inspection};
use crate::application::{Error, Resource};
use crate::storage::{self, ComplaintFilter, InspectionFilter};
use crate::transport::service::Service;

/// What the filters of a list leave, for comparing with scopes.
fn reach(province: Option<String>, producer: Option<Uuid>) -> Target {
    Target {
        province,
        producer: producer.map(|id| id.to_string()),
        ..Target::default()
    }
}

#[tonic::async_trait]
impl MonitoringService for Service {
    async fn plan_inspection(
        &self,
        request: Request<proto::PlanInspectionRequest>,
    ) -> Result<Response<proto::PlanInspectionResponse>, Status> {
        self.rpc
            .execute(request, inspection_steps::plan, |record| {
                proto::PlanInspectionResponse {
                    inspection: Some(inspections::to_proto(record)),
                }
            })
            .await
    }

    async fn record_inspection(
        &self,
        request: Request<proto::RecordInspectionRequest>,
    ) -> Result<Response<proto::RecordInspectionResponse>, Status> {
        self.rpc
            .execute(request, inspection_steps::record, |record| {
                proto::RecordInspectionResponse {
                    inspection: Some(inspections::to_proto(record)),
                }
            })
            .await
    }

    async fn confirm_remedy(
        &self,
        request: Request<proto::ConfirmRemedyRequest>,
    ) -> Result<Response<proto::ConfirmRemedyResponse>, Status> {
        self.rpc
            .execute(request, inspection_steps::confirm, |record| {
                proto::ConfirmRemedyResponse {
                    inspection: Some(inspections::to_proto(record)),
                }
            })
            .await
    }

    async fn propose_revocation(
        &self,
        request: Request<proto::ProposeRevocationRequest>,
    ) -> Result<Response<proto::ProposeRevocationResponse>, Status> {
        self.rpc
            .execute(request, inspection_steps::propose, |record| {
                proto::ProposeRevocationResponse {
                    inspection: Some(inspections::to_proto(record)),
                }
            })
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
            let found = storage::read_inspection(self.store(), id).await?;
            let what = Resource::Inspection;
            let record = found.ok_or(Error::Unknown { what, id })?;
            caller.within(target_of_inspection(&record))?;
            Ok(proto::GetInspectionResponse {
                inspection: Some(inspections::to_proto(record)),
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_inspections(
        &self,
        request: Request<proto::ListInspectionsRequest>,
    ) -> Result<Response<proto::ListInspectionsResponse>, Status> {
        let work = async |(caller, filter): (Caller, InspectionFilter), page| {
            caller.within(reach(filter.province.clone(), filter.producer))?;
            let (found, next_page_token) =
                storage::list_inspections(self.store(), &filter, &page).await?;
            Ok(proto::ListInspectionsResponse {
                inspections: found.into_iter().map(inspections::to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, inspections::filter, work).await
    }

    async fn file_complaint(
        &self,
        request: Request<proto::FileComplaintRequest>,
    ) -> Result<Response<proto::FileComplaintResponse>, Status> {
        self.rpc
            .execute(request, complaints::file, |record| {
                proto::FileComplaintResponse {
                    complaint: Some(complaints::to_proto(record)),
                }
            })
            .await
    }

    async fn accept_complaint(
        &self,
        request: Request<proto::AcceptComplaintRequest>,
    ) -> Result<Response<proto::AcceptComplaintResponse>, Status> {
        self.rpc
            .execute(request, complaints::accept, |record| {
                proto::AcceptComplaintResponse {
                    complaint: Some(complaints::to_proto(record)),
                }
            })
            .await
    }

    async fn refuse_complaint(
        &self,
        request: Request<proto::RefuseComplaintRequest>,
    ) -> Result<Response<proto::RefuseComplaintResponse>, Status> {
        self.rpc
            .execute(request, complaints::refuse, |record| {
                proto::RefuseComplaintResponse {
                    complaint: Some(complaints::to_proto(record)),
                }
            })
            .await
    }

    async fn decide_complaint(
        &self,
        request: Request<proto::DecideComplaintRequest>,
    ) -> Result<Response<proto::DecideComplaintResponse>, Status> {
        self.rpc
            .execute(request, complaints::decide, |record| {
                proto::DecideComplaintResponse {
                    complaint: Some(complaints::to_proto(record)),
                }
            })
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
            let found = storage::read_complaint(self.store(), id).await?;
            let what = Resource::Complaint;
            let record = found.ok_or(Error::Unknown { what, id })?;
            caller.within(target_of_complaint(&record))?;
            Ok(proto::GetComplaintResponse {
                complaint: Some(complaints::to_proto(record)),
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_complaints(
        &self,
        request: Request<proto::ListComplaintsRequest>,
    ) -> Result<Response<proto::ListComplaintsResponse>, Status> {
        let work = async |(caller, filter): (Caller, ComplaintFilter), page| {
            caller.within(reach(filter.province.clone(), filter.producer))?;
            let (found, next_page_token) =
                storage::list_complaints(self.store(), &filter, &page).await?;
            Ok(proto::ListComplaintsResponse {
                complaints: found.into_iter().map(complaints::to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, complaints::filter, work).await
    }
}
