//! What is to be done with each event of a transaction, decided before anything is written.

use uuid::Uuid;

use super::inbox::{Decision, Heads};
use super::{Consumer, Handler, HandlerError};
use crate::messaging::Event;

/// Where an event comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// It was given, at this index.
    Given(usize),
    /// It was parked before.
    Parked,
}

/// What is to be done with the events of one transaction.
pub(super) struct Plan<F> {
    pub(super) heads: Heads,
    /// Events that are next, with what they say.
    pub(super) facts: Vec<(Event, F)>,
    /// Events that are next and say nothing to this version of the service.
    pub(super) unknown: Vec<Event>,
    /// Indices of given events that came too early.
    pub(super) early: Vec<usize>,
    /// Given events that cannot be read.
    pub(super) rejected: Vec<(usize, HandlerError)>,
    /// Given events that took effect before.
    pub(super) dropped: u64,
    /// Ids of parked events that are parked no longer.
    pub(super) released: Vec<Uuid>,
}

/// What an event says to a service.
enum Reading<F> {
    Fact(F),
    /// A newer publisher says something that this version does not know.
    Unknown,
}

impl<F> Plan<F> {
    /// Takes effect no more.
    fn drop(&mut self, event: &Event, source: Source) {
        match source {
            Source::Given(_) => self.dropped += 1,
            Source::Parked => self.released.push(event.id),
        }
    }

    fn advance(&mut self, event: &Event, reading: Reading<F>) {
        self.heads.advance(event);
        match reading {
            Reading::Fact(fact) => self.facts.push((event.clone(), fact)),
            Reading::Unknown => self.unknown.push(event.clone()),
        }
    }
}

impl<E: Send + 'static, H: Handler<E>> Consumer<E, H> {
    /// Goes through given and parked events in the order of versions, in which what holds an event and the one
    /// before it needs no parking.
    ///
    /// # Errors
    /// A parked event cannot be read: an older version of the service could. It is for [`release`](Self::release)
    /// to find it.
    pub(super) fn plan(
        &self,
        heads: Heads,
        events: &[Event],
        waiting: &[Event],
    ) -> Result<Plan<H::Fact>, HandlerError> {
        let given = events.iter().enumerate();
        let given = given.map(|(index, event)| (event, Source::Given(index)));
        let parked = waiting.iter().map(|event| (event, Source::Parked));
        let mut all: Vec<(&Event, Source)> = given.chain(parked).collect();
        all.sort_by_key(|(event, _)| (event.version, !event.snapshot));

        let mut plan = Plan {
            heads,
            facts: Vec::new(),
            unknown: Vec::new(),
            early: Vec::new(),
            rejected: Vec::new(),
            dropped: 0,
            released: Vec::new(),
        };
        let mut too_early = Vec::new();
        for (event, source) in all {
            match (plan.heads.decide(event), source) {
                (Decision::Drop, source) => plan.drop(event, source),
                (Decision::Park, Source::Parked) => too_early.push((event, source)),
                (Decision::Apply, Source::Parked) => {
                    plan.advance(event, self.read(event)?);
                    plan.released.push(event.id);
                }
                // What cannot even be read is refused now and not when it is released.
                (decision, Source::Given(index)) => match self.read(event) {
                    Err(refused) => plan.rejected.push((index, refused)),
                    Ok(reading) if decision == Decision::Apply => plan.advance(event, reading),
                    Ok(_) => too_early.push((event, source)),
                },
            }
        }
        for (event, source) in too_early {
            match (plan.heads.decide(event), source) {
                // A snapshot went past it.
                (Decision::Drop, source) => plan.drop(event, source),
                (_, Source::Given(index)) => plan.early.push(index),
                (_, Source::Parked) => {}
            }
        }
        Ok(plan)
    }

    /// Reads an event and compares what it says with its envelope.
    fn read(&self, event: &Event) -> Result<Reading<H::Fact>, HandlerError> {
        let known = H::EVENTS.contains(&event.name());
        // Another version of a type means something else by the same words.
        if !known && !event.name().ends_with(".v1") {
            return Ok(Reading::Unknown);
        }
        match self.handler.read(event) {
            Ok(fact) if H::aggregate(&fact) == event.aggregate_id => Ok(Reading::Fact(fact)),
            Ok(fact) => Err(HandlerError::Refused {
                reason: "CONTRADICTORY",
                detail: format!(
                    "ce-subject is {}, and the body is about {}",
                    event.aggregate_id,
                    H::aggregate(&fact)
                ),
            }),
            Err(_) if !known => Ok(Reading::Unknown),
            Err(refused) => Err(refused),
        }
    }
}
