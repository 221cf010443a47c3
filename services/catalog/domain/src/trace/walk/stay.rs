//! How long things are in containers: what happens to a container happens to what is in it.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};

use super::{MOST_DEPTH, Walk};
use crate::trace::{Action, ContainerId, Item, LotId, Recorded, What};

impl Walk {
    /// The events about a lot, and those about what it was packed in while it was.
    pub(super) fn concerning(&self, lot: &LotId) -> BTreeSet<String> {
        let item = Item::Lot(lot.clone());
        let own = self.by_item.get(&item).into_iter().flatten().cloned();
        let mut found: BTreeSet<String> = own.collect();
        let mut open = self.packings(&item, None);
        // A container lies in no more than so many others.
        for _ in 0..MOST_DEPTH {
            let mut outer = Vec::new();
            for stay in open {
                let item = Item::Container(stay.container.clone());
                let about = self.by_item.get(&item).into_iter().flatten();
                let during = about.filter(|id| {
                    let event = self.events.get(*id);
                    event.is_some_and(|found| stay.holds(found.event.time))
                });
                found.extend(during.cloned());
                outer.extend(self.packings(&item, Some(&stay)));
            }
            open = outer;
        }
        found
    }

    /// Every stay of an item in a container, within a stay of its own.
    fn packings(&self, item: &Item, within: Option<&Stay>) -> Vec<Stay> {
        let events = |item: &Item| {
            let ids = self.by_item.get(item).into_iter().flatten();
            let found = ids.filter_map(|id| self.events.get(id));
            let mut found: Vec<&Recorded> =
                found.filter(|found| found.event.error.is_none()).collect();
            found.sort_by_key(|found| found.event.time);
            found
        };
        let mut stays = Vec::new();
        for packed in events(item) {
            let What::Aggregation {
                action: Action::Add,
                parent,
                ..
            } = &packed.event.what
            else {
                continue;
            };
            if Item::Container(parent.clone()) == *item {
                continue;
            }
            let from = packed.event.time;
            let taken_out = events(&Item::Container(parent.clone()))
                .into_iter()
                .filter(|found| found.event.time > from)
                .find(|found| takes_out(found, parent, item))
                .map(|found| found.event.time);
            let stay = Stay {
                container: parent.clone(),
                from,
                to: taken_out,
            };
            stays.extend(stay.during(within));
        }
        stays
    }
}

/// Whether an event takes an item out of a container.
fn takes_out(found: &Recorded, container: &ContainerId, item: &Item) -> bool {
    let What::Aggregation {
        action: Action::Delete,
        parent,
        lots,
        containers,
    } = &found.event.what
    else {
        return false;
    };
    let everything = lots.is_empty() && containers.is_empty();
    parent == container && (everything || found.event.items().contains(item))
}

/// That something is in a container for a time.
struct Stay {
    container: ContainerId,
    from: DateTime<FixedOffset>,
    to: Option<DateTime<FixedOffset>>,
}

impl Stay {
    fn holds(&self, time: DateTime<FixedOffset>) -> bool {
        self.from <= time && self.to.is_none_or(|to| time <= to)
    }

    /// The part of it that lies within another.
    fn during(self, within: Option<&Self>) -> Option<Self> {
        let Some(within) = within else {
            return Some(self);
        };
        let from = self.from.max(within.from);
        let to = match (self.to, within.to) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        to.is_none_or(|to| from <= to).then_some(Self {
            container: self.container,
            from,
            to,
        })
    }
}
