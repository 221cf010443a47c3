//! Adds or corrects many administrative units at once.

use ocop_chassis::database::UseCase;
use ocop_identity::{Caller, Target};
use ocop_places::Facts;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::place::Refusal;
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
        then.check().map_err(Refusal::DoesNotFit)?;
        let units = self.facts.units.iter();
        let changed = units.filter(|unit| !known.holds(unit)).count();
        if changed > 0 || then.successions().len() != known.successions().len() {
            tx.keep_places(&self.facts).await?;
        }
        let known = then.units().len();
        Ok(TakenOver { changed, known })
    }
}
