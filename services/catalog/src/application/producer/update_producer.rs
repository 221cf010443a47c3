//! Changes what is recorded of a producer.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Touched};
use uuid::Uuid;

use crate::application::{Error, place};
use crate::domain::Event;
use crate::domain::producer::{Producer, ProducerPatch, Refusal};
use crate::storage::{self, Tx};

/// The change.
#[derive(Debug)]
pub struct UpdateProducer {
    /// Who asks.
    pub caller: Caller,
    /// Id of the producer.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// Code of the place it moves to, if it moves.
    pub place_code: Option<String>,
    /// The fields to change.
    pub patch: ProducerPatch,
}

impl UseCase<Event> for UpdateProducer {
    type Answer = Saved<Producer>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Producer>, Error> {
        let mut producer = storage::producer::producer(tx, self.id)
            .await?
            .ok_or(Refusal::Unknown(self.id))?;
        let location = match &self.place_code {
            Some(code) => place::location(tx, code).await?,
            None => producer.location.clone(),
        };
        let home = &producer.location.province.code;
        let there = place::destination(home, &location, self.id);
        let here = place::target(&producer.location).of_producer(self.id);
        self.caller.within(Touched::new(here).going_to(there))?;
        producer.expect_version(self.seen)?;
        let profile = self.patch.apply(&producer.profile);
        producer.update(profile, location)?;
        tx.save(&mut producer).await?;
        Ok(producer)
    }
}
