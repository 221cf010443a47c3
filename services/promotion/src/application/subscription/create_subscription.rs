//! Subscribes a URL of a partner to its matches.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_partner};
use crate::domain::Event;
use crate::domain::subscription::{SecretText, Subscription, Target};
use crate::storage::Tx;

/// The subscription to make.
#[derive(Debug)]
pub struct CreateSubscription {
    /// Who asks.
    pub caller: Caller,
    /// Id of the partner.
    pub partner_id: Uuid,
    /// Where events are posted.
    pub target: Target,
    /// The secret that signs them, made at the edge.
    pub secret: SecretText,
}

impl UseCase<Event> for CreateSubscription {
    type Answer = Saved<Subscription>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Subscription>, Error> {
        own_partner(tx, &self.caller, self.partner_id).await?;
        let (target, secret) = (self.target.clone(), self.secret.clone());
        let subscription = Subscription::create(tx.new_id(), self.partner_id, target, secret);
        Ok(tx.create(subscription).await?)
    }
}
