//! Puts right what was taken over of a certificate from an old register: star, decision and code, or the product that it
//! belongs to.

use chrono::NaiveDate;
use ocop_chassis::database::UseCase;
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::certificate::Imported;
use crate::application::{Error, on, register};
use crate::domain::Event;
use crate::domain::certificate::Certificate;
use crate::domain::certificate::certification::correcting::ReadAgain;
use crate::domain::criteria::star::Star;
use crate::storage::{self, Tx};

/// What the register says.
#[derive(Debug)]
pub struct CorrectImport {
    pub caller: Caller,
    /// Id of the certificate.
    pub id: Uuid,
    pub read: ReadAgain,
    /// The product that it belongs to, if it is another one.
    pub product_id: Option<Uuid>,
    pub reason: String,
    /// The day since which decisions are made here.
    pub before: NaiveDate,
}

impl UseCase<Event> for CorrectImport {
    type Answer = Imported;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Imported, Error> {
        let certificate = self.correct(tx).await?;
        Imported::of(tx, certificate).await
    }
}

impl CorrectImport {
    async fn correct(&self, tx: &mut Tx) -> Result<Certificate, Error> {
        let known = super::certificate(tx, self.id).await?;
        let product = register::product(tx, self.product_id.unwrap_or(known.product_id)).await?;
        let mut touched = register::touched_for(&product).and([super::target_of(&known)]);
        if known.star == Star::Five || self.read.star == Star::Five {
            touched = touched.and([Target::default()]);
        }
        self.caller.within(touched)?;
        on(tx, Some(self.read.decision.date))?;
        let grounds = super::grounds(tx, &self.caller, &self.reason);
        let today = tx.today();
        super::codes::take(tx, &product, Some(self.id), &self.read.product_code).await?;
        if product.id == known.product_id {
            let mut held = storage::certificate::certification(tx, product.id).await?;
            held.correct_import(self.id, &self.read, &grounds, self.before, today)?;
            tx.save(&mut held).await?;
            return super::granted(&held, self.id);
        }
        let both = [known.product_id, product.id];
        let mut found = storage::certificate::certifications(tx, &both).await?;
        let (Some(mut from), Some(mut to)) = (found.remove(&both[0]), found.remove(&both[1]))
        else {
            return super::certificate(tx, self.id).await;
        };
        from.move_import(self.id, (&mut *to, &product), &grounds, today)?;
        tx.save(&mut from).await?;
        tx.save(&mut to).await?;
        super::granted(&to, self.id)
    }
}
