//! Makes a disabled subscription active again.

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::Caller;
use uuid::Uuid;

use super::{Error, own_partner};
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::storage::{self, SubscriptionRecord, Tx};

/// The subscription to enable.
#[derive(Debug)]
pub struct EnableSubscription {
    /// Who asks.
    pub caller: Caller,
    /// Id of the subscription.
    pub id: Uuid,
}

impl UseCase<Event> for EnableSubscription {
    type Answer = SubscriptionRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<SubscriptionRecord, Error> {
        let mut subscription = storage::subscription(tx, self.id)
            .await?
            .ok_or(Refusal::SubscriptionUnknown(self.id))?;
        own_partner(tx, &self.caller, subscription.partner_id).await?;
        subscription.enable()?;
        tx.save(&mut subscription).await?;
        Ok(storage::subscription_record(tx, self.id).await?)
    }
}
