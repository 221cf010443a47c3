//! Subscribes a URL of a partner to its matches.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_partner_to_change};
use crate::domain::Event;
use crate::domain::subscription::{
    Quota, Schemes, SecretText, Settings, Signing, Subscription, Target,
};
use crate::storage::subscription::{NewKey, SecretSealer};
use crate::storage::{self, Tx};

/// The subscription to make.
#[derive(Debug)]
pub struct CreateSubscription {
    /// Who asks.
    pub caller: Caller,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Where events are posted.
    pub target: Target,
    /// How it is served.
    pub settings: Settings,
    /// How they are signed.
    pub schemes: Schemes,
    /// The secret that signs them, made at the edge.
    pub secret: SecretText,
    /// The key that does, made at the edge too.
    pub key: NewKey,
    /// What seals secret and key.
    pub sealer: SecretSealer,
    /// How many subscriptions the partner may have.
    pub quota: Quota,
}

impl UseCase<Event> for CreateSubscription {
    /// The subscription, and the secret, which is shown this once.
    type Answer = (Saved<Subscription>, SecretText);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        // Its row is locked, so that two calls at once do not count the same ones.
        own_partner_to_change(tx, &self.caller, self.partner_id).await?;
        let live = storage::subscription::count_of(tx, self.partner_id).await?;
        self.quota.admit(live)?;
        let id = tx.new_id();
        let secret = self.sealer.seal(id, &self.secret)?;
        let described = (self.target.clone(), self.settings.clone());
        let signing = Signing::new(self.schemes, self.sealer.seal_key(id, &self.key)?);
        let signs = (secret, signing);
        let subscription = Subscription::create(id, self.partner_id, described, signs);
        Ok((tx.create(subscription).await?, self.secret.clone()))
    }
}
