//! Erases what is personal of a producer's people, wherever the catalog holds it; Decree 13/2023/NĐ-CP, Article 16.

use ocop_chassis::database::{Saved, StoreError, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::producer::Producer;
use crate::storage::Tx;

/// What is erased.
#[derive(Debug)]
pub struct ErasePersonalData {
    /// Who asks.
    pub caller: Caller,
    /// Id of the producer.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// Why.
    pub reason: String,
    /// Takes what is personal out of an event as it travels; the edge knows its form.
    pub scrub: fn(&[u8]) -> Result<Vec<u8>, StoreError>,
}

impl UseCase<Event> for ErasePersonalData {
    type Answer = Saved<Producer>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Producer>, Error> {
        let mut producer = super::producer(tx, self.id).await?;
        self.caller.within(super::target(&producer))?;
        producer.expect_version(self.seen)?;
        producer.erase_personal_data();
        tx.because(&self.reason);
        // What was merged into it told of the same person.
        let records: Vec<Uuid> = producer
            .merged_from
            .iter()
            .copied()
            .chain([producer.id])
            .collect();
        tx.forget_answers("producer", &records).await?;
        for id in records {
            tx.rewrite_events("producer", id, self.scrub).await?;
        }
        tx.save(&mut producer).await?;
        Ok(producer)
    }
}
