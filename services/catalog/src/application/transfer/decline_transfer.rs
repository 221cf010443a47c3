//! Declines a transfer: the other side does not want it.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::transfer::Transfer;
use crate::storage::Tx;

/// The transfer to decline.
#[derive(Debug)]
pub struct DeclineTransfer {
    /// Who asks.
    pub caller: Caller,
    /// Id of the transfer.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for DeclineTransfer {
    type Answer = Saved<Transfer>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Transfer>, Error> {
        let mut transfer = super::transfer(tx, self.id).await?;
        self.caller.within(super::destination(&transfer.offer))?;
        transfer.expect_version(self.seen)?;
        transfer.decline(&self.reason)?;
        tx.because(&self.reason);
        tx.save(&mut transfer).await?;
        Ok(transfer)
    }
}
