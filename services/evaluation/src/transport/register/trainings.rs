//! Consumes sessions of training: programmes count the producers that attended one.

use anyhow::Context as _;
use ocop_chassis::database::Tx;
use ocop_chassis::messaging::Event as Envelope;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::topology::{self, Consumer};
use uuid::Uuid;

use crate::application::register::store_trainings;
use crate::domain::Event;
use crate::domain::register::training::Training;

/// The handler of events of sessions of training.
#[derive(Clone, Copy, Debug)]
pub struct Trainings;

impl Handler<Event> for Trainings {
    const CONSUMER: Consumer = topology::EVALUATION_TRAINING;
    const EVENTS: &[&str] = &["planned.v1", "updated.v1", "attended.v1", "cancelled.v1"];

    type Fact = Training;

    fn read(&self, event: &Envelope) -> Result<Training, HandlerError> {
        let fact = serde_json::from_slice(&event.data).map_err(HandlerError::undecodable)?;
        training(fact).map_err(|error| HandlerError::undecodable(format!("{error:#}")))
    }

    fn aggregate(training: &Training) -> Uuid {
        training.session_id
    }

    async fn apply(
        &self,
        tx: &mut Tx<Event>,
        facts: &[(Envelope, Training)],
    ) -> Result<(), HandlerError> {
        let changes: Vec<&Training> = facts.iter().map(|(_, training)| training).collect();
        Ok(store_trainings(tx, &changes).await?)
    }
}

fn training(fact: catalog::SupportSessionFact) -> anyhow::Result<Training> {
    let session = fact.session.context("it names no session")?;
    let attended = session.attended.iter();
    let producers = attended.map(|one| one.producer_id.parse());
    Ok(Training {
        session_id: session.id.parse().context("id")?,
        held_on: session.on_date.parse().context("on_date")?,
        producers: producers.collect::<Result<_, _>>().context("producer_id")?,
    })
}
