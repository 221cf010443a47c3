//! Makes a disabled subscription active again.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_partner};
use crate::domain::Event;
use crate::domain::subscription::{Refusal, Subscription};
use crate::storage::{self, Tx};

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
        let mut subscription = storage::subscription::subscription(tx, self.id)
            .await?
            .ok_or(Refusal::Unknown(self.id))?;
        own_partner(tx, &self.caller, subscription.partner_id).await?;
        subscription.enable()?;
        tx.save(&mut subscription).await?;
        Ok(subscription)
    }
}
