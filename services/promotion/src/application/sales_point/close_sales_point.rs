//! Gives a point up.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_point;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::sales_point::SalesPoint;
use crate::storage::Tx;

/// The point.
#[derive(Debug)]
pub struct CloseSalesPoint {
    /// Who asks.
    pub caller: Caller,
    /// Id of the point.
    pub id: Uuid,
    /// The day from which it is no more.
    pub on: NaiveDate,
}

impl UseCase<Event> for CloseSalesPoint {
    type Answer = Saved<SalesPoint>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<SalesPoint>, Error> {
        let mut point = own_point(tx, &self.caller, self.id).await?;
        point.close(self.on)?;
        tx.save(&mut point).await?;
        Ok(point)
    }
}
