//! Changes what is recorded of a producer.

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::{Caller, Target};
use uuid::Uuid;

use super::Error;
use crate::domain::producer::Profile;
use crate::domain::{Event, Refusal};
use crate::storage::{self, ProducerRecord, Tx};

/// The change.
pub struct UpdateProducer {
    /// Who asks.
    pub caller: Caller,
    /// Id of the producer.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// Code of the place it moves to, if it moves.
    pub place_code: Option<String>,
    /// Makes the new profile of the old one: the fields that the caller named.
    pub change: Box<dyn Fn(Profile) -> Profile + Send + Sync>,
}

impl UseCase<Event> for UpdateProducer {
    type Answer = ProducerRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<ProducerRecord, Error> {
        let mut producer = storage::producer(tx, self.id)
            .await?
            .ok_or(Refusal::ProducerUnknown(self.id))?;
        let target = Target::place(&producer.location.province.0, &producer.location.place.code);
        self.caller.within(&target.of_producer(self.id))?;
        if producer.version != self.seen {
            return Err(Error::Stale { what: "producer" });
        }
        let location = match &self.place_code {
            Some(code) => super::location(tx, code).await?,
            None => producer.location.clone(),
        };
        producer.update((self.change)(producer.profile.clone()), location)?;
        tx.save(&mut producer).await?;
        Ok(storage::producer_record(tx, self.id).await?)
    }
}
