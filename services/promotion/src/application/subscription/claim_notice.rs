//! Takes a notice that is due, to be sent by e-mail. It is taken for longer than sending can take; until it is forgotten it
//! comes back.

use std::time::Duration;

use chrono::TimeDelta;
use ocop_chassis::database::{Saved, UseCase};

use crate::application::Error;
use crate::domain::Event;
use crate::domain::partner::Partner;
use crate::domain::subscription::Subscription;
use crate::storage::subscription::notices::Notice;
use crate::storage::{self, Tx};

/// For how long a notice is tried.
const SEND_WITHIN: TimeDelta = TimeDelta::days(3);
/// The wait after the first attempt; each next one is twice as long.
const FIRST_WAIT: Duration = Duration::from_mins(2);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_hours(6);

/// Takes one.
#[derive(Debug)]
pub struct ClaimNotice;

/// What was taken.
#[derive(Debug)]
pub enum Claimed {
    /// Nothing is due.
    Nothing,
    /// One was forgotten: it is not true any more, nobody is left to read it, or it was tried for too long.
    Forgotten,
    /// One to send.
    Notice {
        /// The notice.
        notice: Notice,
        /// What it is about.
        subscription: Box<Saved<Subscription>>,
        /// Whom it is for.
        partner: Box<Saved<Partner>>,
    },
}

impl UseCase<Event> for ClaimNotice {
    type Answer = Claimed;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Claimed, Error> {
        let Some(notice) = storage::subscription::notices::due(tx).await? else {
            return Ok(Claimed::Nothing);
        };
        let in_time = tx.now() - notice.at <= SEND_WITHIN;
        let subscription = storage::subscription::subscription(tx, notice.subscription_id).await?;
        let subscription = subscription.filter(|found| in_time && found.still(notice.kind));
        let partner = match &subscription {
            Some(found) => storage::partner::partner(tx, found.partner_id).await?,
            None => None,
        };
        let (Some(subscription), Some(partner)) = (subscription, partner) else {
            storage::subscription::notices::delete(tx, notice.id).await?;
            return Ok(Claimed::Forgotten);
        };
        let again = tx.now() + wait(notice.attempts);
        storage::subscription::notices::tried(tx, &notice, again).await?;
        Ok(Claimed::Notice {
            notice,
            subscription: Box::new(subscription),
            partner: Box::new(partner),
        })
    }
}

fn wait(attempts: u32) -> Duration {
    FIRST_WAIT
        .saturating_mul(2_u32.saturating_pow(attempts))
        .min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_from_two_minutes_to_six_hours() {
        let minutes = [0, 1, 2, 7, 8, 40].map(|attempts| wait(attempts).as_secs() / 60);
        assert_eq!(minutes, [2, 4, 8, 256, 360, 360]);
    }
}
