//! Posts a test event and tells what the receiver answered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use ocop_chassis::database::Origin;
use ocop_chassis::grpc::{RpcError, Violations};
use ocop_chassis::ids::new_id;
use ocop_identity::Caller;
use ocop_proto::promotion::v1 as proto;
use tokio::sync::{Semaphore, SemaphorePermit};
use tonic::Code;
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

/// Most test events that a replica has under way at once. A test is the one message that goes to a URL which nobody has
/// verified, at the moment in which somebody asks for it.
const AT_ONCE: usize = 8;

/// Most test events to a subscription within a minute that sets no limit of its own.
const A_MINUTE: u32 = 30;

/// The test events that are under way, and those of the last minute.
#[derive(Clone, Debug)]
pub struct Trials {
    free: Arc<Semaphore>,
    begun: Arc<Mutex<HashMap<Uuid, Vec<DateTime<Utc>>>>>,
}

impl Default for Trials {
    fn default() -> Self {
        Self {
            free: Arc::new(Semaphore::new(AT_ONCE)),
            begun: Arc::default(),
        }
    }
}

impl Trials {
    /// Lets a test event of a subscription that takes `rate` in a minute begin.
    ///
    /// # Errors
    /// Too many are under way, or went to this subscription within a minute.
    fn begin(
        &self,
        subscription_id: Uuid,
        rate: Option<u32>,
        now: DateTime<Utc>,
    ) -> Result<SemaphorePermit<'_>, RpcError> {
        let busy = "too many test events are being sent; try again shortly";
        let busy = |_| RpcError::new(Code::ResourceExhausted, "BUSY", busy).with("limit", "tests");
        let permit = self.free.try_acquire().map_err(busy)?;
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.retain(|_, times| {
            times.retain(|time| now - *time < TimeDelta::minutes(1));
            !times.is_empty()
        });
        let times = begun.entry(subscription_id).or_default();
        let most = rate.map_or(A_MINUTE, |rate| rate.min(A_MINUTE));
        if times.len() >= most as usize {
            let message = format!(
                "{most} test events went to this subscription within a minute, as many as it takes; try again in a minute"
            );
            let refused = RpcError::new(Code::ResourceExhausted, "SUBSCRIPTION_RATE", message);
            return Err(refused.with("most", most.to_string()));
        }
        times.push(now);
        Ok(permit)
    }
}

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
    let rate = subscription.settings.rate_per_minute;
    let _under_way = service.trials.begin(id, rate, at)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-11-24T12:00:00Z".parse().unwrap()
    }

    fn reason<T>(begun: Result<T, RpcError>) -> Option<&'static str> {
        begun.err().map(|error| error.reason)
    }

    #[test]
    fn no_more_test_events_are_under_way_than_a_replica_takes() {
        let trials = Trials::default();
        let begin = |n| trials.begin(Uuid::from_u128(n), None, noon());
        let begun: Vec<_> = (0..8).map(|n| begin(n).unwrap()).collect();
        assert_eq!(reason(begin(8)), Some("BUSY"));
        drop(begun);
        assert_eq!(reason(begin(8)), None);
    }

    #[test]
    fn a_subscription_gets_no_more_test_events_in_a_minute_than_it_takes() {
        let trials = Trials::default();
        let begin = |n, rate, after| {
            let now = noon() + TimeDelta::seconds(after);
            reason(trials.begin(Uuid::from_u128(n), rate, now))
        };
        assert_eq!((begin(1, Some(2), 0), begin(1, Some(2), 30)), (None, None));
        assert_eq!(begin(1, Some(2), 59), Some("SUBSCRIPTION_RATE"));
        assert_eq!(begin(2, Some(2), 59), None, "another has its own");
        assert_eq!(begin(1, Some(2), 60), None);
        for _ in 0..A_MINUTE {
            assert_eq!(begin(3, None, 60), None);
        }
        assert_eq!(begin(3, Some(100_000), 60), Some("SUBSCRIPTION_RATE"));
        let kept = trials.begun.lock().unwrap().len();
        assert_eq!(kept, 3, "what is older than a minute is not kept");
    }
}
