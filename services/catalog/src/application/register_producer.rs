//! Registers a producer.

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::{Caller, Target};

use super::Error;
use crate::domain::producer::Profile;
use crate::domain::{Event, Producer};
use crate::storage::{ProducerRecord, Tx};

/// The producer to register.
#[derive(Debug)]
pub struct RegisterProducer {
    /// Who asks.
    pub caller: Caller,
    /// What it says of itself.
    pub profile: Profile,
    /// Code of the place it is in.
    pub place_code: String,
}

impl UseCase<Event> for RegisterProducer {
    type Answer = ProducerRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<ProducerRecord, Error> {
        let location = super::location(tx, &self.place_code).await?;
        self.caller
            .within(&Target::place(&location.province.0, &location.place.code))?;
        let mut producer = Producer::register(tx.new_id(), self.profile.clone(), location)?;
        tx.save(&mut producer).await?;
        Ok(ProducerRecord::registered(&producer, tx.now()))
    }
}
