//! Plans a programme of support.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;

use crate::application::Error;
use crate::application::place::NamedPlace;
use crate::domain::Event;
use crate::domain::support::{Programme, ProgrammeTerms, Spot};
use crate::storage::Tx;

/// The programme to plan.
#[derive(Debug)]
pub struct PlanProgramme {
    /// Who asks.
    pub caller: Caller,
    /// The place that it is for.
    pub place: NamedPlace,
    /// What is recorded of it.
    pub terms: ProgrammeTerms,
}

impl UseCase<Event> for PlanProgramme {
    type Answer = Saved<Programme>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Programme>, Error> {
        let spot = Spot::from(&self.place.location(tx).await?);
        self.caller.within(super::target(&spot))?;
        let programme = Programme::plan(tx.new_id(), spot, self.terms.clone());
        Ok(tx.create(programme).await?)
    }
}
