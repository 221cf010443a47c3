//! Stops the deliveries of a subscription until they are resumed. Those that are waiting wait on.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_subscription};
use crate::domain::Event;
use crate::domain::subscription::Subscription;
use crate::storage::Tx;

/// The subscription to pause.
#[derive(Debug)]
pub struct PauseSubscription {
    /// Who asks.
    pub caller: Caller,
    /// Id of the subscription.
    pub id: Uuid,
}

impl UseCase<Event> for PauseSubscription {
    type Answer = Saved<Subscription>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Subscription>, Error> {
        let mut subscription = own_subscription(tx, &self.caller, self.id).await?;
        subscription.pause(tx.now())?;
        tx.save(&mut subscription).await?;
        Ok(subscription)
    }
}
