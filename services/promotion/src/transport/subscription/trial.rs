//! Posts a test event and tells what the receiver answered.

use ocop_chassis::database::Origin;
use ocop_chassis::grpc::{RpcError, Violations};
use ocop_chassis::ids::new_id;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use tracing::error;
use uuid::Uuid;

use crate::application::Error;
use crate::application::subscription::RecordVerification;
use crate::domain::delivery::Attempt;
use crate::domain::subscription::{Outcome, Refusal};
use crate::storage;
use crate::transport::delivery::attempt_to_proto;
use crate::transport::service::Service;
use crate::webhook::sender::Message;
use crate::webhook::signature;

pub(super) fn read(
    v: &mut Violations,
    caller: Caller,
    request: proto::TestSubscriptionRequest,
) -> Option<(Caller, Uuid)> {
    Some((caller, v.uuid("id", &request.id)?))
}

pub(super) async fn work(
    service: &Service,
    caller: &Caller,
    id: Uuid,
) -> Result<proto::TestSubscriptionResponse, RpcError> {
    let found = storage::subscription::subscription_to_read(service.store(), id).await?;
    let subscription = found.ok_or(Error::from(Refusal::Unknown(id)))?;
    service.partner(caller, subscription.partner_id).await?;
    subscription.require_not_deleted().map_err(Error::from)?;
    let at = service.store().clock().now();
    // Both are random enough: nobody gains by guessing a challenge that is posted to a URL of their own.
    let (message_id, challenge) = (new_id(at).to_string(), new_id(at).simple().to_string());
    let time = at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let body = format!(
        r#"{{"type":"ocop.promotion.subscription.test.v1","timestamp":"{time}","id":"{message_id}","data":{{"subscriptionId":"{id}","challenge":"{challenge}"}}}}"#
    )
    .into_bytes();
    let rules = &service.subscriptions;
    let signed = signature::of(&rules.sealer, &subscription, (&message_id, at, &body));
    let signature = signed.map_err(|error| {
        error!(subscription = %id, error = format!("{error:#}"), "a secret cannot sign");
        RpcError::internal()
    })?;
    let message = Message {
        id: message_id.clone(),
        at,
        signature,
        body,
        headers: subscription.settings.headers.clone(),
    };
    let exchange = rules.sender.send(&subscription.target, message).await;
    let challenge_returned = exchange.outcome.is_success()
        && matches!(&exchange.outcome, Outcome::Answered { body, .. } if body.contains(&challenge));
    if challenge_returned {
        let verified = RecordVerification {
            id,
            target: subscription.target.clone(),
            at,
        };
        let origin = Origin::task("verification of an endpoint");
        service.store().run(&origin, &verified).await?;
        service.wake();
    }
    let attempt = Attempt {
        number: 1,
        at,
        outcome: exchange.outcome,
        took_ms: u32::try_from(exchange.took.as_millis()).unwrap_or(u32::MAX),
    };
    Ok(proto::TestSubscriptionResponse {
        attempt: Some(attempt_to_proto(&attempt)),
        challenge_returned,
        webhook_id: message_id,
    })
}
