//! From one lot to the others by transformations.

use std::collections::BTreeSet;

use super::{Direction, Link, MOST_LOTS, Walk};
use crate::trace::{Amount, Item, LotId, Portion, Recorded, Uri, What};

/// That something went in with an event, seen from a lot at the other end.
struct Used {
    other: LotId,
    amount: Amount,
    event: String,
}

/// What goes into a transformation by an event, and what comes out.
struct Sides<'a> {
    recorded: &'a Recorded,
    inputs: &'a [Portion],
    outputs: &'a [Portion],
}

fn sides(recorded: &Recorded) -> Option<(Option<&Uri>, Sides<'_>)> {
    match &recorded.event.what {
        What::Transformation {
            id,
            inputs,
            outputs,
            ..
        } if recorded.event.error.is_none() => {
            let sides = Sides {
                recorded,
                inputs,
                outputs,
            };
            Some((id.as_ref(), sides))
        }
        _ => None,
    }
}

fn names(portions: &[Portion], lot: &LotId) -> bool {
    portions.iter().any(|portion| portion.lot == *lot)
}

impl Walk {
    /// Notes where an event leads from a lot, and gives the lots that were not reached before.
    pub(super) fn follow(&mut self, lot: &LotId, recorded: &Recorded) -> Vec<LotId> {
        let Some((id, sides)) = sides(recorded) else {
            return Vec::new();
        };
        let own = match self.direction {
            Direction::Back => sides.outputs,
            Direction::Forward => sides.inputs,
        };
        if !names(own, lot) {
            return Vec::new();
        }
        if let Some(id) = id {
            self.joined.insert((lot.clone(), id.clone()));
            return Vec::new();
        }
        let found = self.between(lot, &[sides]);
        self.reach(lot, found)
    }

    /// Follows the transformations whose events are all there. Gives the lots that were not reached before, and the transformations of
    /// which the events are still to come.
    pub(super) fn follow_joined(&mut self) -> (Vec<LotId>, Vec<Uri>) {
        let mut waiting = BTreeSet::new();
        let mut lots = Vec::new();
        for (lot, id) in std::mem::take(&mut self.joined) {
            let Some(events) = self.by_item.get(&Item::Transformation(id.clone())) else {
                waiting.insert((lot, id));
                continue;
            };
            let events = events.iter().filter_map(|id| self.events.get(id));
            let all: Vec<Sides<'_>> = events.filter_map(sides).map(|(_, sides)| sides).collect();
            let found = self.between(&lot, &all);
            lots.extend(self.reach(&lot, found));
        }
        let ids = waiting.iter().map(|(_, id)| id.clone()).collect();
        self.joined = waiting;
        (lots, ids)
    }

    /// What went in and came out at the other end of a transformation. What comes out is of what went in by then.
    fn between(&self, lot: &LotId, events: &[Sides<'_>]) -> Vec<Used> {
        let mut found = Vec::new();
        let time = |sides: &Sides<'_>| sides.recorded.event.time;
        let used = |other: &LotId, portion: &Portion, by: &Sides<'_>| Used {
            other: other.clone(),
            amount: portion.amount,
            event: by.recorded.event.id.clone(),
        };
        match self.direction {
            Direction::Back => {
                let out = events.iter().filter(|sides| names(sides.outputs, lot));
                let last = out.map(time).max();
                for sides in events.iter().filter(|sides| last >= Some(time(sides))) {
                    let inputs = sides.inputs.iter();
                    found.extend(inputs.map(|portion| used(&portion.lot, portion, sides)));
                }
            }
            Direction::Forward => {
                let own: Vec<(&Sides<'_>, &Portion)> = events
                    .iter()
                    .flat_map(|sides| sides.inputs.iter().map(move |portion| (sides, portion)))
                    .filter(|(_, portion)| portion.lot == *lot)
                    .collect();
                let mut seen = BTreeSet::new();
                for out in events {
                    for output in out.outputs {
                        let before = own.iter().enumerate();
                        let before = before.filter(|(_, (sides, _))| time(sides) <= time(out));
                        for (n, (sides, portion)) in before {
                            // What came out with several events is named once.
                            if seen.insert((output.lot.clone(), n)) {
                                found.push(used(&output.lot, portion, sides));
                            }
                        }
                    }
                }
            }
        }
        found
    }

    fn reach(&mut self, lot: &LotId, found: Vec<Used>) -> Vec<LotId> {
        let depth = self.reached.get(lot).copied().unwrap_or_default();
        if depth >= self.depth {
            self.truncated |= !found.is_empty();
            return Vec::new();
        }
        let mut new = Vec::new();
        for Used {
            other,
            amount,
            event,
        } in found
        {
            if !self.reached.contains_key(&other) {
                if self.reached.len() >= MOST_LOTS {
                    self.truncated = true;
                    continue;
                }
                self.reached.insert(other.clone(), depth + 1);
                new.push(other.clone());
            }
            let (from, to) = match self.direction {
                Direction::Back => (other, lot.clone()),
                Direction::Forward => (lot.clone(), other),
            };
            let link = Link {
                from,
                to,
                amount,
                event,
            };
            self.links.entry(lot.clone()).or_default().push(link);
        }
        new
    }
}
