//! Closes a programme of support.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::support::Programme;
use crate::storage::Tx;

/// The programme to close.
#[derive(Debug)]
pub struct CloseProgramme {
    /// Who asks.
    pub caller: Caller,
    /// Id of the programme.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for CloseProgramme {
    type Answer = Saved<Programme>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Programme>, Error> {
        let mut programme = super::programme(tx, self.id).await?;
        self.caller.within(super::target(&programme.spot))?;
        programme.expect_version(self.seen)?;
        programme.close(self.reason.clone(), tx.today())?;
        tx.because(&self.reason);
        tx.save(&mut programme).await?;
        Ok(programme)
    }
}
