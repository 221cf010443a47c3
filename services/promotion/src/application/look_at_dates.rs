//! Suspends listings whose certificate ended, and opens those whose certificate begins, by the clock. It is a safety: the
//! events of evaluation say the same, perhaps later.

use ocop_chassis::database::UseCase;

use super::{Error, matching};
use crate::domain::event::Event;
use crate::domain::schedule::Schedule;
use crate::storage::{self, Tx};

/// Listings looked at in one transaction.
const MOST: u64 = 500;

/// Looks at listings whose dates may have moved them. Answers whether there may be more.
#[derive(Debug)]
pub struct LookAtDates {
    /// When deliveries of the news are tried.
    pub schedule: Schedule,
}

impl UseCase<Event> for LookAtDates {
    type Answer = bool;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<bool, Error> {
        storage::lock_market(tx).await?;
        let mut listings = storage::listings_to_look_at(tx, MOST).await?;
        let may_be_more = listings.len() as u64 == MOST;
        let today = tx.today();
        for listing in &mut listings {
            listing.expire(today);
        }
        // Those that did not move are stored too: with the day to look at them next.
        matching::keep_and_tell(tx, listings, &self.schedule).await?;
        Ok(may_be_more)
    }
}
