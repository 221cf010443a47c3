//! Registers a partner and matches it with the open listings. Says which partners have a name that may well be the same.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;

use super::matching;
use crate::application::{Error, within};
use crate::domain::Event;
use crate::domain::partner::{Details, Partner, Similar, Sourcing};
use crate::storage::{self, Tx};

/// The partner to register.
#[derive(Debug)]
pub struct RegisterPartner {
    /// Who asks.
    pub caller: Caller,
    /// Who it is.
    pub details: Details,
    /// What it looks for.
    pub sourcing: Sourcing,
}

impl UseCase<Event> for RegisterPartner {
    type Answer = (Saved<Partner>, Vec<Similar>);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        let id = tx.new_id();
        within(&self.caller, id, &self.sourcing)?;
        storage::lock_market(tx).await?;
        let partner = Partner::register(id, self.details.clone(), self.sourcing.clone());
        let similar = storage::partner::similar(tx, &partner).await?;
        let partner = tx.create(partner).await?;
        matching::compare_with_listings(tx, &partner).await?;
        Ok((partner, similar))
    }
}
