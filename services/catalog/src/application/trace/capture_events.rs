//! Records events of a producer, and the lots that come to be with them; declares recorded ones in error.

use std::collections::{BTreeMap, BTreeSet};

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use super::grounds::Grounds;
use super::made_lots::Made;
use crate::application::Error;
use crate::domain::trace::{
    Again, Impossible, Item, Lot, Problem, Recorded, Refusal, TraceEvent, problems,
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
    /// Number of events that were recorded, or declared in error.
    pub recorded: usize,
    /// Number of events that were recorded before.
    pub known: usize,
    /// The lots that came to be.
    pub lots: Vec<Saved<Lot>>,
}

/// The events of a call that change something, with their positions.
#[derive(Default)]
struct Compared<'a> {
    new: Vec<(usize, &'a TraceEvent)>,
    in_error: Vec<(usize, &'a TraceEvent)>,
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
        let compared = self.compared(tx, producer_id, &mut found).await?;
        let most = storage::trace::MOST_RECORDED;
        let recorded = storage::trace::about(tx, items).await?;
        let recorded = recorded.ok_or(Refusal::TooManyEvents(most))?;
        let in_error: Vec<&TraceEvent> =
            compared.in_error.iter().map(|(_, event)| *event).collect();
        let made = Made::with(&recorded, &in_error);
        let named: Vec<&TraceEvent> = self.events.iter().chain(made.events()).collect();
        let grounds = Grounds::of(tx, &named).await?;
        for (index, event) in &compared.new {
            let whys = grounds.refused(producer_id, event);
            found.extend(whys.map(|why| Problem { index: *index, why }));
        }
        let of_producer = |(_, event): &(usize, &TraceEvent)| Recorded {
            producer: producer_id,
            event: (*event).clone(),
        };
        let new: Vec<Recorded> = compared.new.iter().map(of_producer).collect();
        let positions: Vec<usize> = compared.positions().collect();
        let declared = compared.in_error.iter().map(of_producer);
        let candidates: Vec<Recorded> = new.iter().cloned().chain(declared).collect();
        for mut problem in problems(&recorded, &candidates, tx.now()) {
            problem.index = positions.get(problem.index).copied().unwrap_or_default();
            found.push(problem);
        }
        if !found.is_empty() {
            found.sort_by_key(|problem| problem.index);
            return Err(Refusal::Impossible(found).into());
        }
        storage::trace::insert(tx, &new).await?;
        storage::trace::declare(tx, &in_error).await?;
        if !candidates.is_empty() {
            tx.because(reasons(&in_error));
            tx.audit("trace_events", producer_id);
        }
        let lots = made.and(&new).record(tx, &origin, &grounds).await?;
        Ok(Captured {
            recorded: candidates.len(),
            known: self.events.len() - candidates.len(),
            lots,
        })
    }
}

/// Why events are declared in error, each reason once.
fn reasons(in_error: &[&TraceEvent]) -> String {
    let declared = in_error.iter().filter_map(|event| event.error.as_ref());
    let reasons: BTreeSet<String> = declared
        .filter_map(|error| error.reason.as_ref().map(ToString::to_string))
        .collect();
    reasons.into_iter().collect::<Vec<_>>().join(", ")
}

impl Compared<'_> {
    /// The positions of the new events, and then of those that are declared in error.
    fn positions(&self) -> impl Iterator<Item = usize> {
        self.new
            .iter()
            .chain(&self.in_error)
            .map(|(index, _)| *index)
    }
}

impl CaptureEvents {
    /// The events that are not recorded, each once, and those that are recorded and now declared in error. One whose id is that of
    /// another event is a problem.
    async fn compared(
        &self,
        tx: &Tx,
        producer: Uuid,
        found: &mut Vec<Problem>,
    ) -> Result<Compared<'_>, Error> {
        let ids: Vec<&str> = self.events.iter().map(|event| event.id.as_str()).collect();
        let recorded = storage::trace::by_event_ids(tx, &ids).await?;
        let mut seen: BTreeMap<&str, &TraceEvent> = BTreeMap::new();
        let mut compared = Compared::default();
        for (index, event) in self.events.iter().enumerate() {
            let id = || event.id.clone();
            let earlier = seen.insert(&event.id, event);
            let before = recorded.get(&event.id);
            let own = before.is_none_or(|before| before.producer == producer);
            let again = match (before, earlier) {
                (_, Some(earlier)) if event.is_same(earlier) => Some(Again::Same),
                (_, Some(_)) => Some(Again::Other),
                (Some(before), None) if own => Some(event.again(&before.event)),
                (Some(_), None) => Some(Again::Other),
                (None, None) => None,
            };
            let why = match again {
                None if event.error.is_some() => Impossible::NotRecorded(id()),
                None => {
                    compared.new.push((index, event));
                    continue;
                }
                Some(Again::InError) => {
                    compared.in_error.push((index, event));
                    continue;
                }
                Some(Again::Same) => continue,
                Some(Again::Other) => Impossible::OtherContent(id()),
                Some(Again::OtherError) => Impossible::DeclaredOtherwise(id()),
            };
            found.push(Problem { index, why });
        }
        Ok(compared)
    }
}
