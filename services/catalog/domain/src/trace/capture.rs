//! Whether events can have been, beside those that are recorded.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Impossible, Item, Ledger, LotId, TraceEvent, Uri};

/// An event with the producer who recorded it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The producer.
    pub producer: Uuid,
    /// The event.
    pub event: TraceEvent,
}

/// What is wrong with one of several events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which, from 0.
    pub index: usize,
    /// Why it cannot have been.
    pub why: Impossible,
}

/// How much the clock of whoever records an event may be ahead.
const CLOCK_AHEAD: TimeDelta = TimeDelta::minutes(5);

struct Entry<'a> {
    recorded: &'a Recorded,
    /// Which of the new ones it is.
    new: Option<usize>,
}

/// Everything that is wrong with `new` events, each once. `recorded` are all events of the lots and containers that they are about, in
/// the order in which they were recorded. What is declared in error, now or before, counts no more: the rest must agree without it.
pub fn problems(recorded: &[Recorded], new: &[Recorded], now: DateTime<Utc>) -> Vec<Problem> {
    let mut found: Vec<Problem> = Vec::new();
    for (index, one) in new.iter().enumerate() {
        found.extend(alone(&one.event, now).map(|why| Problem { index, why }));
    }
    let empty = ledger_of(new);
    let mut ledger = empty.clone();
    let in_error: BTreeSet<&str> = recorded
        .iter()
        .chain(new)
        .filter(|one| one.event.error.is_some())
        .map(|one| one.event.id.as_str())
        .collect();
    let before = recorded.iter().map(|recorded| Entry {
        recorded,
        new: None,
    });
    let after = new.iter().enumerate().map(|(index, recorded)| Entry {
        recorded,
        new: Some(index),
    });
    let counts = |entry: &Entry<'_>| !in_error.contains(entry.recorded.event.id.as_str());
    let mut entries: Vec<Entry<'_>> = before.chain(after).filter(counts).collect();
    // Of the same time, what was recorded earlier comes first.
    entries.sort_by_key(|entry| entry.recorded.event.time);
    // What follows from an event that is refused is not told again.
    let mut doubtful: BTreeSet<Item> = BTreeSet::new();
    let mut of_earlier_versions = None;
    for entry in entries {
        let (producer, event) = (entry.recorded.producer, &entry.recorded.event);
        let Err(why) = ledger.apply(producer, event) else {
            continue;
        };
        if entry.new.is_none() && why.is_unsaid_of_container() {
            let earlier = of_earlier_versions.get_or_insert_with(|| unsaid(recorded, &empty));
            if earlier.contains(event.id.as_str())
                && ledger.apply_unchecked(producer, event).is_ok()
            {
                continue;
            }
        }
        let items = event.items();
        if items.is_disjoint(&doubtful) {
            found.push(match entry.new {
                Some(index) => Problem { index, why },
                None => Problem {
                    index: cause(new, &items),
                    why: Impossible::Contradicts(event.id.clone(), why.to_string()),
                },
            });
        }
        doubtful.extend(items);
    }
    found.sort_by_key(|problem| problem.index);
    found
}

/// A ledger that follows everything that these events are about, as all their events are known.
fn ledger_of(new: &[Recorded]) -> Ledger {
    let mut lots: BTreeSet<LotId> = BTreeSet::new();
    let mut transformations: BTreeSet<Uri> = BTreeSet::new();
    for item in new.iter().flat_map(|one| one.event.items()) {
        match item {
            Item::Lot(lot) => {
                lots.insert(lot);
            }
            Item::Transformation(id) => {
                transformations.insert(id);
            }
            Item::Container(_) => {}
        }
    }
    Ledger::of(lots).following(transformations)
}

/// Ids of the recorded events that say of containers what nobody has said before them. Earlier versions took them.
fn unsaid<'a>(recorded: &'a [Recorded], empty: &Ledger) -> BTreeSet<&'a str> {
    let mut ledger = empty.clone();
    let counting = recorded.iter().filter(|one| one.event.error.is_none());
    let mut counting: Vec<&Recorded> = counting.collect();
    counting.sort_by_key(|one| one.event.time);
    let mut found = BTreeSet::new();
    for Recorded { producer, event } in counting {
        let Err(why) = ledger.apply(*producer, event) else {
            continue;
        };
        if why.is_unsaid_of_container() && ledger.apply_unchecked(*producer, event).is_ok() {
            found.insert(event.id.as_str());
        }
    }
    found
}

/// What is wrong with an event whatever else happened.
fn alone(event: &TraceEvent, now: DateTime<Utc>) -> Option<Impossible> {
    let declared = event.error.as_ref().map(|error| error.declared);
    if event.time.to_utc().max(declared.unwrap_or_default()) > now + CLOCK_AHEAD {
        return Some(Impossible::InFuture);
    }
    let day = event.time.naive_local().date();
    let making = event.making()?;
    let harvest = making.harvested_to.or(making.harvested_from);
    if harvest.is_some_and(|harvest| harvest > day) {
        return Some(Impossible::HarvestedLater);
    }
    let days = [making.best_before, making.expires_on];
    let spent = days.iter().flatten().any(|last| *last < day);
    let disordered = matches!(days, [Some(best), Some(end)] if end < best);
    (spent || disordered).then_some(Impossible::SpentBefore)
}

/// The first of the new events that is about any of these.
fn cause(new: &[Recorded], items: &BTreeSet<Item>) -> usize {
    let about = |one: &Recorded| !one.event.items().is_disjoint(items);
    new.iter().position(about).unwrap_or_default()
}
