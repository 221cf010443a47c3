//! Changes where the events of a subscription are posted, or how it is served.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_subscription};
use crate::domain::Event;
use crate::domain::subscription::{Schemes, SettingsPatch, Subscription, Target};
use crate::storage::Tx;
use crate::storage::subscription::{NewKey, SecretSealer};

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
    /// How they are signed from now on, if that changes, with a key made at the edge for where none signs yet.
    pub schemes: Option<(Schemes, NewKey)>,
    /// What seals the key.
    pub sealer: SecretSealer,
}

impl UseCase<Event> for UpdateSubscription {
    type Answer = Saved<Subscription>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Subscription>, Error> {
        let mut subscription = own_subscription(tx, &self.caller, self.id).await?;
        subscription.expect_version(self.seen)?;
        let schemes = match &self.schemes {
            None => None,
            Some((schemes, key)) => Some((*schemes, self.sealer.seal_key(self.id, key)?)),
        };
        subscription.update(self.target.clone(), self.settings.clone(), schemes)?;
        tx.save(&mut subscription).await?;
        Ok(subscription)
    }
}
