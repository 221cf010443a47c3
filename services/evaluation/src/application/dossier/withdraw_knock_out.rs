//! Withdraws a knock-out or a disqualifier that was recorded wrongly.

use ocop_identity::{Caller, Role};

use crate::application::Error;
use crate::application::step::{Reachable as _, Step};
use crate::domain::council::withdrawal::Withdrawal;
use crate::domain::dossier::Dossier;
use crate::storage::Tx;

#[derive(Debug)]
pub struct WithdrawKnockOut {
    /// Its number on the dossier.
    pub number: u32,
    pub reason: String,
}

impl Step for WithdrawKnockOut {
    type Of = Dossier;

    async fn take(&self, dossier: &mut Dossier, caller: &Caller, tx: &Tx) -> Result<(), Error> {
        let subject = &caller.actor.subject;
        let own = dossier
            .standing_knock_outs()
            .any(|one| one.number == self.number && one.recorded_by == *subject);
        let withdrawal = Withdrawal {
            reason: self.reason.clone(),
            by: subject.clone(),
            at: tx.now(),
        };
        dossier.withdraw_knock_out(self.number, withdrawal, tx.today())?;
        if !own {
            // What somebody else recorded is the office's to take back.
            caller.only(&[Role::OcopOffice]).within(dossier.target())?;
        }
        Ok(())
    }
}
