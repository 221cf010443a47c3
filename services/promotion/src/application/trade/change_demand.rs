//! Changes what is sought of a demand.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_demand;
use crate::application::Error;
use crate::application::delivery::save_and_deliver;
use crate::domain::Event;
use crate::domain::trade::{Demand, TermsPatch};
use crate::storage::{self, Tx};

/// The change.
#[derive(Debug)]
pub struct ChangeDemand {
    /// Who asks.
    pub caller: Caller,
    /// Id of the demand.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What changes.
    pub terms: TermsPatch,
}

impl UseCase<Event> for ChangeDemand {
    type Answer = Saved<Demand>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Demand>, Error> {
        let mut demand = own_demand(tx, &self.caller, self.id).await?;
        demand.expect_version(self.seen)?;
        let period = demand.terms.period;
        demand.change(self.terms.clone(), tx.today())?;
        tx.save(&mut demand).await?;
        if demand.terms.period != period {
            let mut offers = storage::trade::open_offers_to_change(tx, &[demand.id]).await?;
            for offer in &mut offers {
                offer.follow(&demand, tx.today());
            }
            save_and_deliver(tx, &mut offers).await?;
        }
        Ok(demand)
    }
}
