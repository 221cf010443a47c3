//! Notes on Form 01 who received a dossier at an office and how many samples came with it.

use ocop_identity::{Caller, Role};

use crate::application::Error;
use crate::application::step::{Reachable as _, Step};
use crate::domain::correction::Grounds;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::receipt::{Office, Received};
use crate::storage::Tx;

#[derive(Debug)]
pub struct RecordReceipt {
    pub office: Office,
    pub received: Received,
    /// Why it is said once more; may be empty the first time.
    pub reason: String,
}

impl Step for RecordReceipt {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, caller: &Caller, tx: &Tx) -> Result<(), Error> {
        if self.office == Office::Province {
            // Of what came to the province its own office speaks.
            caller.only(&[Role::OcopOffice]).within(dossier.target())?;
        }
        let grounds = Grounds {
            reason: self.reason.clone(),
            by: caller.actor.subject.clone(),
            at: tx.now(),
        };
        Ok(dossier.note_receipt(self.office, &self.received, &grounds, tx.today())?)
    }
}
