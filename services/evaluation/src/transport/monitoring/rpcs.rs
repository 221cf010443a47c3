//! What happens after recognition: inspections and complaints.

use ocop_chassis::grpc::{Call, id_of, list_of};
use ocop_chassis::identity::Target;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::monitoring_service_server::MonitoringService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::application::monitoring::{target_of_complaint, target_of_inspection};
use crate::application::{Error, Resource};
use crate::storage;
use crate::transport::monitoring::complaints;
use crate::transport::monitoring::inspection_steps;
use crate::transport::monitoring::inspections;
use crate::transport::service::{Service, failed, refused, status};

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
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = inspection_steps::plan(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
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
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = inspection_steps::record(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
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
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = inspection_steps::confirm(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
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
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = inspection_steps::propose(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
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
        let caller = Call::of(&request).caller();
        let id = id_of("id", &request.into_inner().id).map_err(refused)?;
        let found = storage::read_inspection(&self.store, id)
            .await
            .map_err(failed)?;
        let what = Resource::Inspection;
        let record = found.ok_or_else(|| status(Error::Unknown { what, id }))?;
        caller
            .within(&target_of_inspection(&record.inspection))
            .map_err(|denied| status(denied.into()))?;
        Ok(Response::new(proto::GetInspectionResponse {
            inspection: Some(inspections::to_proto(record)),
        }))
    }

    async fn list_inspections(
        &self,
        request: Request<proto::ListInspectionsRequest>,
    ) -> Result<Response<proto::ListInspectionsResponse>, Status> {
        let caller = Call::of(&request).caller();
        let asked = request.into_inner();
        let bare = proto::ListInspectionsRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let read = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            inspections::filter(v, &asked)
        });
        let (filter, page) = read.map_err(refused)?;
        let left = reach(filter.province.clone(), filter.producer);
        caller
            .within(&left)
            .map_err(|denied| status(denied.into()))?;
        let (found, next_page_token) = storage::list_inspections(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        Ok(Response::new(proto::ListInspectionsResponse {
            inspections: found.into_iter().map(inspections::to_proto).collect(),
            next_page_token,
        }))
    }

    async fn file_complaint(
        &self,
        request: Request<proto::FileComplaintRequest>,
    ) -> Result<Response<proto::FileComplaintResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = complaints::file(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
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
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = complaints::accept(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
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
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = complaints::refuse(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
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
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = complaints::decide(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
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
        let caller = Call::of(&request).caller();
        let id = id_of("id", &request.into_inner().id).map_err(refused)?;
        let found = storage::read_complaint(&self.store, id)
            .await
            .map_err(failed)?;
        let what = Resource::Complaint;
        let record = found.ok_or_else(|| status(Error::Unknown { what, id }))?;
        caller
            .within(&target_of_complaint(&record.complaint))
            .map_err(|denied| status(denied.into()))?;
        Ok(Response::new(proto::GetComplaintResponse {
            complaint: Some(complaints::to_proto(record)),
        }))
    }

    async fn list_complaints(
        &self,
        request: Request<proto::ListComplaintsRequest>,
    ) -> Result<Response<proto::ListComplaintsResponse>, Status> {
        let caller = Call::of(&request).caller();
        let asked = request.into_inner();
        let bare = proto::ListComplaintsRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let read = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            complaints::filter(v, &asked)
        });
        let (filter, page) = read.map_err(refused)?;
        let left = reach(filter.province.clone(), filter.producer);
        caller
            .within(&left)
            .map_err(|denied| status(denied.into()))?;
        let (found, next_page_token) = storage::list_complaints(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        Ok(Response::new(proto::ListComplaintsResponse {
            complaints: found.into_iter().map(complaints::to_proto).collect(),
            next_page_token,
        }))
    }
}
