//! Cancels a session of training that is not held.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::support::Session;
use crate::storage::Tx;

/// The session to cancel.
#[derive(Debug)]
pub struct CancelSession {
    /// Who asks.
    pub caller: Caller,
    /// Id of the session.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for CancelSession {
    type Answer = Saved<Session>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Session>, Error> {
        let mut session = super::session(tx, self.id).await?;
        self.caller.within(super::target(&session.for_spot))?;
        session.expect_version(self.seen)?;
        session.cancel(self.reason.clone())?;
        tx.because(&self.reason);
        tx.save(&mut session).await?;
        Ok(session)
    }
}
