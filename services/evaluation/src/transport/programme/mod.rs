//! Targets of a programme, and how far it is.

pub(crate) mod progress;
pub(crate) mod targets;

use ocop_chassis::grpc::{RpcError, Violations};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use ocop_places::Said;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::progress_service_server::ProgressService;
use tonic::{Request, Response, Status};

use crate::domain::programme::progress::Question;
use crate::storage;
use crate::transport::service::Service;

#[tonic::async_trait]
impl ProgressService for Service {
    async fn set_target(
        &self,
        request: Request<proto::SetTargetRequest>,
    ) -> Result<Response<proto::SetTargetResponse>, Status> {
        self.rpc
            .execute(request, targets::set, targets::to_proto)
            .await
    }

    async fn update_target(
        &self,
        request: Request<proto::UpdateTargetRequest>,
    ) -> Result<Response<proto::UpdateTargetResponse>, Status> {
        self.rpc
            .execute(request, targets::update, targets::to_proto)
            .await
    }

    async fn list_targets(
        &self,
        request: Request<proto::ListTargetsRequest>,
    ) -> Result<Response<proto::ListTargetsResponse>, Status> {
        let work = async |filter, page: Page| {
            Ok(storage::programme::list_targets(self.store(), &filter, &page).await?)
        };
        self.rpc
            .page(request, targets::filter, work, targets::to_proto)
            .await
    }

    async fn get_progress(
        &self,
        request: Request<proto::GetProgressRequest>,
    ) -> Result<Response<proto::GetProgressResponse>, Status> {
        let today = self.store().clock().today();
        let read =
            |v: &mut Violations, caller, request| progress::question(v, &caller, &request, today);
        let work = async |question: Question| {
            let standing = storage::programme::progress(self.store(), &question).await?;
            let targets = self.measured(&question).await?;
            Ok(progress::to_proto(&question, standing, targets))
        };
        self.rpc.get(request, read, work).await
    }
}

impl Service {
    /// How far the targets of the province are that have begun.
    async fn measured(&self, question: &Question) -> Result<Vec<proto::TargetProgress>, RpcError> {
        let mut measured = Vec::new();
        let Some(province) = &question.province else {
            return Ok(measured);
        };
        let unit = AskedUnit {
            code: province.clone(),
            on: question.in_units_of,
        };
        for record in storage::programme::begun_targets(self.store(), &unit, question.as_of).await?
        {
            let own = Said {
                code: &record.province_code,
                on: record.said_on,
            };
            let terms = &record.terms;
            let on = terms.measured_on(question.as_of);
            let measure = storage::programme::measure(self.store(), own, terms, on).await?;
            measured.push(progress::target(record, measure, on));
        }
        Ok(measured)
    }
}
