//! Ends what partners still seek and have ordered who left before leaving ended it.

use ocop_chassis::database::UseCase;

use super::remove_partner::REASON;
use crate::application::{Error, gift, trade};
use crate::domain::Event;
use crate::storage::{self, Tx};

/// Partners in one transaction.
const BATCH: u64 = 20;

/// Withdraws the demands and cancels the orders of partners that have left. Answers whether there may be more.
#[derive(Debug)]
pub struct EndLeftPartners;

impl UseCase<Event> for EndLeftPartners {
    type Answer = bool;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<bool, Error> {
        storage::lock_market(tx).await?;
        let left = storage::partner::left_with_more_to_end(tx, BATCH).await?;
        for id in &left {
            gift::end_of_partner(tx, *id, REASON).await?;
            trade::end_of_partner(tx, *id, REASON).await?;
        }
        Ok(left.len() as u64 == BATCH)
    }
}
