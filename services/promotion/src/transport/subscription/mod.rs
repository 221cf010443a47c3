//! Webhook subscriptions on the wire.

pub(super) mod event;

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, timestamp};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::subscription_service_server::SubscriptionService;
use tonic::{Request, Response, Status};
use tracing::error;
use uuid::Uuid;

use super::delivery;
use super::service::Service;
use crate::application::Error;
use crate::application::subscription::{CreateSubscription, EnableSubscription};
use crate::domain::subscription::{
    BadTarget, Disabled, Reach, Refusal, Subscription, SubscriptionState, Target,
};
use crate::storage;
use crate::storage::delivery::DeliveryFilter;
use crate::webhook::signature::new_secret;

/// Where a subscription stands, and why.
pub(super) fn state(state: SubscriptionState) -> (proto::SubscriptionState, String) {
    let reason = match state {
        SubscriptionState::Active { .. } => {
            return (proto::SubscriptionState::Active, String::new());
        }
        SubscriptionState::Disabled(Disabled::Gone) => "the receiver answered 410 Gone",
        SubscriptionState::Disabled(Disabled::FailedTooLong) => "the receiver failed for too long",
    };
    (proto::SubscriptionState::Disabled, reason.to_owned())
}

/// A subscription as callers see it.
fn to_proto(saved: &Saved<Subscription>) -> proto::Subscription {
    let (state, disabled_reason) = state(saved.state);
    proto::Subscription {
        id: saved.id.to_string(),
        create_time: Some(timestamp(saved.created_at())),
        partner_id: saved.partner_id.to_string(),
        url: saved.target.url().to_string(),
        state: state.into(),
        disabled_reason,
    }
}

fn target(v: &mut Violations, field: &str, text: &str, reach: Reach) -> Option<Target> {
    let text = v.required_text(field, text, 2048)?;
    match Target::parse(&text, reach) {
        Ok(target) => Some(target),
        Err(bad) => {
            let reason = match bad {
                BadTarget::Malformed(_) => "MALFORMED",
                BadTarget::TooLong => "TOO_LONG",
                BadTarget::NotHttps => "NOT_HTTPS",
                BadTarget::Credentials => "CREDENTIALS_IN_URL",
                BadTarget::Forbidden(_) => "ADDRESS_NOT_PUBLIC",
            };
            v.add(field, reason, bad.to_string());
            None
        }
    }
}

fn create(
    v: &mut Violations,
    caller: Caller,
    request: proto::CreateSubscriptionRequest,
    reach: Reach,
) -> Option<CreateSubscription> {
    let partner_id = v.uuid("partner_id", &request.partner_id);
    let target = target(v, "url", &request.url, reach);
    let secret = new_secret()
        .inspect_err(|_| error!("the system gives no random bytes for a secret"))
        .ok();
    Some(CreateSubscription {
        caller,
        partner_id: partner_id?,
        target: target?,
        secret: secret?,
    })
}

fn enable(
    v: &mut Violations,
    caller: Caller,
    request: proto::EnableSubscriptionRequest,
) -> Option<EnableSubscription> {
    let id = v.uuid("id", &request.id)?;
    Some(EnableSubscription { caller, id })
}

#[tonic::async_trait]
impl SubscriptionService for Service {
    async fn create_subscription(
        &self,
        request: Request<proto::CreateSubscriptionRequest>,
    ) -> Result<Response<proto::CreateSubscriptionResponse>, Status> {
        let read = |v: &mut Violations, caller, request| create(v, caller, request, self.reach);
        let answer = |saved: Saved<Subscription>| proto::CreateSubscriptionResponse {
            secret: saved.secret.reveal().to_owned(),
            subscription: Some(to_proto(&saved)),
        };
        self.execute(request, read, answer).await
    }

    async fn enable_subscription(
        &self,
        request: Request<proto::EnableSubscriptionRequest>,
    ) -> Result<Response<proto::EnableSubscriptionResponse>, Status> {
        let answer = |saved| proto::EnableSubscriptionResponse {
            subscription: Some(to_proto(&saved)),
        };
        self.execute(request, enable, answer).await
    }

    async fn list_subscriptions(
        &self,
        request: Request<proto::ListSubscriptionsRequest>,
    ) -> Result<Response<proto::ListSubscriptionsResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::ListSubscriptionsRequest| {
            Some((caller, v.uuid("partner_id", &request.partner_id)?))
        };
        let work = async |(caller, partner_id): (Caller, Uuid), page| {
            self.partner(&caller, partner_id).await?;
            let (found, next_page_token) =
                storage::subscription::list(self.store(), partner_id, &page).await?;
            Ok(proto::ListSubscriptionsResponse {
                subscriptions: found.iter().map(to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, read, work).await
    }

    async fn list_deliveries(
        &self,
        request: Request<proto::ListDeliveriesRequest>,
    ) -> Result<Response<proto::ListDeliveriesResponse>, Status> {
        let read =
            |v: &mut Violations, caller, request| Some((caller, delivery::filter(v, request)?));
        let work = async |(caller, filter): (Caller, DeliveryFilter), page| {
            let id = filter.subscription_id;
            let found = storage::subscription::subscription_to_read(self.store(), id).await?;
            let subscription = found.ok_or(Error::from(Refusal::Unknown(id)))?;
            self.partner(&caller, subscription.partner_id).await?;
            let (found, next_page_token) =
                storage::delivery::list(self.store(), &filter, &page).await?;
            Ok(proto::ListDeliveriesResponse {
                deliveries: found.into_iter().map(delivery::to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, read, work).await
    }

    async fn resend_delivery(
        &self,
        request: Request<proto::ResendDeliveryRequest>,
    ) -> Result<Response<proto::ResendDeliveryResponse>, Status> {
        let answer = |view| proto::ResendDeliveryResponse {
            delivery: Some(delivery::to_proto(view)),
        };
        self.execute(request, delivery::resend, answer).await
    }
}
