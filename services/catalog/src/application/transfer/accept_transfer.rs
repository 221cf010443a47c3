//! Accepts a transfer and moves what was offered.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, place, producer, product};
use crate::domain::Event;
use crate::domain::product::Basis;
use crate::domain::transfer::{Subject, Transfer};
use crate::storage::Tx;

/// The transfer to accept.
#[derive(Debug)]
pub struct AcceptTransfer {
    /// Who asks.
    pub caller: Caller,
    /// Id of the transfer.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
}

impl UseCase<Event> for AcceptTransfer {
    type Answer = Saved<Transfer>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Transfer>, Error> {
        let mut transfer = super::transfer(tx, self.id).await?;
        self.caller.within(super::destination(&transfer.offer))?;
        transfer.expect_version(self.seen)?;
        let offer = transfer.offer.clone();
        let to = place::location(tx, &offer.to.place_code, offer.to.said_on).await?;
        tx.because(&offer.reason);
        match offer.subject {
            Subject::Product(id) => {
                let mut product = product::product(tx, id).await?;
                transfer.accept(&product.location)?;
                let basis = Basis {
                    by_office: offer.by_office,
                    reason: &offer.reason,
                    on: tx.today(),
                };
                let profile = product.profile.clone();
                product.update(profile, to, &basis)?;
                tx.save(&mut product).await?;
            }
            Subject::Producer(id) => {
                let mut producer = producer::producer(tx, id).await?;
                transfer.accept(&producer.location)?;
                let profile = producer.profile.clone();
                producer.update(profile, to)?;
                tx.save(&mut producer).await?;
            }
        }
        tx.save(&mut transfer).await?;
        Ok(transfer)
    }
}
