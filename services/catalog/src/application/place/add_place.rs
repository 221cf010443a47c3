//! Adds an administrative unit, such as a commune after a merger.

use ocop_chassis::database::UseCase;
use ocop_identity::{Caller, Target};

use crate::application::Error;
use crate::domain::Event;
use crate::domain::place::Place;
use crate::storage::{self, Tx};

/// The unit to add.
#[derive(Debug)]
pub struct AddPlace {
    /// Who asks.
    pub caller: Caller,
    /// The unit.
    pub place: Place,
}

impl UseCase<Event> for AddPlace {
    type Answer = Place;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Place, Error> {
        // A province lies in the country, which only a scope of everywhere covers.
        let mut above = Target::default();
        if let Some(parent) = &self.place.parent {
            let location = super::location(tx, parent).await?;
            self.place.may_lie_in(&location.place)?;
            above = Target::province(location.province.code);
        }
        self.caller.within(above)?;
        storage::place::insert(tx, &self.place).await?;
        Ok(self.place.clone())
    }
}
