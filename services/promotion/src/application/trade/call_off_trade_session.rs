//! Calls a session off.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_session;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::trade::Session;
use crate::storage::Tx;

/// The session.
#[derive(Debug)]
pub struct CallOffTradeSession {
    /// Who asks.
    pub caller: Caller,
    /// Id of the session.
    pub id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for CallOffTradeSession {
    type Answer = Saved<Session>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Session>, Error> {
        let mut session = own_session(tx, &self.caller, self.id).await?;
        session.call_off(self.reason.clone())?;
        tx.because(&self.reason);
        tx.save(&mut session).await?;
        Ok(session)
    }
}
