//! Makes a disabled subscription active again. What it missed is brought back by [`RecoverDeliveries`](super::RecoverDeliveries).

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_subscription};
use crate::domain::Event;
use crate::domain::subscription::Subscription;
use crate::storage::Tx;

/// The subscription to enable.
#[derive(Debug)]
pub struct EnableSubscription {
    /// Who asks.
    pub caller: Caller,
    /// Id of the subscription.
    pub id: Uuid,
}

impl UseCase<Event> for EnableSubscription {
    type Answer = Saved<Subscription>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Subscription>, Error> {
        let mut subscription = own_subscription(tx, &self.caller, self.id).await?;
        subscription.enable()?;
        tx.save(&mut subscription).await?;
        Ok(subscription)
    }
}
