//! Ends a subscription for good. Its deliveries stay for reading.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_subscription};
use crate::domain::Event;
use crate::domain::subscription::Subscription;
use crate::storage::{self, Tx};

/// The subscription to delete.
#[derive(Debug)]
pub struct DeleteSubscription {
    /// Who asks.
    pub caller: Caller,
    /// Id of the subscription.
    pub id: Uuid,
}

impl UseCase<Event> for DeleteSubscription {
    type Answer = Saved<Subscription>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Subscription>, Error> {
        let mut subscription = own_subscription(tx, &self.caller, self.id).await?;
        subscription.delete(tx.now())?;
        tx.save(&mut subscription).await?;
        storage::delivery::drop_pending(tx, self.id).await?;
        Ok(subscription)
    }
}
