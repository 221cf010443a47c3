//! Cancels a grant that was not given after all.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::support::Grant;
use crate::storage::Tx;

/// The grant to cancel.
#[derive(Debug)]
pub struct CancelGrant {
    /// Who asks.
    pub caller: Caller,
    /// Id of the grant.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for CancelGrant {
    type Answer = Saved<Grant>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Grant>, Error> {
        let (mut grant, _) = super::grant(tx, &self.caller, self.id).await?;
        grant.expect_version(self.seen)?;
        grant.cancel(self.reason.clone())?;
        tx.because(&self.reason);
        tx.save(&mut grant).await?;
        Ok(grant)
    }
}
