//! Plans a session of training, or records one that was held.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::application::place::NamedPlace;
use crate::domain::Event;
use crate::domain::support::{Session, SessionTerms, Spot};
use crate::storage::Tx;

/// The session to plan.
#[derive(Debug)]
pub struct PlanSession {
    /// Who asks.
    pub caller: Caller,
    /// Id of the programme in which it is.
    pub programme: Uuid,
    /// The place where it is held.
    pub place: NamedPlace,
    /// What is recorded of it.
    pub terms: SessionTerms,
}

impl UseCase<Event> for PlanSession {
    type Answer = Saved<Session>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Session>, Error> {
        let programme = super::programme(tx, self.programme).await?;
        self.caller.within(super::target(&programme.spot))?;
        let spot = Spot::from(&self.place.location(tx).await?);
        let session = Session::plan(tx.new_id(), &programme, spot, self.terms.clone())?;
        Ok(tx.create(session).await?)
    }
}
