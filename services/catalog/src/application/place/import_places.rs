//! Adds or corrects many administrative units at once.

use std::collections::HashSet;

use ocop_chassis::database::UseCase;
use ocop_identity::{Caller, Target};
use ocop_places::{Facts, Succession};

use crate::application::Error;
use crate::domain::Event;
use crate::storage::Tx;

/// The units to take over.
#[derive(Debug)]
pub struct ImportPlaces {
    /// Who asks.
    pub caller: Caller,
    /// The units, and what became of them.
    pub facts: Facts,
}

/// What was taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenOver {
    /// Units that were new or another than before.
    pub changed: usize,
    /// Units that are known now.
    pub known: usize,
}

impl UseCase<Event> for ImportPlaces {
    type Answer = TakenOver;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<TakenOver, Error> {
        self.caller.within(Target::default())?;
        let known = tx.known_places().await?;
        let then = known.with(&self.facts);
        let units = self.facts.units.iter();
        let changed = units.filter(|unit| !known.holds(unit)).count();
        let known_ones: HashSet<&Succession> = known.successions().iter().collect();
        let anew = |one: &Succession| !known_ones.contains(one);
        if changed > 0 || self.facts.successions.iter().any(anew) {
            super::lay(tx, &known, self.facts.clone()).await?;
        }
        let known = then.units().len();
        Ok(TakenOver { changed, known })
    }
}
