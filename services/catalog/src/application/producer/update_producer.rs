//! Changes what is recorded of a producer.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Touched};
use uuid::Uuid;

use crate::application::Error;
use crate::application::place::{self, NamedPlace};
use crate::domain::Event;
use crate::domain::producer::{Producer, ProducerPatch};
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
    /// The place it moves to, if it moves.
    pub place: Option<NamedPlace>,
    /// The fields to change.
    pub patch: ProducerPatch,
}

impl UseCase<Event> for UpdateProducer {
    type Answer = Saved<Producer>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Producer>, Error> {
        let mut producer = super::producer(tx, self.id).await?;
        let location = NamedPlace::from(self.place.as_ref(), tx, &producer.location).await?;
        let home = place::located(&producer.location);
        let there = place::destination(&tx.units(), &home, &location, producer.id);
        let touched = Touched::new(super::target(&producer)).going_to(there);
        self.caller.within(touched)?;
        producer.expect_version(self.seen)?;
        let profile = self.patch.apply(&producer.profile);
        super::numbers_are_free(tx, Some(producer.id), &profile).await?;
        let renamed = profile.name != producer.profile.name;
        producer.update(profile, location)?;
        tx.save(&mut producer).await?;
        if renamed {
            storage::product::rename_maker(tx, producer.id, &producer.profile.name).await?;
        }
        Ok(producer)
    }
}
