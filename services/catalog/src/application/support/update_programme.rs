//! Changes a programme of support.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::support::{Programme, ProgrammeTerms};
use crate::storage::{self, Tx};

/// The change.
#[derive(Debug)]
pub struct UpdateProgramme {
    /// Who asks.
    pub caller: Caller,
    /// Id of the programme.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What is recorded of it from now on.
    pub terms: ProgrammeTerms,
    /// Why; empty if no reason was given.
    pub reason: String,
}

impl UseCase<Event> for UpdateProgramme {
    type Answer = Saved<Programme>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Programme>, Error> {
        let mut programme = super::programme(tx, self.id).await?;
        self.caller.within(super::target(&programme.spot))?;
        programme.expect_version(self.seen)?;
        let done = storage::support::done(tx, self.id).await?;
        programme.update(self.terms.clone(), &done)?;
        tx.because(&self.reason);
        tx.save(&mut programme).await?;
        Ok(programme)
    }
}
