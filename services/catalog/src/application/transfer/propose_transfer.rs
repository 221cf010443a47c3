//! Proposes to move a product or producer to a place that the caller does not cover.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Role, Target};

use crate::application::place::NamedPlace;
use crate::application::{Error, producer, product};
use crate::domain::Event;
use crate::domain::place::Location;
use crate::domain::product::Basis;
use crate::domain::transfer::{Offer, Spot, Subject, Transfer};
use crate::storage::Tx;

/// The move to propose.
#[derive(Debug)]
pub struct ProposeTransfer {
    /// Who asks.
    pub caller: Caller,
    /// What moves.
    pub subject: Subject,
    /// The place where it goes.
    pub place: NamedPlace,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for ProposeTransfer {
    type Answer = Saved<Transfer>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Transfer>, Error> {
        let to = self.place.site(tx).await?;
        let offer = match self.subject {
            Subject::Product(id) => {
                let mut product = product::product(tx, id).await?;
                let by_office = self.covers(product::target(&product))?;
                let (from, producer_id) = (Spot::from(&product.location), product.maker.id);
                let basis = Basis {
                    by_office,
                    reason: &self.reason,
                    on: tx.today(),
                };
                // Not saved: only to see whether it may move.
                let profile = product.profile.clone();
                product.update(profile, to.clone(), &basis)?;
                let subject = Subject::Product(product.id);
                self.offer((from, &to), (subject, producer_id), by_office)
            }
            Subject::Producer(id) => {
                let producer = producer::producer(tx, id).await?;
                let by_office = self.covers(producer::target(&producer))?;
                let subject = Subject::Producer(producer.id);
                let from = Spot::from(&producer.location);
                self.offer((from, &to), (subject, producer.id), by_office)
            }
        };
        let transfer = Transfer::propose(tx.new_id(), offer)?;
        tx.because(&self.reason);
        Ok(tx.create(transfer).await?)
    }
}

impl ProposeTransfer {
    /// Checks that the caller covers what moves, and says whether it is the office.
    fn covers(&self, target: Target) -> Result<bool, Error> {
        self.caller.within(target.clone())?;
        let office = self.caller.only(&[Role::OcopOffice]);
        Ok(office.within(target).is_ok())
    }

    fn offer(
        &self,
        (from, to): (Spot, &Location),
        (subject, producer_id): (Subject, uuid::Uuid),
        by_office: bool,
    ) -> Offer {
        Offer {
            subject,
            producer_id,
            from,
            to: to.into(),
            by_office,
            reason: self.reason.clone(),
        }
    }
}
