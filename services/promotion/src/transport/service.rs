//! What the rpcs of promotion share. The rpcs themselves are in the modules of their areas.

use std::sync::Arc;

use ocop_chassis::database::{Coalesced, Saved, UseCase};
use ocop_chassis::grpc::{Rpc, RpcError, Violations};
use ocop_identity::Caller;
use ocop_proto::request::Idempotent;
use prost::Message;
use tokio::sync::Notify;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::error::DOMAIN;
use super::listing::Pictures;
use super::subscription::Trials;
use crate::application::{Error, within};
use crate::domain::Event;
use crate::domain::partner::{Partner, Refusal};
use crate::domain::subscription::{Quota, Reach};
use crate::storage::listing::ListingView;
use crate::storage::subscription::SecretSealer;
use crate::storage::{self, Store};
use crate::webhook::sender::Sender;

/// The services of promotion: one of the contract for each area.
#[derive(Clone, Debug)]
pub struct Service {
    pub(super) rpc: Rpc<Event>,
    pub(super) listings: Coalesced<ListingView>,
    partners: Coalesced<Saved<Partner>>,
    pub(super) subscriptions: SubscriptionRules,
    pub(super) trials: Trials,
    pub(super) pictures: Pictures,
    pub(super) with_nats: bool,
    wake: Arc<Notify>,
}

/// What holds for every subscription.
#[derive(Clone, Debug)]
pub struct SubscriptionRules {
    /// Where deliveries may go.
    pub reach: Reach,
    /// How many subscriptions a partner may have.
    pub quota: Quota,
    /// What seals their secrets.
    pub sealer: SecretSealer,
    /// What posts test events.
    pub sender: Sender,
}

/// What the services need besides the store.
#[derive(Clone, Debug)]
pub struct ServiceSettings {
    /// What holds for every subscription.
    pub subscriptions: SubscriptionRules,
    /// Where the pictures of products are.
    pub pictures: Pictures,
    /// Whether partners may be given NATS.
    pub with_nats: bool,
    /// Notified when a delivery may be due.
    pub wake: Arc<Notify>,
}

impl Service {
    /// Serves what `store` holds.
    pub fn new(store: Store, settings: ServiceSettings) -> Self {
        let ServiceSettings {
            subscriptions,
            pictures,
            with_nats,
            wake,
        } = settings;
        let (for_listings, for_partners) = (store.clone(), store.clone());
        Self {
            listings: Coalesced::new(move |ids| {
                Box::pin(storage::listing::by_ids(for_listings.clone(), ids))
            }),
            partners: Coalesced::new(move |ids| {
                Box::pin(storage::partner::by_ids(for_partners.clone(), ids))
            }),
            rpc: Rpc::new(store, DOMAIN, storage::NAMED),
            subscriptions,
            trials: Trials::default(),
            pictures,
            with_nats,
            wake,
        }
    }

    pub(super) fn store(&self) -> &Store {
        self.rpc.store()
    }

    /// Wakes the sender of webhooks.
    pub(super) fn wake(&self) {
        self.wake.notify_one();
    }

    /// Runs a use case once per request id, and wakes the sender of webhooks.
    pub(super) async fn execute<Q, U, M>(
        &self,
        request: Request<Q>,
        read: impl FnOnce(&mut Violations, Caller, Q) -> Option<U>,
        answer: impl Fn(U::Answer) -> M + Send + Sync,
    ) -> Result<Response<M>, Status>
    where
        Q: Idempotent,
        U: UseCase<Event, Error = Error>,
        M: Message + Default,
    {
        let answered = self.rpc.execute(request, read, answer).await;
        self.wake();
        answered
    }

    /// The partner with this id, if the caller may see it.
    pub(super) async fn partner(
        &self,
        caller: &Caller,
        id: Uuid,
    ) -> Result<Saved<Partner>, RpcError> {
        let found = self.partners.get(id).await?;
        let partner = found.ok_or(Error::from(Refusal::Unknown(id)))?;
        within(caller, id, &partner.sourcing)?;
        Ok(partner)
    }
}
