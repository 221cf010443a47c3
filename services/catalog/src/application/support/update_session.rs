//! Changes a session of training.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::application::place::NamedPlace;
use crate::domain::Event;
use crate::domain::support::{Session, SessionTerms, Spot};
use crate::storage::Tx;

/// The change.
#[derive(Debug)]
pub struct UpdateSession {
    /// Who asks.
    pub caller: Caller,
    /// Id of the session.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// The place where it is held.
    pub place: NamedPlace,
    /// What is recorded of it from now on.
    pub terms: SessionTerms,
    /// Why; empty if no reason was given.
    pub reason: String,
}

impl UpdateSession {
    /// Where it is held. A code without a day that is the one stored says what is stored, not that it is said anew.
    async fn spot(&self, tx: &Tx, known: &Spot) -> Result<Spot, Error> {
        if self.place.on.is_none() && self.place.code == known.place_code {
            return Ok(known.clone());
        }
        Ok(Spot::from(&self.place.location(tx).await?))
    }
}

impl UseCase<Event> for UpdateSession {
    type Answer = Saved<Session>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Session>, Error> {
        let mut session = super::session(tx, self.id).await?;
        self.caller.within(super::target(&session.for_spot))?;
        session.expect_version(self.seen)?;
        let spot = self.spot(tx, &session.spot).await?;
        let programme = super::programme(tx, session.programme).await?;
        session.update(&programme, spot, self.terms.clone())?;
        tx.because(&self.reason);
        tx.save(&mut session).await?;
        Ok(session)
    }
}
