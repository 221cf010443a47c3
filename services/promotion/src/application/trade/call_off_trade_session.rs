//! Calls a session off.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_session;
use crate::application::Error;
use crate::application::delivery::save_and_deliver;
use crate::domain::Event;
use crate::domain::trade::Session;
use crate::storage::{self, Tx};

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
        storage::lock_market(tx).await?;
        let mut session = own_session(tx, &self.caller, self.id).await?;
        session.call_off(self.reason.clone())?;
        tx.because(&self.reason);
        tx.save(&mut session).await?;
        let mut invited = storage::trade::invitations_to(tx, session.id).await?;
        for invitation in &mut invited {
            invitation.call_off(self.reason.clone());
        }
        save_and_deliver(tx, &mut invited).await?;
        Ok(session)
    }
}
