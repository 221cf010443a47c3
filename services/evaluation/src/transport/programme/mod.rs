//! Targets of a programme, and how far it is.

pub(crate) mod progress;
pub(crate) mod targets;

use ocop_chassis::grpc::{RpcError, Violations};
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
            .execute(request, targets::set, |record| proto::SetTargetResponse {
                target: Some(targets::to_proto(record)),
            })
            .await
    }

    async fn update_target(
        &self,
        request: Request<proto::UpdateTargetRequest>,
    ) -> Result<Response<proto::UpdateTargetResponse>, Status> {
        self.rpc
            .execute(request, targets::update, |record| {
                proto::UpdateTargetResponse {
                    target: Some(targets::to_proto(record)),
                }
            })
            .await
    }

    async fn list_targets(
        &self,
        request: Request<proto::ListTargetsRequest>,
    ) -> Result<Response<proto::ListTargetsResponse>, Status> {
        let work = async |filter, page| {
            let (found, next_page_token) =
                storage::list_targets(self.store(), &filter, &page).await?;
            Ok(proto::ListTargetsResponse {
                targets: found.into_iter().map(targets::to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, targets::filter, work).await
    }

    async fn get_progress(
        &self,
        request: Request<proto::GetProgressRequest>,
    ) -> Result<Response<proto::GetProgressResponse>, Status> {
        let today = self.store().clock().today();
        let read = |v: &mut Violations, _, request| progress::question(v, &request, today);
        let work = async |question: Question| {
            let standing = storage::progress(self.store(), &question).await?;
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
        for record in storage::begun_targets(self.store(), province, question.as_of).await? {
            let terms = &record.terms;
            let on = terms.measured_on(question.as_of);
            let measure = storage::measure(self.store(), province, terms, on).await?;
            measured.push(progress::target(record, measure, on));
        }
        Ok(measured)
    }
}
