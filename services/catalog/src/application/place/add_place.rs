//! Adds an administrative unit of a later act, or corrects one.

use ocop_chassis::database::UseCase;
use ocop_identity::{Caller, Target};
use ocop_places::{Code, Facts, Part, Succession};

use crate::application::Error;
use crate::domain::Event;
use crate::domain::place::{Location, Place, Refusal};
use crate::storage::Tx;

/// The unit to add.
#[derive(Debug)]
pub struct AddPlace {
    /// Who asks.
    pub caller: Caller,
    /// The unit.
    pub place: Place,
    /// Codes of what it became on the day after its last.
    pub successors: Vec<Code>,
}

impl AddPlace {
    fn facts(&self) -> Facts {
        let part = if self.successors.len() > 1 {
            Part::Part
        } else {
            Part::Whole
        };
        let succession = |to: &Code| {
            Some(Succession {
                from: self.place.code,
                ended: self.place.period.to?,
                to: *to,
                part,
            })
        };
        Facts {
            units: vec![self.place.clone()],
            successions: self.successors.iter().filter_map(succession).collect(),
        }
    }
}

impl UseCase<Event> for AddPlace {
    type Answer = Place;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Place, Error> {
        let known = tx.known_places().await?;
        let facts = self.facts();
        let then = known.with(&facts);
        // A province lies in the country, which only a scope of everywhere covers.
        let mut above = Target::default();
        if let Some(parent) = &self.place.parent {
            let period = self.place.period;
            let on = period.to.or(period.from).unwrap_or(tx.today());
            let location = Location::find(&then, parent, on);
            let location = location.ok_or_else(|| Refusal::Unknown(parent.to_string()))?;
            above = Target::province(location.province.code, on);
        }
        self.caller.within(above)?;
        if facts.successions.is_empty() && known.holds(&self.place) {
            return Err(Refusal::Exists(self.place.code.to_string()).into());
        }
        super::lay(tx, &known, facts).await?;
        Ok(self.place.clone())
    }
}
