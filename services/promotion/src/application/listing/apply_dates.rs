//! Suspends listings whose certificate ended, and opens those whose certificate begins, by the clock; the events of
//! evaluation say the same, perhaps later. Ends matches whose products have too little time left.

use ocop_chassis::database::UseCase;

use crate::application::Error;
use crate::application::partner::{apply_dates, save_and_notify};
use crate::domain::Event;
use crate::storage::{self, Tx};

/// Listings in one transaction.
const BATCH: u64 = 500;

/// Lets dates take effect on the listings and matches that they may move. Answers whether there may be more.
#[derive(Debug)]
pub struct ApplyDates;

impl UseCase<Event> for ApplyDates {
    type Answer = bool;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<bool, Error> {
        storage::lock_market(tx).await?;
        let mut listings = storage::listing::listings_with_dates(tx, BATCH).await?;
        let may_be_more = listings.len() as u64 == BATCH;
        let today = tx.today();
        for listing in &mut listings {
            listing.expire(today);
        }
        // Those that did not move are stored too: with their next date.
        save_and_notify(tx, listings).await?;
        let may_be_more_matches = apply_dates(tx, BATCH).await?;
        Ok(may_be_more || may_be_more_matches)
    }
}
