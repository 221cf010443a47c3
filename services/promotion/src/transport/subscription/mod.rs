//! Webhook subscriptions on the wire.

pub(super) mod event;
mod pull;
mod read;
mod settings;
mod trial;

pub(super) use trial::Trials;

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{Violations, timestamp};
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::subscription_service_server::SubscriptionService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::delivery;
use super::service::Service;
use crate::application::Error;
use crate::application::delivery::Recovered;
use crate::domain::subscription::{Disabled, Refusal, SecretText, Subscription, SubscriptionState};
use crate::storage;
use crate::storage::delivery::DeliveryFilter;
use crate::storage::subscription::SubscriptionFilter;

/// Where a subscription stands, and why.
pub(super) fn state(state: SubscriptionState) -> (proto::SubscriptionState, String) {
    let reason = match state {
        SubscriptionState::Active { .. } => {
            return (proto::SubscriptionState::Active, String::new());
        }
        SubscriptionState::Paused { .. } => {
            return (proto::SubscriptionState::Paused, String::new());
        }
        SubscriptionState::Deleted { .. } => {
            return (proto::SubscriptionState::Deleted, String::new());
        }
        SubscriptionState::Disabled { reason, .. } => match reason {
            Disabled::Gone => "the receiver answered 410 Gone",
            Disabled::FailedTooLong => "the receiver failed for too long",
            Disabled::OnRequest => "the partner disabled it",
        },
    };
    (proto::SubscriptionState::Disabled, reason.to_owned())
}

impl Service {
    /// A subscription as callers see it.
    fn subscription(&self, saved: &Saved<Subscription>) -> proto::Subscription {
        let (state, disabled_reason) = state(saved.state);
        let now = self.store().clock().now();
        proto::Subscription {
            id: saved.id.to_string(),
            create_time: Some(timestamp(saved.created_at())),
            partner_id: saved.partner_id.to_string(),
            url: saved.target.url().to_string(),
            state: state.into(),
            disabled_reason,
            etag: saved.version().to_string(),
            update_time: Some(timestamp(saved.updated_at())),
            description: saved.settings.description.clone(),
            selection: settings::selection(&saved.settings.selection),
            headers: settings::headers(&saved.settings.headers),
            rate_per_minute: saved.settings.rate_per_minute.unwrap_or_default(),
            failing_since_time: saved.failing_since().map(timestamp),
            verify_time: saved.verified_at.map(timestamp),
            stop_time: saved.stopped_since().map(timestamp),
            previous_secrets_expire_time: saved.secrets.previous_until(now).map(timestamp),
            signature_schemes: Some(settings::schemes(saved.signing.schemes())),
            verification_keys: settings::verification_keys(saved, now),
        }
    }
}

#[tonic::async_trait]
impl SubscriptionService for Service {
    async fn create_subscription(
        &self,
        request: Request<proto::CreateSubscriptionRequest>,
    ) -> Result<Response<proto::CreateSubscriptionResponse>, Status> {
        let read = |v: &mut Violations, caller, request| self.read_create(v, caller, request);
        let answer = |(saved, secret): (Saved<Subscription>, SecretText)| {
            proto::CreateSubscriptionResponse {
                secret: secret.reveal().to_owned(),
                subscription: Some(self.subscription(&saved)),
            }
        };
        self.execute(request, read, answer).await
    }

    async fn update_subscription(
        &self,
        request: Request<proto::UpdateSubscriptionRequest>,
    ) -> Result<Response<proto::UpdateSubscriptionResponse>, Status> {
        let read = |v: &mut Violations, caller, request| self.read_update(v, caller, request);
        let answer = |saved| proto::UpdateSubscriptionResponse {
            subscription: Some(self.subscription(&saved)),
        };
        self.execute(request, read, answer).await
    }

    async fn pause_subscription(
        &self,
        request: Request<proto::PauseSubscriptionRequest>,
    ) -> Result<Response<proto::PauseSubscriptionResponse>, Status> {
        let answer = |saved| proto::PauseSubscriptionResponse {
            subscription: Some(self.subscription(&saved)),
        };
        self.execute(request, read::pause, answer).await
    }

    async fn resume_subscription(
        &self,
        request: Request<proto::ResumeSubscriptionRequest>,
    ) -> Result<Response<proto::ResumeSubscriptionResponse>, Status> {
        let answer = |(saved, recovered): (Saved<Subscription>, Recovered)| {
            proto::ResumeSubscriptionResponse {
                subscription: Some(self.subscription(&saved)),
                recovered: recovered.events,
                more: recovered.more,
            }
        };
        self.execute(request, read::resume, answer).await
    }

    async fn disable_subscription(
        &self,
        request: Request<proto::DisableSubscriptionRequest>,
    ) -> Result<Response<proto::DisableSubscriptionResponse>, Status> {
        let answer = |saved| proto::DisableSubscriptionResponse {
            subscription: Some(self.subscription(&saved)),
        };
        self.execute(request, read::disable, answer).await
    }

    async fn enable_subscription(
        &self,
        request: Request<proto::EnableSubscriptionRequest>,
    ) -> Result<Response<proto::EnableSubscriptionResponse>, Status> {
        let answer = |saved| proto::EnableSubscriptionResponse {
            subscription: Some(self.subscription(&saved)),
        };
        self.execute(request, read::enable, answer).await
    }

    async fn delete_subscription(
        &self,
        request: Request<proto::DeleteSubscriptionRequest>,
    ) -> Result<Response<proto::DeleteSubscriptionResponse>, Status> {
        let answer = |saved| proto::DeleteSubscriptionResponse {
            subscription: Some(self.subscription(&saved)),
        };
        self.execute(request, read::delete, answer).await
    }

    async fn rotate_secret(
        &self,
        request: Request<proto::RotateSecretRequest>,
    ) -> Result<Response<proto::RotateSecretResponse>, Status> {
        let read = |v: &mut Violations, caller, request| self.read_rotate(v, caller, request);
        let answer =
            |(saved, secret): (Saved<Subscription>, SecretText)| proto::RotateSecretResponse {
                secret: secret.reveal().to_owned(),
                subscription: Some(self.subscription(&saved)),
            };
        self.execute(request, read, answer).await
    }

    async fn recover_deliveries(
        &self,
        request: Request<proto::RecoverDeliveriesRequest>,
    ) -> Result<Response<proto::RecoverDeliveriesResponse>, Status> {
        let answer = |recovered: Recovered| proto::RecoverDeliveriesResponse {
            recovered: recovered.events,
            more: recovered.more,
        };
        self.execute(request, read::recover, answer).await
    }

    async fn list_subscriptions(
        &self,
        request: Request<proto::ListSubscriptionsRequest>,
    ) -> Result<Response<proto::ListSubscriptionsResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::ListSubscriptionsRequest| {
            let filter = SubscriptionFilter {
                partner_id: v.uuid("partner_id", &request.partner_id)?,
                with_deleted: request.show_deleted,
            };
            Some((caller, filter))
        };
        let work = async |(caller, filter): (_, SubscriptionFilter), page| {
            self.partner(&caller, filter.partner_id).await?;
            let (found, next_page_token) =
                storage::subscription::list(self.store(), &filter, &page).await?;
            Ok(proto::ListSubscriptionsResponse {
                subscriptions: found.iter().map(|saved| self.subscription(saved)).collect(),
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
        let work = async |(caller, filter): (_, DeliveryFilter), page| {
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

    async fn resend_failed_deliveries(
        &self,
        request: Request<proto::ResendFailedDeliveriesRequest>,
    ) -> Result<Response<proto::ResendFailedDeliveriesResponse>, Status> {
        let answer = |resent: Recovered| proto::ResendFailedDeliveriesResponse {
            resent: resent.events,
            more: resent.more,
        };
        self.execute(request, read::resend_failed, answer).await
    }

    async fn test_subscription(
        &self,
        request: Request<proto::TestSubscriptionRequest>,
    ) -> Result<Response<proto::TestSubscriptionResponse>, Status> {
        let work = async |(caller, id): (Caller, Uuid)| trial::work(self, &caller, id).await;
        self.rpc.get(request, trial::read, work).await
    }

    async fn list_events(
        &self,
        request: Request<proto::ListEventsRequest>,
    ) -> Result<Response<proto::ListEventsResponse>, Status> {
        let work = async |(caller, asked): (Caller, pull::Asked), page| {
            self.partner(&caller, asked.partner_id).await?;
            pull::page(self.store(), asked, page).await
        };
        self.rpc.list(request, pull::read, work).await
    }
}
