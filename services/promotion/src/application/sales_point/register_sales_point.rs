//! Registers a point of introduction and sale.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;

use super::target;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::partner::Similar;
use crate::domain::sales_point::{SalesPoint, Terms};
use crate::storage::{self, Tx};

/// The point.
#[derive(Debug)]
pub struct RegisterSalesPoint {
    /// Who asks.
    pub caller: Caller,
    /// What is recorded of it.
    pub terms: Terms,
}

impl UseCase<Event> for RegisterSalesPoint {
    type Answer = (Saved<SalesPoint>, Vec<Similar>);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        self.caller.within(target(&self.terms.site))?;
        let point = SalesPoint::register(tx.new_id(), self.terms.clone(), tx.today());
        let similar = storage::sales_point::similar(tx, &point).await?;
        Ok((tx.create(point).await?, similar))
    }
}
