//! Deletes deliveries that were settled long ago.

use chrono::TimeDelta;
use ocop_chassis::database::UseCase;

use crate::application::Error;
use crate::domain::Event;
use crate::storage::{self, Tx};

/// Deletes settled deliveries that were queued longer ago than this. Answers how many.
#[derive(Debug)]
pub struct DeleteOldDeliveries {
    /// Their age.
    pub age: TimeDelta,
}

impl UseCase<Event> for DeleteOldDeliveries {
    type Answer = u64;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<u64, Error> {
        Ok(storage::delivery::delete_settled(tx, self.age).await?)
    }
}
