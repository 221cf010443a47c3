//! Changes who a partner is.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_partner_to_change};
use crate::domain::Event;
use crate::domain::partner::{DetailsPatch, Partner, Similar};
use crate::storage::{self, Tx};

/// The change.
#[derive(Debug)]
pub struct UpdatePartner {
    /// Who asks.
    pub caller: Caller,
    /// Id of the partner.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What changes.
    pub patch: DetailsPatch,
}

impl UseCase<Event> for UpdatePartner {
    type Answer = (Saved<Partner>, Vec<Similar>);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        let mut partner = own_partner_to_change(tx, &self.caller, self.id).await?;
        partner.expect_version(self.seen)?;
        partner.update(self.patch.clone());
        tx.save(&mut partner).await?;
        let similar = if self.patch.name.is_some() {
            storage::partner::similar(tx, &partner).await?
        } else {
            Vec::new()
        };
        Ok((partner, similar))
    }
}
