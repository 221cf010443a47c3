//! Records that the receiver of a subscription gave back a challenge.

use chrono::{DateTime, Utc};
use ocop_chassis::database::UseCase;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::subscription::Target;
use crate::storage::{self, Tx};

/// The verification.
#[derive(Debug)]
pub struct RecordVerification {
    /// Id of the subscription.
    pub id: Uuid,
    /// Where the challenge was posted.
    pub target: Target,
    /// When.
    pub at: DateTime<Utc>,
}

impl UseCase<Event> for RecordVerification {
    type Answer = ();
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<(), Error> {
        Ok(storage::subscription::note_verified(tx, self.id, &self.target, self.at).await?)
    }
}
