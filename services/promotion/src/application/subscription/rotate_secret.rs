//! Gives a subscription a new secret and a new key, while those before sign on for a while.

use std::time::Duration;

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_subscription};
use crate::domain::Event;
use crate::domain::subscription::{SecretText, Subscription};
use crate::storage::Tx;
use crate::storage::subscription::{NewKey, SecretSealer};

/// The change.
#[derive(Debug)]
pub struct RotateSecret {
    /// Who asks.
    pub caller: Caller,
    /// Id of the subscription.
    pub id: Uuid,
    /// The new secret, made at the edge.
    pub secret: SecretText,
    /// The new key, made at the edge too. It is taken if events are signed with one.
    pub key: NewKey,
    /// What seals both.
    pub sealer: SecretSealer,
    /// For how long those before sign too.
    pub overlap: Duration,
}

impl UseCase<Event> for RotateSecret {
    /// The subscription, and the secret, which is shown this once.
    type Answer = (Saved<Subscription>, SecretText);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        let mut subscription = own_subscription(tx, &self.caller, self.id).await?;
        let secret = self.sealer.seal(self.id, &self.secret)?;
        let key = self.sealer.seal_key(self.id, &self.key)?;
        subscription.rotate_secret((secret, key), self.overlap, tx.now())?;
        tx.save(&mut subscription).await?;
        Ok((subscription, self.secret.clone()))
    }
}
