//! Consumes producers of the catalog: what names one that was merged follows to the one that is kept.

use std::sync::Arc;

use ocop_chassis::database::Tx;
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::topology::{self, Consumer};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::application::listing::{MergedProducer, follow_producer_merges};
use crate::domain::Event;

/// What counts here of a producer as the catalog last published it.
#[derive(Clone, Copy, Debug)]
pub struct PublishedProducer {
    id: Uuid,
    /// Into which other it was merged.
    merged_into: Option<Uuid>,
}

/// The handler of producer events.
#[derive(Clone, Debug)]
pub struct Producers {
    /// Notified when deliveries may be due.
    pub wake: Arc<Notify>,
}

impl Handler<Event> for Producers {
    const CONSUMER: Consumer = topology::PROMOTION_PRODUCERS;
    const EVENTS: &[&str] = &["registered.v1", "updated.v1", "merged.v1"];

    type Fact = PublishedProducer;

    fn read(&self, event: &Envelope) -> Result<PublishedProducer, HandlerError> {
        let fact: proto::ProducerFact =
            serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        read(&fact).map_err(HandlerError::undecodable)
    }

    fn aggregate(published: &PublishedProducer) -> Uuid {
        published.id
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, PublishedProducer)],
    ) -> Result<(), HandlerError> {
        let merged = facts.iter().filter_map(|(event, published)| {
            Some(MergedProducer {
                from: published.id,
                into: published.merged_into?,
                origin: event.origin(Self::NAME),
            })
        });
        Ok(follow_producer_merges(tx, merged.collect()).await?)
    }

    fn committed(&self) {
        self.wake.notify_one();
    }
}

fn read(fact: &proto::ProducerFact) -> Result<PublishedProducer, uuid::Error> {
    let merged_into = (!fact.merged_into.is_empty()).then(|| fact.merged_into.parse());
    Ok(PublishedProducer {
        id: fact.id.parse()?,
        merged_into: merged_into.transpose()?,
    })
}
