//! Erases who complains, wherever evaluation holds it; Decree 13/2023/NĐ-CP, Article 16.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::application::step::Reachable as _;
use crate::domain::Event;
use crate::domain::monitoring::complaint::Complaint;
use crate::storage::Tx;

#[derive(Debug)]
pub struct EraseComplainantData {
    pub caller: Caller,
    /// Id of the complaint.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    pub reason: String,
}

impl UseCase<Event> for EraseComplainantData {
    type Answer = Saved<Complaint>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Complaint>, Error> {
        let mut complaint = Complaint::reached(tx, &self.caller, self.id).await?;
        complaint.expect_version(self.seen)?;
        complaint.erase_complainant(tx.today())?;
        tx.because(&self.reason);
        // Events never said who complains; the answers to earlier calls did.
        tx.forget_answers("complaint", &[self.id]).await?;
        tx.save(&mut complaint).await?;
        Ok(complaint)
    }
}
