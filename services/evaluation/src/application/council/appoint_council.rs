//! Records an appointed council; Articles 7.3 and 7.4.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;

use crate::application::{Error, on};
use crate::domain::Event;
use crate::domain::council::Council;
use crate::storage::{self, Tx};

/// The council to record.
#[derive(Debug)]
pub struct AppointCouncil {
    pub caller: Caller,
    /// The council; its id is given here.
    pub council: Council,
}

impl UseCase<Event> for AppointCouncil {
    type Answer = Saved<Council>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Council>, Error> {
        self.caller
            .within(super::target_of_council(&self.council))?;
        on(tx, Some(self.council.appointed_on))?;
        self.council.check().map_err(Error::Council)?;
        let council = Council {
            id: tx.new_id(),
            ..self.council.clone()
        };
        tx.audit("council", council.id);
        Ok(storage::council::insert_council(tx, council).await?)
    }
}
