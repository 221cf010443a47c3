//! Sends again what a subscription did not take since a time.

use chrono::{DateTime, Utc};
use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use super::Recovered;
use super::recover_deliveries::resend_given_up;
use crate::application::{Error, own_subscription};
use crate::domain::Event;
use crate::storage::Tx;

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

    const MANY_ROWS: bool = true;

    async fn run(&self, tx: &mut Tx) -> Result<Recovered, Error> {
        let subscription = own_subscription(tx, &self.caller, self.subscription_id).await?;
        subscription.require_active()?;
        let resent = resend_given_up(tx, &subscription, self.since).await?;
        Ok(Recovered::of(resent))
    }
}
