//! The rpcs of lots.

use ocop_chassis::grpc::{RpcError, Violations};
use ocop_chassis::paging::Page;
use ocop_identity::Target;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_service_server::TraceService;
use tonic::{Request, Response, Status};

use super::ask::{self, Question};
use super::{epcis, public, read, write};
use crate::application::Error;
use crate::domain::trace::{Chain, LotId, Node, Refusal, Walk};
use crate::storage::trace as stored;
use crate::transport::service::Service;

#[tonic::async_trait]
impl TraceService for Service {
    async fn capture_events(
        &self,
        request: Request<proto::CaptureEventsRequest>,
    ) -> Result<Response<proto::CaptureEventsResponse>, Status> {
        self.rpc
            .execute(request, read::capture, write::captured)
            .await
    }

    async fn capture_document(
        &self,
        request: Request<proto::CaptureDocumentRequest>,
    ) -> Result<Response<proto::CaptureDocumentResponse>, Status> {
        self.rpc
            .execute(request, read::document, write::document_captured)
            .await
    }

    async fn list_lots(
        &self,
        request: Request<proto::ListLotsRequest>,
    ) -> Result<Response<proto::ListLotsResponse>, Status> {
        let work = async |filter, page: Page| Ok(stored::list(self.store(), &filter, &page).await?);
        self.rpc
            .page(request, ask::filter, work, |view| write::lot(&view))
            .await
    }

    async fn trace_lot(
        &self,
        request: Request<proto::TraceLotRequest>,
    ) -> Result<Response<proto::TraceLotResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::TraceLotRequest| {
            let asked = (request.lot_id.as_str(), request.direction, request.depth);
            ask::question(v, caller, asked)
        };
        let work = async |question: Question| {
            let chain = self.followed(question).await?;
            let ids: Vec<String> = chain.tree.iter().map(|node| node.lot.to_string()).collect();
            let lots = stored::lots(self.store(), &ids).await?;
            let node = |node: &Node| write::node(node, lots.get(&node.lot.to_string()));
            Ok(proto::TraceLotResponse {
                tree: chain.tree.iter().map(node).collect(),
                days: chain.days.iter().map(write::day).collect(),
                truncated: chain.truncated,
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn get_document(
        &self,
        request: Request<proto::GetDocumentRequest>,
    ) -> Result<Response<proto::GetDocumentResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetDocumentRequest| {
            let asked = (request.lot_id.as_str(), request.direction, request.depth);
            ask::question(v, caller, asked)
        };
        let work = async |question: Question| {
            let chain = self.followed(question).await?;
            let events = chain.days.iter().map(|visit| &visit.recorded.event);
            Ok(proto::GetDocumentResponse {
                document: epcis::write(events, self.store().clock().now()),
                truncated: chain.truncated,
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn get_public_lot(
        &self,
        request: Request<proto::GetPublicLotRequest>,
    ) -> Result<Response<proto::GetPublicLotResponse>, Status> {
        let work = async |asked| public::look_up(self.store(), asked).await;
        self.rpc.get(request, public::read, work).await
    }
}

impl Service {
    /// A lot of a producer whom the caller covers, followed.
    async fn followed(&self, question: Question) -> Result<Chain, RpcError> {
        let named: Vec<LotId> = [question.lot].into_iter().chain(question.beside).collect();
        let ids: Vec<String> = named.iter().map(ToString::to_string).collect();
        let mut found = stored::lots(self.store(), &ids).await?;
        let view = ids.iter().find_map(|id| found.remove(id));
        let unknown = || Error::from(Refusal::Unknown(ids.first().cloned().unwrap_or_default()));
        let view = view.ok_or_else(unknown)?;
        let origin = &view.lot.origin;
        let target = Target::place(&origin.province_code, &origin.place_code, origin.place_on);
        question
            .caller
            .within(target.of_producer(origin.producer_id))?;
        let walk = Walk::new(view.lot.lot.clone(), question.direction, question.depth);
        Ok(stored::walked(self.store(), walk).await?)
    }
}
