//! Changes what a partner looks for, and its matches with it.

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::Caller;
use uuid::Uuid;

use super::{Error, matching, own_partner, within};
use crate::domain::event::Event;
use crate::domain::partner::Sourcing;
use crate::domain::schedule::Schedule;
use crate::storage::{self, PartnerRecord, Tx};

/// The change.
#[derive(Debug)]
pub struct UpdateSourcing {
    /// Who asks.
    pub caller: Caller,
    /// Id of the partner.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What it looks for from now on.
    pub sourcing: Sourcing,
    /// When deliveries of what follows are tried.
    pub schedule: Schedule,
}

impl UseCase<Event> for UpdateSourcing {
    type Answer = PartnerRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<PartnerRecord, Error> {
        let mut partner = own_partner(tx, &self.caller, self.id).await?;
        within(&self.caller, self.id, &self.sourcing)?;
        if partner.version != self.seen {
            return Err(Error::Stale { what: "partner" });
        }
        partner.look_for(self.sourcing.clone())?;
        // Saving fails if another call changed the partner while this one waited for the lock.
        storage::lock_market(tx).await?;
        tx.save(&mut partner).await?;
        matching::compare_with_listings(tx, &partner, &self.schedule).await?;
        Ok(storage::partner_record(tx, self.id).await?)
    }
}
