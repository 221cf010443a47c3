//! Consumes administrative units that the catalog added: scopes, counts and lists are read by them.

use ocop_chassis::database::{Addition, Tx};
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError, read_places};
use ocop_proto::topology::{self, Consumer};
use uuid::Uuid;

use crate::domain::Event;

/// The handler of additions.
#[derive(Clone, Copy, Debug)]
pub struct Places;

impl Handler<Event> for Places {
    const CONSUMER: Consumer = topology::PROMOTION_PLACES;
    const EVENTS: &[&str] = &["added.v1"];

    type Fact = Addition;

    fn read(&self, event: &Envelope) -> Result<Addition, HandlerError> {
        read_places(event)
    }

    fn aggregate(addition: &Addition) -> Uuid {
        addition.id
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, Addition)],
    ) -> Result<(), HandlerError> {
        let added: Vec<&Addition> = facts.iter().map(|(_, added)| added).collect();
        Ok(tx.keep_places(&added).await?)
    }
}
