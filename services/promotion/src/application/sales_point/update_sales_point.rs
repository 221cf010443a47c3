//! Changes what is recorded of a point.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{moved, own_point};
use crate::application::Error;
use crate::domain::Event;
use crate::domain::sales_point::{SalesPoint, Terms};
use crate::storage::Tx;

/// The change.
#[derive(Debug)]
pub struct UpdateSalesPoint {
    /// Who asks.
    pub caller: Caller,
    /// Id of the point.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What is recorded of it from now on.
    pub terms: Terms,
}

impl UseCase<Event> for UpdateSalesPoint {
    type Answer = Saved<SalesPoint>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<SalesPoint>, Error> {
        let mut point = own_point(tx, &self.caller, self.id).await?;
        self.caller
            .within(moved(&point.terms.site, &self.terms.site))?;
        point.expect_version(self.seen)?;
        point.update(self.terms.clone())?;
        tx.save(&mut point).await?;
        Ok(point)
    }
}
