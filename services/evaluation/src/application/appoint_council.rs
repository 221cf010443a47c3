//! Records an appointed council; Article 7.3.

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::{Caller, Target};

use super::Refusal;
use crate::domain::council::Council;
use crate::domain::event::Event;
use crate::storage::{self, Tx};

/// The council to record.
#[derive(Debug)]
pub struct AppointCouncil {
    /// Who asks.
    pub caller: Caller,
    /// The council; its id is given here.
    pub council: Council,
}

impl UseCase<Event> for AppointCouncil {
    type Answer = Council;
    type Refusal = Refusal;

    async fn run(&self, tx: &mut Tx) -> Result<Council, Refusal> {
        self.caller
            .within(&Target::province(&self.council.province_code))?;
        super::on(tx, Some(self.council.appointed_on))?;
        self.council.check().map_err(Refusal::Council)?;
        let council = Council {
            id: tx.new_id(),
            ..self.council.clone()
        };
        storage::insert_council(tx, &council).await?;
        tx.audit("council", council.id);
        Ok(council)
    }
}
