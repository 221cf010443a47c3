//! Where every amount of every lot is: with a producer, in a container, or on the way between two.
//!
//! Amounts move and are never doubled: what is shipped is on the way until somebody receives it, what is packed is in its container and
//! moves with it, what is used, sold or destroyed is gone. So nobody gives out more than came in, and nothing is used before it was
//! made. A lot that was used to make another is not made again, which is why no lot can come from itself.

mod containers;
mod transformations;

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{
    Action, BizStep, ContainerId, Dimension, Impossible, Item, LotId, Portion, TraceEvent, Uri,
    What,
};
use transformations::Joined;

/// Where an amount is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    With(Uuid),
    OnTheWay,
    In(ContainerId),
}

impl Place {
    fn words(&self) -> &'static str {
        match self {
            Self::With(_) => "with this producer",
            Self::OnTheWay => "on the way",
            Self::In(_) => "in the container",
        }
    }
}

/// Where a container is: in another, or on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Rests {
    With(Uuid),
    OnTheWay,
    In(ContainerId),
}

#[derive(Clone, Debug)]
struct LotState {
    maker: Uuid,
    used: bool,
    amounts: BTreeMap<(Place, Dimension), u128>,
}

/// Where everything is after the events that were applied, in the order of their times.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// The lots of which all events are applied. Amounts of others are not followed.
    watched: BTreeSet<LotId>,
    lots: BTreeMap<LotId, LotState>,
    containers: BTreeMap<ContainerId, Rests>,
    /// Those into which something was packed since they were last emptied.
    packed: BTreeSet<ContainerId>,
    /// What is tied to which container.
    ties: BTreeSet<(ContainerId, Item)>,
    /// The transformations of several events of which all events are applied.
    followed: BTreeSet<Uri>,
    joined: BTreeMap<Uri, Joined>,
    /// Whether containers are taken for what an event says of them.
    unchecked: bool,
    /// Who recorded what was done with what, and so had it.
    handled: BTreeSet<(Item, Uuid)>,
}

impl Ledger {
    /// A ledger that follows these lots, of which it will be told every event.
    pub fn of(watched: BTreeSet<LotId>) -> Self {
        Self {
            watched,
            ..Self::default()
        }
    }

    /// The same, which follows these transformations too.
    pub fn following(self, followed: BTreeSet<Uri>) -> Self {
        Self { followed, ..self }
    }

    /// Applies an event of an earlier version, which did not ask where containers came from.
    pub(super) fn apply_unchecked(
        &mut self,
        producer: Uuid,
        event: &TraceEvent,
    ) -> Result<(), Impossible> {
        self.unchecked = true;
        let applied = self.apply(producer, event);
        self.unchecked = false;
        applied
    }

    /// Applies an event that `producer` records. If it cannot have been, nothing changes.
    ///
    /// # Errors
    /// The first thing that cannot have been.
    pub fn apply(&mut self, producer: Uuid, event: &TraceEvent) -> Result<(), Impossible> {
        let mut next = self.clone();
        next.take(producer, event)?;
        if !matches!(event.what, What::Transaction { .. }) {
            let items = event.items().into_iter();
            next.handled.extend(items.map(|item| (item, producer)));
        }
        *self = next;
        Ok(())
    }

    /// How much of a lot there is anywhere, in the smallest unit of its dimension.
    pub fn existing(&self, lot: &LotId, dimension: Dimension) -> u128 {
        let amounts = self.lots.get(lot).into_iter().flat_map(|lot| &lot.amounts);
        amounts
            .filter(|((_, of), _)| *of == dimension)
            .map(|(_, amount)| amount)
            .sum()
    }

    fn take(&mut self, by: Uuid, event: &TraceEvent) -> Result<(), Impossible> {
        match &event.what {
            What::Object {
                action,
                lots,
                containers,
                ..
            } => {
                for portion in lots {
                    self.object(by, *action, event.biz_step, portion)?;
                }
                for container in containers {
                    self.container(by, *action, event.biz_step, container)?;
                }
                Ok(())
            }
            What::Transformation {
                id,
                inputs,
                outputs,
                ..
            } => self.transform(by, id.as_ref(), inputs, outputs),
            What::Aggregation {
                action,
                parent,
                lots,
                containers,
            } => self.aggregate(by, *action, parent, lots, containers),
            What::Association {
                action,
                parent,
                lots,
                containers,
            } => self.associate(by, *action, parent, lots, containers),
            What::Transaction { .. } => {
                let never_had = event
                    .items()
                    .into_iter()
                    .find(|item| !self.has_had(by, item));
                never_had.map_or(Ok(()), |item| Err(Impossible::NotHad(item)))
            }
        }
    }

    fn object(
        &mut self,
        by: Uuid,
        action: Action,
        step: Option<BizStep>,
        portion: &Portion,
    ) -> Result<(), Impossible> {
        let with = Place::With(by);
        match (action, step) {
            (Action::Add, _) => self.make(by, portion),
            (Action::Delete, _) | (Action::Observe, Some(BizStep::RetailSelling)) => {
                self.remove(portion, &with)
            }
            (Action::Observe, Some(BizStep::Shipping)) => {
                self.shift(portion, &with, Place::OnTheWay)
            }
            (Action::Observe, Some(BizStep::Receiving | BizStep::VoidShipping)) => {
                self.shift(portion, &Place::OnTheWay, with)
            }
            (Action::Observe, _) => self.is_there(portion, &with),
        }
    }

    /// Whether somebody has something, or did something with it before.
    fn has_had(&self, by: Uuid, item: &Item) -> bool {
        let with = |container: &ContainerId| {
            self.containers.get(&self.outermost(container)) == Some(&Rests::With(by))
        };
        let has = match item {
            Item::Lot(lot) if !self.watched.contains(lot) => true,
            Item::Lot(lot) => {
                let lots = self.lots.get(lot).into_iter();
                let mut places = lots
                    .flat_map(|lot| lot.amounts.keys())
                    .map(|(place, _)| place);
                places.any(|place| match place {
                    Place::With(producer) => *producer == by,
                    Place::OnTheWay => false,
                    Place::In(container) => with(container),
                })
            }
            Item::Container(container) => with(container),
            Item::Transformation(_) => true,
        };
        has || self.handled.contains(&(item.clone(), by))
    }

    /// Whose watch a lot is under. `None` if its amounts are not followed.
    fn watched(&mut self, lot: &LotId) -> Result<Option<&mut LotState>, Impossible> {
        if !self.watched.contains(lot) {
            return Ok(None);
        }
        let found = self.lots.get_mut(lot);
        found
            .map(Some)
            .ok_or_else(|| Impossible::NotMadeYet(lot.clone()))
    }

    fn make(&mut self, by: Uuid, portion: &Portion) -> Result<(), Impossible> {
        if !self.watched.contains(&portion.lot) {
            return Ok(());
        }
        let before = self.lots.get(&portion.lot).map(|lot| lot.maker);
        if portion.lot.is_serial() && before == Some(by) {
            return Err(Impossible::MadeBefore(portion.lot.clone()));
        }
        let lot = self
            .lots
            .entry(portion.lot.clone())
            .or_insert_with(|| LotState {
                maker: by,
                used: false,
                amounts: BTreeMap::new(),
            });
        if lot.maker != by {
            return Err(Impossible::OfAnother(portion.lot.clone()));
        }
        add(lot, Place::With(by), portion);
        Ok(())
    }

    fn is_there(&mut self, portion: &Portion, place: &Place) -> Result<(), Impossible> {
        let Some(lot) = self.watched(&portion.lot)? else {
            return Ok(());
        };
        let dimension = portion.amount.unit().dimension();
        let has = lot
            .amounts
            .get(&(place.clone(), dimension))
            .copied()
            .unwrap_or_default();
        if has < portion.amount.smallest() {
            return Err(Impossible::NotEnough {
                lot: portion.lot.clone(),
                wanted: dimension.spoken(portion.amount.smallest()),
                has: dimension.spoken(has),
                place: place.words(),
            });
        }
        Ok(())
    }

    fn remove(&mut self, portion: &Portion, place: &Place) -> Result<(), Impossible> {
        self.is_there(portion, place)?;
        let key = (place.clone(), portion.amount.unit().dimension());
        if let Some(lot) = self.watched(&portion.lot)?
            && let Some(amount) = lot.amounts.get_mut(&key)
        {
            *amount = amount.saturating_sub(portion.amount.smallest());
            if *amount == 0 {
                lot.amounts.remove(&key);
            }
        }
        Ok(())
    }

    fn shift(&mut self, portion: &Portion, from: &Place, to: Place) -> Result<(), Impossible> {
        self.remove(portion, from)?;
        if let Some(lot) = self.watched(&portion.lot)? {
            add(lot, to, portion);
        }
        Ok(())
    }
}

fn add(lot: &mut LotState, place: Place, portion: &Portion) {
    let dimension = portion.amount.unit().dimension();
    *lot.amounts.entry((place, dimension)).or_default() += portion.amount.smallest();
}
