//! Records how partner and producer go on with each other.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::delivery::save_and_deliver;
use crate::application::{Error, within};
use crate::domain::Event;
use crate::domain::partner::{Match, Refusal, Side, Step};
use crate::storage::{self, Tx};

/// The step.
#[derive(Debug)]
pub struct RecordMatchStep {
    /// Who asks.
    pub caller: Caller,
    /// Id of the match.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// The step; the side says for whom the caller must be allowed to speak.
    pub step: Step,
}

impl UseCase<Event> for RecordMatchStep {
    type Answer = Saved<Match>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Match>, Error> {
        let unknown = || Refusal::MatchUnknown(self.id);
        storage::lock_market(tx).await?;
        let mut found = storage::partner::match_to_change(tx, self.id)
            .await?
            .ok_or_else(unknown)?;
        let partner = storage::partner::partner(tx, found.partner_id)
            .await?
            .ok_or_else(unknown)?;
        if self.step.by == Side::Producer {
            let product = found.published.as_ref().map(|known| &known.offer.product);
            let product = product.ok_or_else(unknown)?;
            let (place, producer) = (&product.place, product.producer_id);
            let target = Target::place(&place.province_code, &place.code, place.said_on);
            self.caller.within(target.of_producer(producer))?;
        } else {
            within(&self.caller, partner.id, &partner.sourcing)?;
        }
        found.expect_version(self.seen)?;
        let units = tx.units();
        found.record(units.places(), self.step.clone(), &partner, tx.today())?;
        let mut saved = vec![found];
        save_and_deliver(tx, &mut saved).await?;
        saved.pop().ok_or_else(|| unknown().into())
    }
}
