//! Sends again what a subscription did not take since a time.

use chrono::{DateTime, Utc};
use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use super::Recovered;
use crate::application::{Error, own_subscription};
use crate::domain::Event;
use crate::storage::{self, Tx};

/// Most deliveries that are sent again at once.
const MOST: u64 = 5_000;

/// From when on to send again.
#[derive(Debug)]
pub struct ResendFailed {
    /// Who asks.
    pub caller: Caller,
    /// Id of the subscription.
    pub subscription_id: Uuid,
    /// Of events from this time on.
    pub since: DateTime<Utc>,
}

impl UseCase<Event> for ResendFailed {
    type Answer = Recovered;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Recovered, Error> {
        let subscription = own_subscription(tx, &self.caller, self.subscription_id).await?;
        subscription.require_active()?;
        let mut failed = storage::delivery::given_up(tx, subscription.id, self.since, MOST).await?;
        for view in &mut failed {
            view.delivery.resend(&subscription, tx.now())?;
            storage::delivery::update(tx, &view.delivery).await?;
        }
        Ok(Recovered {
            events: u32::try_from(failed.len()).unwrap_or(u32::MAX),
            more: failed.len() as u64 == MOST,
        })
    }
}
