//! Plans a session of trade connection.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;

use super::held_by;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::partner::Similar;
use crate::domain::trade::{Plan, Session};
use crate::storage::{self, Tx};

/// The session.
#[derive(Debug)]
pub struct PlanTradeSession {
    /// Who asks.
    pub caller: Caller,
    /// Code of the province, of today.
    pub province_code: String,
    /// What is planned.
    pub plan: Plan,
}

impl UseCase<Event> for PlanTradeSession {
    type Answer = (Saved<Session>, Vec<Similar>);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        let province = (self.province_code.clone(), tx.today());
        let session = Session::plan(tx.new_id(), province, self.plan.clone());
        self.caller.within(held_by(&session))?;
        let similar = storage::trade::similar_sessions(tx, &session).await?;
        Ok((tx.create(session).await?, similar))
    }
}
