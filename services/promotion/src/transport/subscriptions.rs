//! Webhook subscriptions and deliveries on the wire.

use ocop_chassis::grpc::{Call, RpcError, Violations, id_of, list_of, timestamp};
use ocop_chassis::identity::Caller;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::subscription_service_server::SubscriptionService;
use tonic::{Request, Response, Status};

use super::errors::status;
use super::service::{Service, failed, refused};
use crate::application::{CreateSubscription, EnableSubscription, ResendDelivery};
use crate::domain::address::Reach;
use crate::domain::delivery::{Attempt, DeliveryState};
use crate::domain::refusal::Refusal;
use crate::domain::subscription::{Disabled, SubscriptionState};
use crate::domain::target::{BadTarget, Target};
use crate::storage::{self, DeliveryFilter, DeliveryRecord, DeliveryStatus, SubscriptionRecord};
use crate::webhook::signature::new_shared_secret;

/// Where a subscription stands, and why.
pub(super) fn state(state: SubscriptionState) -> (proto::SubscriptionState, String) {
    let reason = match state {
        SubscriptionState::Active => return (proto::SubscriptionState::Active, String::new()),
        SubscriptionState::Disabled(Disabled::Gone) => "the receiver answered 410 Gone",
        SubscriptionState::Disabled(Disabled::FailedTooLong) => "the receiver failed for too long",
        SubscriptionState::Disabled(Disabled::ByOwner) => "it was switched off",
    };
    (proto::SubscriptionState::Disabled, reason.to_owned())
}

fn told(record: SubscriptionRecord) -> proto::Subscription {
    let subscription = record.subscription;
    let (state, disabled_reason) = state(subscription.state);
    proto::Subscription {
        id: subscription.id.to_string(),
        create_time: Some(timestamp(record.created_at)),
        partner_id: subscription.partner_id.to_string(),
        url: subscription.target.url().to_string(),
        state: state.into(),
        disabled_reason,
    }
}

fn told_attempt(attempt: &Attempt) -> proto::DeliveryAttempt {
    let error = if attempt.outcome.is_success() {
        String::new()
    } else {
        attempt.outcome.to_string()
    };
    proto::DeliveryAttempt {
        number: attempt.number,
        time: Some(timestamp(attempt.at)),
        status: attempt.outcome.status().unwrap_or_default().into(),
        error,
        duration_ms: attempt.took_ms,
    }
}

fn told_delivery(record: DeliveryRecord) -> proto::Delivery {
    let delivery = record.delivery;
    let (state, next_attempt) = match delivery.state {
        DeliveryState::Pending { next_attempt_at } => {
            (proto::DeliveryState::Pending, Some(next_attempt_at))
        }
        DeliveryState::Delivered => (proto::DeliveryState::Delivered, None),
        DeliveryState::Exhausted | DeliveryState::Dropped => (proto::DeliveryState::Failed, None),
    };
    proto::Delivery {
        id: delivery.id.to_string(),
        subscription_id: delivery.subscription_id.to_string(),
        event_type: record.event_type,
        match_id: delivery.match_id.to_string(),
        state: state.into(),
        next_attempt_time: next_attempt.map(timestamp),
        attempts: delivery.attempts.iter().map(told_attempt).collect(),
        create_time: Some(timestamp(record.created_at)),
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
    caller: Caller,
    request: &proto::CreateSubscriptionRequest,
    reach: Reach,
) -> Result<CreateSubscription, RpcError> {
    let mut v = Violations::new();
    let partner_id = v.uuid("partner_id", &request.partner_id);
    let target = target(&mut v, "url", &request.url, reach);
    v.finish()?;
    let (Some(partner_id), Some(target), Ok(secret)) = (partner_id, target, new_shared_secret())
    else {
        return Err(RpcError::internal());
    };
    Ok(CreateSubscription {
        caller,
        partner_id,
        target,
        secret,
    })
}

fn delivery_status(v: &mut Violations, number: i32) -> Option<DeliveryStatus> {
    match v.known_or_any("state", number)? {
        proto::DeliveryState::Unspecified => None,
        proto::DeliveryState::Pending => Some(DeliveryStatus::Pending),
        proto::DeliveryState::Delivered => Some(DeliveryStatus::Delivered),
        proto::DeliveryState::Failed => Some(DeliveryStatus::Failed),
    }
}

#[tonic::async_trait]
impl SubscriptionService for Service {
    async fn create_subscription(
        &self,
        request: Request<proto::CreateSubscriptionRequest>,
    ) -> Result<Response<proto::CreateSubscriptionResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = create(call.caller(), &said, self.reach);
        self.once(&call, (&said.request_id, &said), case, |record| {
            let newest = record.subscription.secrets.first();
            proto::CreateSubscriptionResponse {
                secret: newest
                    .map(|secret| secret.text.reveal().to_owned())
                    .unwrap_or_default(),
                subscription: Some(told(record)),
            }
        })
        .await
    }

    async fn enable_subscription(
        &self,
        request: Request<proto::EnableSubscriptionRequest>,
    ) -> Result<Response<proto::EnableSubscriptionResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let caller = call.caller();
        let read = id_of("id", &said.id);
        let case = read.map(|id| EnableSubscription { caller, id });
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::EnableSubscriptionResponse {
                subscription: Some(told(record)),
            }
        })
        .await
    }

    async fn list_subscriptions(
        &self,
        request: Request<proto::ListSubscriptionsRequest>,
    ) -> Result<Response<proto::ListSubscriptionsResponse>, Status> {
        let call = Call::of(&request);
        let asked = request.into_inner();
        let bare = proto::ListSubscriptionsRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let (read, page) = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            v.uuid("partner_id", &asked.partner_id)
        })
        .map_err(refused)?;
        let partner_id = read.ok_or_else(|| refused(RpcError::internal()))?;
        self.partner(&call, partner_id).await?;
        let listed = storage::list_subscriptions(&self.store, partner_id, &page).await;
        let (found, next_page_token) = listed.map_err(failed)?;
        Ok(Response::new(proto::ListSubscriptionsResponse {
            subscriptions: found.into_iter().map(told).collect(),
            next_page_token,
        }))
    }

    async fn list_deliveries(
        &self,
        request: Request<proto::ListDeliveriesRequest>,
    ) -> Result<Response<proto::ListDeliveriesResponse>, Status> {
        let call = Call::of(&request);
        let asked = request.into_inner();
        let bare = proto::ListDeliveriesRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let (read, page) = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            let id = v.uuid("subscription_id", &asked.subscription_id);
            let status = delivery_status(v, asked.state);
            id.map(|subscription_id| DeliveryFilter {
                subscription_id,
                status,
            })
        })
        .map_err(refused)?;
        let filter = read.ok_or_else(|| refused(RpcError::internal()))?;
        let id = filter.subscription_id;
        let found = storage::subscription_read(&self.store, id)
            .await
            .map_err(failed)?;
        let subscription = found.ok_or_else(|| status(Refusal::SubscriptionUnknown(id).into()))?;
        self.partner(&call, subscription.partner_id).await?;
        let (found, next_page_token) = storage::list_deliveries(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        Ok(Response::new(proto::ListDeliveriesResponse {
            deliveries: found.into_iter().map(told_delivery).collect(),
            next_page_token,
        }))
    }

    async fn resend_delivery(
        &self,
        request: Request<proto::ResendDeliveryRequest>,
    ) -> Result<Response<proto::ResendDeliveryResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let caller = call.caller();
        let read = id_of("id", &said.id);
        let case = read.map(|id| ResendDelivery { caller, id });
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::ResendDeliveryResponse {
                delivery: Some(told_delivery(record)),
            }
        })
        .await
    }
}
