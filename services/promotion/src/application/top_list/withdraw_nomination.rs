//! Withdraws a nomination for a top list.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_list;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::top_list::TopList;
use crate::storage::Tx;

/// The nomination.
#[derive(Debug)]
pub struct WithdrawNomination {
    /// Who asks.
    pub caller: Caller,
    /// Id of the list.
    pub id: Uuid,
    /// Id of the product.
    pub product_id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for WithdrawNomination {
    type Answer = Saved<TopList>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<TopList>, Error> {
        let mut list = own_list(tx, &self.caller, self.id).await?;
        list.withdraw(self.product_id, self.reason.clone())?;
        tx.because(&self.reason);
        tx.save(&mut list).await?;
        Ok(list)
    }
}
