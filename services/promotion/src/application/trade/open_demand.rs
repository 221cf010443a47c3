//! Opens a demand of a partner.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_partner_to_change};
use crate::domain::Event;
use crate::domain::partner::Similar;
use crate::domain::trade::{Demand, Terms};
use crate::storage::{self, Tx};

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
    type Answer = (Saved<Demand>, Vec<Similar>);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        let partner = own_partner_to_change(tx, &self.caller, self.partner_id).await?;
        let buyer = (partner.id, partner.details.name.clone());
        let demand = Demand::open(tx.new_id(), buyer, self.terms.clone(), tx.today())?;
        let similar = storage::trade::similar_demands(tx, &demand).await?;
        Ok((tx.create(demand).await?, similar))
    }
}
