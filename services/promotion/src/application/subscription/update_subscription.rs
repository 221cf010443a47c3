//! Changes where the events of a subscription are posted, or how it is served.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_subscription};
use crate::domain::Event;
use crate::domain::subscription::{SettingsPatch, Subscription, Target};
use crate::storage::Tx;

/// The change.
#[derive(Debug)]
pub struct UpdateSubscription {
    /// Who asks.
    pub caller: Caller,
    /// Id of the subscription.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// Where events are posted from now on, if that changes.
    pub target: Option<Target>,
    /// What changes of how it is served.
    pub settings: SettingsPatch,
}

impl UseCase<Event> for UpdateSubscription {
    type Answer = Saved<Subscription>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Subscription>, Error> {
        let mut subscription = own_subscription(tx, &self.caller, self.id).await?;
        subscription.expect_version(self.seen)?;
        subscription.update(self.target.clone(), self.settings.clone())?;
        tx.save(&mut subscription).await?;
        Ok(subscription)
    }
}
