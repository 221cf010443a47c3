//! Following a lot back to where it grew, or forward to where it was sold, over as many steps as are asked for.
//!
//! A [`Walk`] says which items it wants to know the events of, is given them, and goes on, so that whoever keeps the events reads
//! those of one step at once.

mod follow;
mod stay;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};

use super::{Amount, Item, LotId, Recorded, Uri};

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To what the lot was made of.
    Back,
    /// To what was made of the lot.
    Forward,
}

/// Most steps from the lot.
pub const MOST_DEPTH: usize = 20;
/// Most lots of an answer.
const MOST_LOTS: usize = 500;
/// Most events of an answer.
const MOST_EVENTS: usize = 1_000;
/// Most ids that those events name together.
const MOST_NAMED: usize = 5_000;

/// That something of a lot went into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The lot that was used.
    pub from: LotId,
    /// The lot that came of it.
    pub to: LotId,
    /// How much of the first went in; there may be several amounts, one for each unit.
    pub amount: Amount,
    /// Id of the event.
    pub event: String,
}

/// A lot on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The lot.
    pub lot: LotId,
    /// How many steps it is from the first.
    pub depth: usize,
    /// The link that leads to it; `None` for the first.
    pub by: Option<Link>,
    /// Whether it stands further up already, with what is beyond it.
    pub repeated: bool,
}

/// Something that happened to lots on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The event.
    pub recorded: Recorded,
    /// Which of the lots it is about, itself or by what they are packed in.
    pub lots: Vec<LotId>,
}

/// A lot with all that is connected with it in one direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// The lots as a tree: each is followed by those that it leads to, one deeper.
    pub tree: Vec<Node>,
    /// What happened, by time.
    pub days: Vec<Visit>,
    /// Whether there is more than is shown.
    pub truncated: bool,
}

/// A walk along the lots.
#[derive(Clone, Debug)]
pub struct Walk {
    root: LotId,
    direction: Direction,
    depth: usize,
    reached: BTreeMap<LotId, usize>,
    links: BTreeMap<LotId, Vec<Link>>,
    events: BTreeMap<String, Recorded>,
    by_item: BTreeMap<Item, Vec<String>>,
    wanted: BTreeSet<Item>,
    /// Lots with the transformations of several events that they are in, which are followed once all their events are there.
    joined: BTreeSet<(LotId, Uri)>,
    named: usize,
    truncated: bool,
}

impl Walk {
    /// Begins at a lot; at most `depth` steps, and never more than [`MOST_DEPTH`].
    pub fn new(root: LotId, direction: Direction, depth: usize) -> Self {
        Self {
            reached: [(root.clone(), 0)].into(),
            wanted: [Item::Lot(root.clone())].into(),
            root,
            direction,
            depth: depth.min(MOST_DEPTH),
            links: BTreeMap::new(),
            events: BTreeMap::new(),
            by_item: BTreeMap::new(),
            joined: BTreeSet::new(),
            named: 0,
            truncated: false,
        }
    }

    /// The items of which it wants the events next; none when it has ended.
    pub fn wants(&self) -> Vec<Item> {
        self.wanted.iter().cloned().collect()
    }

    /// Most events that it still takes.
    pub fn room(&self) -> usize {
        MOST_EVENTS.saturating_sub(self.events.len())
    }

    /// Takes the events of all that it wanted; `complete` says whether these are all.
    pub fn take(&mut self, events: Vec<Recorded>, complete: bool) {
        let asked = std::mem::take(&mut self.wanted);
        for item in &asked {
            self.by_item.entry(item.clone()).or_default();
        }
        self.truncated |= !complete;
        let mut new = BTreeSet::new();
        let mut enough = false;
        for recorded in events {
            let id = recorded.event.id.clone();
            if !self.events.contains_key(&id) {
                let areas = recorded
                    .event
                    .making()
                    .map_or(0, |making| making.areas.len());
                let named = recorded.event.items().len() + areas;
                if self.named + named > MOST_NAMED {
                    enough = true;
                    break;
                }
                self.named += named;
            }
            for item in recorded.event.items() {
                if !asked.contains(&item) {
                    continue;
                }
                let known = self.by_item.entry(item.clone()).or_default();
                if !known.contains(&id) {
                    known.push(id.clone());
                }
                if let Item::Lot(lot) = &item {
                    let lots = self.follow(lot, &recorded).into_iter();
                    new.extend(lots.map(Item::Lot));
                }
            }
            let containers = recorded.event.containers().cloned();
            new.extend(containers.map(Item::Container));
            self.events.entry(id).or_insert(recorded);
        }
        let (lots, transformations) = self.follow_joined();
        new.extend(lots.into_iter().map(Item::Lot));
        new.extend(transformations.into_iter().map(Item::Transformation));
        if complete {
            let new = new.into_iter();
            self.wanted = new
                .filter(|item| !self.by_item.contains_key(item))
                .collect();
        }
        if enough || (self.room() == 0 && !self.wanted.is_empty()) {
            self.wanted.clear();
            self.truncated = true;
        }
    }

    /// What was found.
    pub fn chain(&self) -> Chain {
        let mut chain = Chain {
            truncated: self.truncated,
            ..Chain::default()
        };
        let mut shown = BTreeSet::new();
        self.grow(&mut chain, &mut shown, self.root.clone(), None, 0);
        let mut days: BTreeMap<(DateTime<FixedOffset>, String), BTreeSet<LotId>> = BTreeMap::new();
        for lot in self.reached.keys() {
            for id in self.concerning(lot) {
                if let Some(found) = self.events.get(&id) {
                    let lots = days.entry((found.event.time, id)).or_default();
                    lots.insert(lot.clone());
                }
            }
        }
        for ((_, id), lots) in days {
            if let Some(recorded) = self.events.get(&id).cloned() {
                let lots = lots.into_iter().collect();
                chain.days.push(Visit { recorded, lots });
            }
        }
        chain
    }

    fn grow(
        &self,
        chain: &mut Chain,
        shown: &mut BTreeSet<LotId>,
        lot: LotId,
        by: Option<Link>,
        depth: usize,
    ) {
        if chain.tree.len() >= MOST_LOTS {
            chain.truncated = true;
            return;
        }
        let repeated = !shown.insert(lot.clone());
        chain.tree.push(Node {
            lot: lot.clone(),
            depth,
            by,
            repeated,
        });
        if repeated {
            return;
        }
        for link in self.links.get(&lot).into_iter().flatten() {
            let next = match self.direction {
                Direction::Back => &link.from,
                Direction::Forward => &link.to,
            };
            self.grow(chain, shown, next.clone(), Some(link.clone()), depth + 1);
        }
    }
}
