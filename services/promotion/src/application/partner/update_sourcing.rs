//! Changes what a partner looks for, and its matches with it.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::matching;
use crate::application::{Error, own_partner, within};
use crate::domain::Event;
use crate::domain::partner::{Partner, Sourcing};
use crate::storage::{self, Tx};

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
}

impl UseCase<Event> for UpdateSourcing {
    type Answer = Saved<Partner>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Partner>, Error> {
        let mut partner = own_partner(tx, &self.caller, self.id).await?;
        within(&self.caller, self.id, &self.sourcing)?;
        partner.expect_version(self.seen)?;
        partner.look_for(self.sourcing.clone());
        // Saving fails if another call changed the partner while this one waited for the lock.
        storage::lock_market(tx).await?;
        tx.save(&mut partner).await?;
        matching::compare_with_listings(tx, &partner).await?;
        Ok(partner)
    }
}
