//! Lets a partner leave: its subscriptions and matches end, what it seeks, has ordered and is invited to, and its access to
//! NATS. All of it can still be read.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::matching;
use crate::application::{Error, gift, own_partner_to_change, trade};
use crate::domain::Event;
use crate::domain::partner::Partner;
use crate::storage::{self, Tx};

/// Why what it had ends, for those who made it offers or sell to it.
pub(super) const REASON: &str = "the partner has left";

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
        gift::end_of_partner(tx, self.id, REASON).await?;
        trade::end_of_partner(tx, self.id, REASON).await?;
        matching::compare_with_listings(tx, &partner).await?;
        Ok(partner)
    }
}
