//! Registers a partner and matches it with the open listings.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;

use super::matching;
use crate::application::{Error, within};
use crate::domain::Event;
use crate::domain::partner::{Email, Partner, Sourcing};
use crate::storage::{self, Tx};

/// The partner to register.
#[derive(Debug)]
pub struct RegisterPartner {
    /// Who asks.
    pub caller: Caller,
    /// Its name.
    pub name: String,
    /// The person to ask.
    pub email: Email,
    /// What it looks for.
    pub sourcing: Sourcing,
}

impl UseCase<Event> for RegisterPartner {
    type Answer = Saved<Partner>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Partner>, Error> {
        let id = tx.new_id();
        within(&self.caller, id, &self.sourcing)?;
        storage::lock_market(tx).await?;
        let partner = Partner::register(
            id,
            self.name.clone(),
            self.email.clone(),
            self.sourcing.clone(),
        );
        let partner = tx.create(partner).await?;
        matching::compare_with_listings(tx, &partner).await?;
        Ok(partner)
    }
}
