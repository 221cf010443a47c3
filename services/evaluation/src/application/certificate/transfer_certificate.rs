//! Lets a certificate go over to a successor of its producer, for what is left of its term.

use ocop_chassis::database::UseCase;
use ocop_identity::{Caller, Touched};
use uuid::Uuid;

use crate::application::{Error, on, register};
use crate::domain::Event;
use crate::domain::certificate::Certificate;
use crate::domain::certificate::certification::issuing::Successor;
use crate::domain::certificate::decision::Decision;
use crate::domain::register::producer::Home;
use crate::storage::{self, Tx};

/// Who succeeds, and by which decision.
#[derive(Debug)]
pub struct TransferCertificate {
    pub caller: Caller,
    /// Id of the certificate.
    pub id: Uuid,
    pub producer_id: Uuid,
    pub decision: Decision,
    pub reason: String,
}

impl UseCase<Event> for TransferCertificate {
    type Answer = Certificate;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Certificate, Error> {
        let certificate = super::certificate(tx, self.id).await?;
        let authority = super::target_of_authority(&certificate);
        let Some(producer) = storage::register::producer(tx, self.producer_id).await? else {
            return Err(register::producer_unknown(tx, self.producer_id).await?);
        };
        let home = Home {
            place_code: producer.place_code,
            province_code: producer.province_code,
            said_on: producer.place_said_on,
        };
        let home = register::target_of_home(&home).of_producer(producer.id);
        self.caller
            .within(Touched::new(authority).of_producer(home))?;
        on(tx, Some(self.decision.date))?;
        let successor = Successor {
            id: tx.new_id(),
            producer_id: producer.id,
            producer_name: producer.name,
            decision: self.decision.clone(),
            recorded_on: tx.today(),
            recorded_at: tx.now(),
        };
        let next = successor.id;
        let mut held = storage::certificate::certification(tx, certificate.product_id).await?;
        tx.because(&self.reason);
        held.transfer(self.id, successor)?;
        tx.save(&mut held).await?;
        super::granted(&held, next)
    }
}
