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
        let mut province = self.place.code.clone();
        if let Some(parent) = &self.place.parent {
            let above = super::location(tx, parent).await?;
            self.place.may_lie_in(&above.place)?;
            province = above.province.code;
        }
        self.caller.within(&Target::province(province))?;
        storage::place::insert(tx, &self.place).await?;
        Ok(self.place.clone())
    }
}
