//! Forgets deliveries that were settled long ago.

use chrono::TimeDelta;
use ocop_chassis::database::UseCase;

use super::Error;
use crate::domain::event::Event;
use crate::storage::{self, Tx};

/// Forgets settled deliveries that are older than this. Answers how many.
#[derive(Debug)]
pub struct ForgetDeliveries {
    /// Their age.
    pub age: TimeDelta,
}

impl UseCase<Event> for ForgetDeliveries {
    type Answer = u64;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<u64, Error> {
        Ok(storage::forget_deliveries(tx, self.age).await?)
    }
}
