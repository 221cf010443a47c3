//! Withdraws a recognition that was given wrongly; Article 10.1b.

use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use super::proposals;
use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::certificate::Certificate;
use crate::domain::certificate::certification::withdrawing::Withdrawal;
use crate::domain::certificate::decision::Decision;
use crate::storage::{self, Tx};

/// What is withdrawn, and why.
#[derive(Debug)]
pub struct WithdrawRecognition {
    pub caller: Caller,
    /// Id of the certificate.
    pub id: Uuid,
    pub decision: Decision,
    pub reason: String,
}

/// What came of it.
#[derive(Debug)]
pub struct Withdrawn {
    pub withdrawn: Certificate,
    /// The certificate that is in force again, if one is.
    pub revived: Option<Certificate>,
}

impl UseCase<Event> for WithdrawRecognition {
    type Answer = Withdrawn;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Withdrawn, Error> {
        let certificate = super::certificate(tx, self.id).await?;
        self.caller
            .within(super::target_of_authority(&certificate))?;
        on(tx, Some(self.decision.date))?;
        let withdrawal = Withdrawal {
            reason: self.reason.clone(),
            decision: self.decision.clone(),
            revived_id: tx.new_id(),
            recorded_on: tx.today(),
            recorded_at: tx.now(),
        };
        let mut held = storage::certificate::certification(tx, certificate.product_id).await?;
        tx.because(&self.reason);
        let revived = held.withdraw(self.id, withdrawal)?;
        tx.save(&mut held).await?;
        proposals::close(tx, &certificate, self.decision.date).await?;
        let withdrawn = super::granted(&held, self.id)?;
        let revived = revived.map(|id| super::granted(&held, id)).transpose()?;
        Ok(Withdrawn { withdrawn, revived })
    }
}
