//! Lets a partner leave: its subscriptions and matches end, and so does its access to NATS. All of it can still be read.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::matching;
use crate::application::{Error, own_partner_to_change};
use crate::domain::Event;
use crate::domain::partner::Partner;
use crate::storage::{self, Tx};

/// The partner that leaves.
#[derive(Debug)]
pub struct RemovePartner {
    /// Who asks.
    pub caller: Caller,
    /// Id of the partner.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
}

impl UseCase<Event> for RemovePartner {
    type Answer = Saved<Partner>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Partner>, Error> {
        storage::lock_market(tx).await?;
        let mut partner = own_partner_to_change(tx, &self.caller, self.id).await?;
        partner.expect_version(self.seen)?;
        partner.leave(tx.now())?;
        tx.save(&mut partner).await?;
        for mut subscription in storage::subscription::all_of(tx, self.id).await? {
            subscription.delete(tx.now())?;
            tx.save(&mut subscription).await?;
            storage::delivery::drop_pending(tx, subscription.id).await?;
        }
        storage::partner::revoke_credentials_of(tx, self.id).await?;
        matching::compare_with_listings(tx, &partner).await?;
        Ok(partner)
    }
}
