//! Registers a partner and matches it with the open listings.

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::Caller;

use super::{Error, matching, within};
use crate::domain::event::Event;
use crate::domain::partner::{Email, Partner, Sourcing};
use crate::domain::schedule::Schedule;
use crate::storage::{self, PartnerRecord, Tx};

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
    /// When deliveries of its matches are tried.
    pub schedule: Schedule,
}

impl UseCase<Event> for RegisterPartner {
    type Answer = PartnerRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<PartnerRecord, Error> {
        let id = tx.new_id();
        within(&self.caller, id, &self.sourcing)?;
        storage::lock_market(tx).await?;
        let mut partner = Partner::register(
            id,
            self.name.clone(),
            self.email.clone(),
            self.sourcing.clone(),
        );
        tx.save(&mut partner).await?;
        matching::compare_with_listings(tx, &partner, &self.schedule).await?;
        Ok(storage::partner_record(tx, id).await?)
    }
}
