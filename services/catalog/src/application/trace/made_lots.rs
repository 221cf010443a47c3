//! The lots that come to be with events: recorded with the first of them, and corrected when one is declared in error.

use std::collections::{BTreeMap, BTreeSet};

use ocop_chassis::database::Saved;

use super::grounds::Grounds;
use crate::application::Error;
use crate::domain::trace::{Lot, LotId, Making, Origin, Recorded, TraceEvent};
use crate::storage::{self, Tx};

/// The events by which lots come to be that a call makes, or whose making it declares in error.
#[derive(Default)]
pub(super) struct Made<'a> {
    /// Every such lot, with the events that count.
    by: BTreeMap<&'a LotId, Vec<&'a TraceEvent>>,
    /// Those of which an event is declared in error.
    in_error: BTreeSet<&'a LotId>,
}

fn made(event: &TraceEvent) -> impl Iterator<Item = &LotId> {
    event.made().iter().map(|portion| &portion.lot)
}

impl<'a> Made<'a> {
    /// The lots of the events that are declared in error, with what else of `recorded` they came to be by.
    pub(super) fn with(recorded: &'a [Recorded], in_error: &[&'a TraceEvent]) -> Self {
        let lots: BTreeSet<&LotId> = in_error.iter().copied().flat_map(made).collect();
        let declared: BTreeSet<&str> = in_error.iter().map(|event| event.id.as_str()).collect();
        let mut by: BTreeMap<&LotId, Vec<&TraceEvent>> =
            lots.iter().map(|lot| (*lot, Vec::new())).collect();
        let counting = recorded.iter().map(|one| &one.event);
        let counting =
            counting.filter(|event| event.error.is_none() && !declared.contains(event.id.as_str()));
        for event in counting {
            for lot in made(event) {
                if let Some(events) = by.get_mut(lot) {
                    events.push(event);
                }
            }
        }
        Self { by, in_error: lots }
    }

    /// The recorded events by which those lots came to be.
    pub(super) fn events(&self) -> impl Iterator<Item = &'a TraceEvent> {
        self.by.values().flatten().copied()
    }

    /// These, and the lots of new events.
    pub(super) fn and(mut self, new: &'a [Recorded]) -> Self {
        for one in new {
            for lot in made(&one.event) {
                self.by.entry(lot).or_default().push(&one.event);
            }
        }
        self
    }

    /// Records the lots that are new, and gives them. Those that are there already are as they were, unless an event by which they came
    /// to be is declared in error, or all were.
    pub(super) async fn record(
        self,
        tx: &mut Tx,
        origin: &Origin,
        grounds: &Grounds,
    ) -> Result<Vec<Saved<Lot>>, Error> {
        let ids: Vec<&LotId> = self.by.keys().copied().collect();
        let known = storage::trace::known_lots(tx, &ids).await?;
        let mut lots = Vec::new();
        let mut restated = BTreeMap::new();
        for (id, events) in &self.by {
            // Of the same time, what was recorded earlier comes first.
            let first = events.iter().copied().min_by_key(|event| event.time);
            match (known.get(&id.to_string()), first) {
                (Some(lot), _) if lot.in_error || self.in_error.contains(id) => {
                    restated.insert(lot.id, (*id, first));
                }
                (None, Some(event)) => {
                    let product = grounds.product_of(id, event.making());
                    let lot = Lot::record(
                        tx.new_id(),
                        (*id).clone(),
                        origin.clone(),
                        event.time.naive_local().date(),
                        making(grounds, id, event),
                        product.and_then(|product| product.certificate.as_ref()),
                    );
                    lots.push(tx.create(lot).await?);
                }
                _ => {}
            }
        }
        let to_change = restated.keys().copied().collect();
        let mut changed = storage::trace::to_change(tx, to_change).await?;
        for lot in &mut changed {
            let Some((id, first)) = restated.get(&lot.id).copied() else {
                continue;
            };
            let made = first.map(|event| {
                let product = grounds.product_of(id, event.making());
                let certificate = product.and_then(|product| product.certificate.as_ref());
                let day = event.time.naive_local().date();
                (day, making(grounds, id, event), certificate)
            });
            lot.restate(made);
        }
        tx.save_all(&mut changed).await?;
        Ok(lots)
    }
}

/// What is known of a lot by an event, its product being the one that its id leads to.
fn making(grounds: &Grounds, lot: &LotId, event: &TraceEvent) -> Making {
    let product = grounds.product_of(lot, event.making());
    Making {
        product: product.map(|product| product.id),
        ..event.making().cloned().unwrap_or_default()
    }
}
