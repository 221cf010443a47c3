//! Stops the deliveries of a subscription, and gives up those that are waiting.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_subscription};
use crate::domain::Event;
use crate::domain::subscription::Subscription;
use crate::storage::{self, Tx};

/// The subscription to disable.
#[derive(Debug)]
pub struct DisableSubscription {
    /// Who asks.
    pub caller: Caller,
    /// Id of the subscription.
    pub id: Uuid,
}

impl UseCase<Event> for DisableSubscription {
    type Answer = Saved<Subscription>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Subscription>, Error> {
        let mut subscription = own_subscription(tx, &self.caller, self.id).await?;
        subscription.disable(tx.now())?;
        storage::subscription::notices::queue(tx, &subscription).await?;
        tx.save(&mut subscription).await?;
        storage::delivery::drop_pending(tx, self.id).await?;
        Ok(subscription)
    }
}
