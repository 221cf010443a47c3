//! What the rpcs of promotion share. Each reads its request, runs a use case or a query, and tells the outcome; they are
//! beside their resources: `listings`, `partners`, `subscriptions`.

use std::sync::Arc;

use ocop_chassis::database::{Coalesced, StoreError, UseCase};
use ocop_chassis::grpc::{self, Call, refuse_shared};
use prost::Message;
use tokio::sync::Notify;
use tonic::{Response, Status};
use uuid::Uuid;

use super::errors::{self, DOMAIN, status};
use crate::application::{Error, within};
use crate::domain::address::Reach;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::domain::schedule::Schedule;
use crate::storage::{self, ListingRecord, PartnerRecord, Store};

/// The three services of promotion.
#[derive(Clone, Debug)]
pub struct Service {
    pub(super) store: Store,
    pub(super) listings: Coalesced<ListingRecord>,
    pub(super) partners: Coalesced<PartnerRecord>,
    pub(super) schedule: Schedule,
    pub(super) reach: Reach,
    pub(super) wake: Arc<Notify>,
}

impl Service {
    /// Serves what `store` holds. `schedule` says when deliveries are tried, `reach` where they may go, and `wake` is
    /// notified when one may be due.
    pub fn new(store: Store, schedule: Schedule, reach: Reach, wake: Arc<Notify>) -> Self {
        let (for_listings, for_partners) = (store.clone(), store.clone());
        Self {
            listings: Coalesced::new(move |ids| {
                Box::pin(storage::listings_by_id(for_listings.clone(), ids))
            }),
            partners: Coalesced::new(move |ids| {
                Box::pin(storage::partners_by_id(for_partners.clone(), ids))
            }),
            store,
            schedule,
            reach,
            wake,
        }
    }

    /// Runs a use case once per request id.
    pub(super) async fn once<Q, U, M>(
        &self,
        call: &Call,
        request: (&str, &Q),
        case: Result<U, grpc::RpcError>,
        told: impl Fn(U::Answer) -> M + Send + Sync,
    ) -> Result<Response<M>, Status>
    where
        Q: Message,
        U: UseCase<Event, Error = Error>,
        M: Message + Default,
    {
        let refuse = (DOMAIN, errors::told as fn(Error) -> grpc::RpcError);
        let answer = grpc::once(&self.store, call, request, case, told, refuse).await;
        self.wake.notify_one();
        answer
    }

    /// The partner with this id, if the caller may see it.
    pub(super) async fn partner(&self, call: &Call, id: Uuid) -> Result<PartnerRecord, Status> {
        let found = self
            .partners
            .get(id)
            .await
            .map_err(|error| refused(refuse_shared(&error)))?;
        let record = found.ok_or_else(|| status(Refusal::PartnerUnknown(id).into()))?;
        within(&call.caller(), id, &record.partner.sourcing)
            .map_err(|denied| status(denied.into()))?;
        Ok(record)
    }
}

/// An error of the request as these rpcs tell it.
pub(super) fn refused(refusal: grpc::RpcError) -> Status {
    refusal.status(DOMAIN)
}

pub(super) fn failed(error: StoreError) -> Status {
    status(Error::Store(error))
}
