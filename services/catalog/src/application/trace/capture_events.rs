//! Records events of a producer, and the lots that come to be with them.

use std::collections::{BTreeMap, BTreeSet};

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use super::grounds::Grounds;
use crate::application::Error;
use crate::domain::trace::{
    Impossible, Item, Lot, LotId, Making, Origin, Problem, Recorded, Refusal, TraceEvent, problems,
};
use crate::domain::{Event, producer};
use crate::storage::{self, Tx};

/// The events to record.
#[derive(Debug)]
pub struct CaptureEvents {
    /// Who asks.
    pub caller: Caller,
    /// The producer who records them.
    pub producer_id: Uuid,
    /// The events.
    pub events: Vec<TraceEvent>,
}

/// What was recorded.
#[derive(Debug, Default)]
pub struct Captured {
    /// Number of events that were recorded.
    pub recorded: usize,
    /// Number of events that were recorded before.
    pub known: usize,
    /// The lots that came to be.
    pub lots: Vec<Saved<Lot>>,
}

impl UseCase<Event> for CaptureEvents {
    type Answer = Captured;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Captured, Error> {
        let found = storage::trace::origin(tx, self.producer_id).await?;
        let origin = found.ok_or(producer::Refusal::Unknown(self.producer_id))?;
        let producer_id = origin.producer_id;
        let place = Target::place(&origin.province_code, &origin.place_code, origin.place_on);
        self.caller.within(place.of_producer(origin.producer_id))?;
        let items: BTreeSet<Item> = self.events.iter().flat_map(TraceEvent::items).collect();
        // Whoever records something about the same lot or container waits here.
        storage::trace::lock(tx, &items).await?;
        let mut found = Vec::new();
        let new = self.new_events(tx, producer_id, &mut found).await?;
        let grounds = Grounds::of(tx, &self.events).await?;
        for (index, event) in &new {
            let whys = grounds.refused(producer_id, event);
            found.extend(whys.map(|why| Problem { index: *index, why }));
        }
        let most = storage::trace::MOST_RECORDED;
        let recorded = storage::trace::about(tx, items).await?;
        let recorded = recorded.ok_or(Refusal::TooManyEvents(most))?;
        let candidates: Vec<Recorded> = new
            .iter()
            .map(|(_, event)| Recorded {
                producer: producer_id,
                event: (*event).clone(),
            })
            .collect();
        for mut problem in problems(&recorded, &candidates, tx.now()) {
            problem.index = new.get(problem.index).map_or(0, |(index, _)| *index);
            found.push(problem);
        }
        if !found.is_empty() {
            found.sort_by_key(|problem| problem.index);
            return Err(Refusal::Impossible(found).into());
        }
        storage::trace::insert(tx, &candidates).await?;
        if !candidates.is_empty() {
            tx.audit("trace_events", producer_id);
        }
        let lots = self.make(tx, &origin, &candidates, &grounds).await?;
        Ok(Captured {
            recorded: candidates.len(),
            known: self.events.len() - candidates.len(),
            lots,
        })
    }
}

impl CaptureEvents {
    /// The events that are not recorded, each once, with their positions. One whose id is that of another event is a problem.
    async fn new_events(
        &self,
        tx: &Tx,
        producer: Uuid,
        found: &mut Vec<Problem>,
    ) -> Result<Vec<(usize, &TraceEvent)>, Error> {
        let ids: Vec<&str> = self.events.iter().map(|event| event.id.as_str()).collect();
        let recorded = storage::trace::by_event_ids(tx, &ids).await?;
        let mut seen: BTreeMap<&str, &TraceEvent> = BTreeMap::new();
        let mut new = Vec::new();
        for (index, event) in self.events.iter().enumerate() {
            let before = recorded.get(&event.id);
            let same = match (before, seen.get(event.id.as_str())) {
                (Some(before), _) => before.producer == producer && before.event == *event,
                (None, Some(earlier)) => **earlier == *event,
                (None, None) => {
                    seen.insert(&event.id, event);
                    new.push((index, event));
                    true
                }
            };
            if !same {
                let why = Impossible::OtherContent(event.id.clone());
                found.push(Problem { index, why });
            }
        }
        Ok(new)
    }

    /// Records the lots that come to be with the events, those that are there already left out.
    async fn make(
        &self,
        tx: &mut Tx,
        origin: &Origin,
        events: &[Recorded],
        grounds: &Grounds,
    ) -> Result<Vec<Saved<Lot>>, Error> {
        let made = events.iter().flat_map(|one| {
            let portions = one.event.made().iter();
            portions.map(move |portion| (&portion.lot, &one.event))
        });
        let mut first: BTreeMap<&LotId, &TraceEvent> = BTreeMap::new();
        for (lot, event) in made {
            let earliest = first.entry(lot).or_insert(event);
            if event.time < earliest.time {
                *earliest = event;
            }
        }
        let ids: Vec<&LotId> = first.keys().copied().collect();
        let known = storage::trace::known_lots(tx, &ids).await?;
        let mut lots = Vec::new();
        for (id, event) in first {
            if known.contains(&id.to_string()) {
                continue;
            }
            let product = grounds.product_of(id, event.making());
            let making = Making {
                product: product.map(|product| product.id),
                ..event.making().cloned().unwrap_or_default()
            };
            let certificate = product.and_then(|product| product.certificate.as_ref());
            let lot = Lot::record(
                tx.new_id(),
                id.clone(),
                origin.clone(),
                event.time.date_naive(),
                making,
                certificate,
            );
            lots.push(tx.create(lot).await?);
        }
        Ok(lots)
    }
}
