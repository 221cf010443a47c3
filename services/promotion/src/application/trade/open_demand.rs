//! Opens a demand of a partner.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_partner_to_change};
use crate::domain::Event;
use crate::domain::trade::{Demand, Terms};
use crate::storage::Tx;

/// The demand.
#[derive(Debug)]
pub struct OpenDemand {
    /// Who asks.
    pub caller: Caller,
    /// Id of the partner who buys.
    pub partner_id: Uuid,
    /// What is sought.
    pub terms: Terms,
}

impl UseCase<Event> for OpenDemand {
    type Answer = Saved<Demand>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Demand>, Error> {
        let partner = own_partner_to_change(tx, &self.caller, self.partner_id).await?;
        let buyer = (partner.id, partner.details.name.clone());
        let demand = Demand::open(tx.new_id(), buyer, self.terms.clone(), tx.today())?;
        Ok(tx.create(demand).await?)
    }
}
