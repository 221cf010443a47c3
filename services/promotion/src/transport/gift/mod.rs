//! Gift sets and orders on the wire.

pub(super) mod event;
mod read;
mod write;

use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::gift_service_server::GiftService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::partner::similar_to_proto;
use super::service::Service;
use crate::application::{Error, gift::target};
use crate::domain::gift::Refusal;
use crate::storage;
use crate::storage::gift::{OrderFilter, SetFilter};

#[tonic::async_trait]
impl GiftService for Service {
    async fn compose_gift_set(
        &self,
        request: Request<proto::ComposeGiftSetRequest>,
    ) -> Result<Response<proto::ComposeGiftSetResponse>, Status> {
        let answer = |(saved, similar): (_, Vec<_>)| proto::ComposeGiftSetResponse {
            gift_set: Some(write::set(&saved)),
            similar: similar.into_iter().map(similar_to_proto).collect(),
        };
        self.execute(request, read::compose, answer).await
    }

    async fn update_gift_set(
        &self,
        request: Request<proto::UpdateGiftSetRequest>,
    ) -> Result<Response<proto::UpdateGiftSetResponse>, Status> {
        let answer = |saved| write::set(&saved).into();
        self.execute(request, read::update, answer).await
    }

    async fn replace_gift_item(
        &self,
        request: Request<proto::ReplaceGiftItemRequest>,
    ) -> Result<Response<proto::ReplaceGiftItemResponse>, Status> {
        let answer = |saved| write::set(&saved).into();
        self.execute(request, read::replace, answer).await
    }

    async fn close_gift_set(
        &self,
        request: Request<proto::CloseGiftSetRequest>,
    ) -> Result<Response<proto::CloseGiftSetResponse>, Status> {
        let answer = |saved| write::set(&saved).into();
        self.execute(request, read::close, answer).await
    }

    async fn get_gift_set(
        &self,
        request: Request<proto::GetGiftSetRequest>,
    ) -> Result<Response<proto::GetGiftSetResponse>, Status> {
        let read =
            |v: &mut Violations, _, request: proto::GetGiftSetRequest| v.uuid("id", &request.id);
        let work = async |id: Uuid| {
            let found = storage::gift::set(self.store(), id).await?;
            let set = found.ok_or(Error::from(Refusal::Unknown(id)))?;
            Ok(proto::GetGiftSetResponse::from(write::set(&set)))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_gift_sets(
        &self,
        request: Request<proto::ListGiftSetsRequest>,
    ) -> Result<Response<proto::ListGiftSetsResponse>, Status> {
        let work = async |filter: SetFilter, page| {
            Ok(storage::gift::list_sets(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved| write::set(&saved);
        self.rpc.page(request, read::sets, work, to_proto).await
    }

    async fn place_gift_order(
        &self,
        request: Request<proto::PlaceGiftOrderRequest>,
    ) -> Result<Response<proto::PlaceGiftOrderResponse>, Status> {
        let answer = |saved| write::order(&saved).into();
        self.execute(request, read::place, answer).await
    }

    async fn cancel_gift_order(
        &self,
        request: Request<proto::CancelGiftOrderRequest>,
    ) -> Result<Response<proto::CancelGiftOrderResponse>, Status> {
        let answer = |saved| write::order(&saved).into();
        self.execute(request, read::cancel, answer).await
    }

    async fn list_gift_orders(
        &self,
        request: Request<proto::ListGiftOrdersRequest>,
    ) -> Result<Response<proto::ListGiftOrdersResponse>, Status> {
        let work = async |(caller, partner_id, filter): (Caller, Uuid, OrderFilter), page| {
            self.partner(&caller, partner_id).await?;
            Ok(storage::gift::list_orders(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved| write::order(&saved);
        let read = read::orders_of_partner;
        self.rpc.page(request, read, work, to_proto).await
    }

    async fn confirm_gift_order(
        &self,
        request: Request<proto::ConfirmGiftOrderRequest>,
    ) -> Result<Response<proto::ConfirmGiftOrderResponse>, Status> {
        let answer = |saved| write::order(&saved).into();
        self.execute(request, read::confirm, answer).await
    }

    async fn deliver_gift_order(
        &self,
        request: Request<proto::DeliverGiftOrderRequest>,
    ) -> Result<Response<proto::DeliverGiftOrderResponse>, Status> {
        let answer = |saved| write::order(&saved).into();
        self.execute(request, read::deliver, answer).await
    }

    async fn decline_gift_order(
        &self,
        request: Request<proto::DeclineGiftOrderRequest>,
    ) -> Result<Response<proto::DeclineGiftOrderResponse>, Status> {
        let answer = |saved| write::order(&saved).into();
        self.execute(request, read::decline, answer).await
    }

    async fn list_gift_set_orders(
        &self,
        request: Request<proto::ListGiftSetOrdersRequest>,
    ) -> Result<Response<proto::ListGiftSetOrdersResponse>, Status> {
        let work = async |(caller, set_id, filter): (Caller, Uuid, OrderFilter), page| {
            let set = storage::gift::set(self.store(), set_id).await?;
            let set = set.ok_or(Error::from(Refusal::Unknown(set_id)))?;
            caller.within(target(&set))?;
            Ok(storage::gift::list_orders(self.store(), &filter, &page).await?)
        };
        let to_proto = |saved| write::order(&saved);
        let read = read::orders_for_set;
        self.rpc.page(request, read, work, to_proto).await
    }
}
