//! Where containers are: with somebody, on the way, or in others.

use uuid::Uuid;

use super::{Ledger, LotState, Place, Rests};
use crate::trace::{Action, BizStep, ContainerId, Impossible, Item, Portion};

impl Ledger {
    /// The container in which a container is, in the end: itself, if it is in none.
    pub(super) fn outermost(&self, container: &ContainerId) -> ContainerId {
        let mut outer = container;
        while let Some(Rests::In(next)) = self.containers.get(outer) {
            outer = next;
        }
        outer.clone()
    }

    /// Takes a container that is packed or brought into use as one that `by` has from then on, and refuses one that `by` does not have.
    fn comes_to_be(&mut self, by: Uuid, container: &ContainerId) -> Result<(), Impossible> {
        let outermost = self.outermost(container);
        let of_another = matches!(&outermost, ContainerId::Own(own) if own.producer != by);
        match self.containers.get(&outermost) {
            Some(rests) if *rests == Rests::With(by) => Ok(()),
            None if !of_another => {
                self.containers.insert(outermost, Rests::With(by));
                Ok(())
            }
            _ => Err(Impossible::ContainerElsewhere(container.clone())),
        }
    }

    /// Refuses a container that `by` does not have, or that nobody has packed or brought into use.
    fn with(&mut self, by: Uuid, container: &ContainerId) -> Result<(), Impossible> {
        let of_another = matches!(container, ContainerId::Own(own) if own.producer != by);
        if self.unchecked || of_another || self.containers.contains_key(container) {
            return self.comes_to_be(by, container);
        }
        Err(Impossible::ContainerUnknown(container.clone()))
    }

    fn is_packed(&self, container: &ContainerId) -> Result<(), Impossible> {
        if self.unchecked || self.packed.contains(container) {
            return Ok(());
        }
        Err(Impossible::ContainerEmpty(container.clone()))
    }

    pub(super) fn container(
        &mut self,
        by: Uuid,
        action: Action,
        step: Option<BizStep>,
        container: &ContainerId,
    ) -> Result<(), Impossible> {
        let elsewhere = || Impossible::ContainerElsewhere(container.clone());
        let alone = |ledger: &Self| {
            let inside = matches!(ledger.containers.get(container), Some(Rests::In(_)));
            if inside {
                return Err(Impossible::NotInside(container.clone()));
            }
            Ok(())
        };
        match (action, step) {
            (Action::Observe, Some(BizStep::Receiving | BizStep::VoidShipping)) => {
                match self.containers.get(container) {
                    Some(Rests::OnTheWay) => {}
                    Some(_) => return Err(elsewhere()),
                    None => return Err(Impossible::ContainerUnknown(container.clone())),
                }
                self.containers.insert(container.clone(), Rests::With(by));
                Ok(())
            }
            (Action::Observe, Some(BizStep::Shipping)) => {
                self.with(by, container)?;
                alone(self)?;
                self.containers.insert(container.clone(), Rests::OnTheWay);
                Ok(())
            }
            (Action::Delete, _) | (Action::Observe, Some(BizStep::RetailSelling)) => {
                self.with(by, container)?;
                alone(self)?;
                if action == Action::Observe {
                    self.is_packed(container)?;
                }
                self.empty(container);
                self.containers.remove(container);
                Ok(())
            }
            (Action::Add, _) => self.comes_to_be(by, container),
            (Action::Observe, _) => self.with(by, container),
        }
    }

    /// What is in a container is gone.
    fn empty(&mut self, container: &ContainerId) {
        self.packed.remove(container);
        for lot in self.lots.values_mut() {
            lot.amounts
                .retain(|(place, _), _| *place != Place::In(container.clone()));
        }
        for inner in self.inside(container) {
            self.empty(&inner);
            self.containers.remove(&inner);
        }
    }

    /// The containers that are directly in a container.
    fn inside(&self, container: &ContainerId) -> Vec<ContainerId> {
        let rests = Rests::In(container.clone());
        let inside = self
            .containers
            .iter()
            .filter(|(_, where_)| **where_ == rests);
        inside.map(|(inner, _)| inner.clone()).collect()
    }

    pub(super) fn aggregate(
        &mut self,
        by: Uuid,
        action: Action,
        parent: &ContainerId,
        lots: &[Portion],
        containers: &[ContainerId],
    ) -> Result<(), Impossible> {
        match action {
            Action::Add => self.comes_to_be(by, parent)?,
            Action::Observe | Action::Delete => self.with(by, parent)?,
        }
        let inside = Place::In(parent.clone());
        match action {
            Action::Add => {
                for portion in lots {
                    self.shift(portion, &Place::With(by), inside.clone())?;
                }
                self.packed.insert(parent.clone());
                for container in containers {
                    self.comes_to_be(by, container)?;
                    if self.outermost(parent) == *container {
                        return Err(Impossible::InItself(container.clone()));
                    }
                    if self.containers.get(container) != Some(&Rests::With(by)) {
                        return Err(Impossible::NotInside(container.clone()));
                    }
                    self.containers
                        .insert(container.clone(), Rests::In(parent.clone()));
                }
            }
            Action::Observe => {
                for portion in lots {
                    self.is_there(portion, &inside)?;
                }
                for container in containers {
                    self.is_inside(container, parent)?;
                }
            }
            // Without children everything comes out.
            Action::Delete if lots.is_empty() && containers.is_empty() => {
                self.is_packed(parent)?;
                self.packed.remove(parent);
                for lot in self.lots.values_mut() {
                    unpack(lot, &inside, by);
                }
                for container in self.inside(parent) {
                    self.containers.insert(container, Rests::With(by));
                }
            }
            Action::Delete => {
                for portion in lots {
                    self.shift(portion, &inside, Place::With(by))?;
                }
                for container in containers {
                    self.is_inside(container, parent)?;
                    self.containers.insert(container.clone(), Rests::With(by));
                }
            }
        }
        Ok(())
    }

    pub(super) fn associate(
        &mut self,
        by: Uuid,
        action: Action,
        parent: &ContainerId,
        lots: &[Portion],
        containers: &[ContainerId],
    ) -> Result<(), Impossible> {
        for container in [parent].into_iter().chain(containers) {
            match action {
                Action::Add => self.comes_to_be(by, container)?,
                Action::Observe | Action::Delete => self.with(by, container)?,
            }
        }
        if containers.contains(parent) {
            return Err(Impossible::InItself(parent.clone()));
        }
        for portion in lots {
            self.is_there(portion, &Place::With(by))?;
        }
        let lots = lots.iter().map(|portion| Item::Lot(portion.lot.clone()));
        let children = lots.chain(containers.iter().cloned().map(Item::Container));
        for child in children {
            let tie = (parent.clone(), child);
            let is_tied = match action {
                Action::Add => {
                    self.ties.insert(tie.clone());
                    true
                }
                Action::Observe => self.ties.contains(&tie),
                Action::Delete => self.ties.remove(&tie),
            };
            if !is_tied && !self.unchecked {
                return Err(Impossible::NotTied(tie.1));
            }
        }
        Ok(())
    }

    fn is_inside(&self, container: &ContainerId, parent: &ContainerId) -> Result<(), Impossible> {
        if self.containers.get(container) == Some(&Rests::In(parent.clone())) {
            return Ok(());
        }
        Err(Impossible::NotInside(container.clone()))
    }
}

/// Moves what of a lot is in a container to whoever has the container.
fn unpack(lot: &mut LotState, inside: &Place, by: Uuid) {
    let keys: Vec<_> = lot
        .amounts
        .keys()
        .filter(|(place, _)| place == inside)
        .cloned()
        .collect();
    for key in keys {
        let amount = lot.amounts.remove(&key).unwrap_or_default();
        *lot.amounts.entry((Place::With(by), key.1)).or_default() += amount;
    }
}
