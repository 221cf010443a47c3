//! Subscribes a URL of a partner to its matches.

use std::collections::BTreeSet;

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::Caller;
use uuid::Uuid;

use super::{Error, own_partner};
use crate::domain::event::Event;
use crate::domain::subscription::{SecretText, Subscription};
use crate::domain::target::Target;
use crate::storage::{self, SubscriptionRecord, Tx};

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
    type Answer = SubscriptionRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<SubscriptionRecord, Error> {
        let partner = own_partner(tx, &self.caller, self.partner_id).await?;
        partner.still_here()?;
        let mut subscription = Subscription::create(
            tx.new_id(),
            self.partner_id,
            self.target.clone(),
            BTreeSet::new(),
            self.secret.clone(),
        );
        tx.save(&mut subscription).await?;
        Ok(storage::subscription_record(tx, subscription.id).await?)
    }
}
