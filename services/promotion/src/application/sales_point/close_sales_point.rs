//! Gives a point up, or says anew when that was or that it was not.

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
    /// The day from which it is no more; none takes it back that it was given up.
    pub on: Option<NaiveDate>,
    /// Why something else was said before; may be empty.
    pub reason: String,
}

impl UseCase<Event> for CloseSalesPoint {
    type Answer = Saved<SalesPoint>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<SalesPoint>, Error> {
        let mut point = own_point(tx, &self.caller, self.id).await?;
        match self.on {
            Some(on) if self.reason.is_empty() || point.closed_on.is_none() => {
                point.close(on, tx.today())?;
            }
            on => point.correct_closing(on, tx.today())?,
        }
        if !self.reason.is_empty() {
            tx.because(&self.reason);
        }
        tx.save(&mut point).await?;
        Ok(point)
    }
}
