//! Resumes the deliveries of a subscription, with what it missed since the pause.

use chrono::TimeDelta;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::delivery::{Recovered, recover};
use crate::application::{Error, own_subscription};
use crate::domain::Event;
use crate::domain::subscription::Subscription;
use crate::storage::Tx;

/// By how much the time of an event may lie before the commit that shows it: a change that began before the pause may have
/// been committed after it. What was on its way already is not sent twice.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);

/// The subscription to resume.
#[derive(Debug)]
pub struct ResumeSubscription {
    /// Who asks.
    pub caller: Caller,
    /// Id of the subscription.
    pub id: Uuid,
}

impl UseCase<Event> for ResumeSubscription {
    type Answer = (Saved<Subscription>, Recovered);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        let mut subscription = own_subscription(tx, &self.caller, self.id).await?;
        let paused_at = subscription.resume()?;
        tx.save(&mut subscription).await?;
        let since = (paused_at - OVERLAP).max(subscription.created_at());
        let recovered = recover(tx, &subscription, since).await?;
        Ok((subscription, recovered))
    }
}
