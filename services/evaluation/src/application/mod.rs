//! What the evaluation service can do: one folder per area, one file per use case. Each runs inside one transaction.

pub mod certificate;
pub mod council;
pub mod dossier;
pub mod error;
pub mod evidence;
pub mod monitoring;
pub mod programme;
pub mod register;
pub mod step;

pub use error::{Error, Resource};

use chrono::NaiveDate;

use crate::storage::Tx;

/// A date given by the caller, today if none was. Nothing that matters in law lies in the future.
fn on(tx: &Tx, given: Option<NaiveDate>) -> Result<NaiveDate, Error> {
    let today = tx.today();
    match given {
        Some(day) if day > today => Err(Error::InTheFuture { day, today }),
        given => Ok(given.unwrap_or(today)),
    }
}
