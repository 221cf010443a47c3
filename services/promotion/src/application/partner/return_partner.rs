//! Lets a partner come back: it looks for what it looked for, and its matches open again. Subscriptions and access to NATS are
//! made anew.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::matching;
use crate::application::{Error, within};
use crate::domain::Event;
use crate::domain::partner::{Partner, Refusal};
use crate::storage::{self, Tx};

/// The partner that comes back.
#[derive(Debug)]
pub struct ReturnPartner {
    /// Who asks.
    pub caller: Caller,
    /// Id of the partner.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
}

impl UseCase<Event> for ReturnPartner {
    type Answer = Saved<Partner>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Partner>, Error> {
        storage::lock_market(tx).await?;
        let found = storage::partner::partner_to_change(tx, self.id).await?;
        let mut partner = found.ok_or(Refusal::Unknown(self.id))?;
        within(&self.caller, self.id, &partner.sourcing)?;
        partner.expect_version(self.seen)?;
        partner.come_back()?;
        tx.save(&mut partner).await?;
        matching::compare_with_listings(tx, &partner).await?;
        Ok(partner)
    }
}
