//! Targets of a programme, and how far it is.

use ocop_chassis::grpc::{Call, list_of};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::progress_service_server::ProgressService;
use tonic::{Request, Response, Status};

use crate::storage;
use crate::transport::programme::progress;
use crate::transport::programme::targets;
use crate::transport::service::{Service, failed, refused};

#[tonic::async_trait]
impl ProgressService for Service {
    async fn set_target(
        &self,
        request: Request<proto::SetTargetRequest>,
    ) -> Result<Response<proto::SetTargetResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = targets::set(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::SetTargetResponse {
                target: Some(targets::to_proto(record)),
            }
        })
        .await
    }

    async fn update_target(
        &self,
        request: Request<proto::UpdateTargetRequest>,
    ) -> Result<Response<proto::UpdateTargetResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = targets::update(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
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
        let asked = request.into_inner();
        let bare = proto::ListTargetsRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let read = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            targets::filter(v, &asked)
        });
        let (filter, page) = read.map_err(refused)?;
        let (found, next_page_token) = storage::list_targets(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        Ok(Response::new(proto::ListTargetsResponse {
            targets: found.into_iter().map(targets::to_proto).collect(),
            next_page_token,
        }))
    }

    async fn get_progress(
        &self,
        request: Request<proto::GetProgressRequest>,
    ) -> Result<Response<proto::GetProgressResponse>, Status> {
        let today = self.store.clock().today();
        let asked = progress::question(&request.into_inner(), today).map_err(refused)?;
        let standing = storage::progress(&self.store, &asked)
            .await
            .map_err(failed)?;
        let mut measured = Vec::new();
        if let Some(province) = &asked.province {
            let begun = storage::begun_targets(&self.store, province, asked.as_of);
            for record in begun.await.map_err(failed)? {
                let terms = &record.target.terms;
                let on = terms.measured_on(asked.as_of);
                let measure = storage::measure(&self.store, province, terms, on)
                    .await
                    .map_err(failed)?;
                measured.push(progress::target(record, measure, on));
            }
        }
        Ok(Response::new(progress::to_proto(
            &asked, standing, measured,
        )))
    }
}
