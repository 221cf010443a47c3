//! Gives the paper of a valid certificate again, for the same term.

use chrono::NaiveDate;
use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on, register};
use crate::domain::Event;
use crate::domain::certificate::Certificate;
use crate::domain::certificate::certification::issuing::NewPaper;
use crate::domain::certificate::issue::IssueGround;
use crate::storage::{self, Tx};

/// The paper to give.
#[derive(Debug)]
pub struct ReissueCertificate {
    pub caller: Caller,
    /// Id of the certificate.
    pub id: Uuid,
    pub ground: IssueGround,
    /// The day; today if not given.
    pub on: Option<NaiveDate>,
    pub serial: String,
    pub reason: String,
}

impl UseCase<Event> for ReissueCertificate {
    type Answer = Certificate;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Certificate, Error> {
        let certificate = super::certificate(tx, self.id).await?;
        self.caller
            .within(super::target_of_authority(&certificate))?;
        let paper = NewPaper {
            ground: self.ground,
            on: on(tx, self.on)?,
            serial: self.serial.clone(),
            reason: self.reason.clone(),
        };
        let product = register::product(tx, certificate.product_id).await?;
        let mut held = storage::certificate::certification(tx, certificate.product_id).await?;
        tx.because(&self.reason);
        held.reissue(self.id, paper, &product)?;
        tx.save(&mut held).await?;
        super::granted(&held, self.id)
    }
}
