//! Registers a design centre.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;

use super::target;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::partner::Similar;
use crate::domain::sales_point::{Centre, CentreTerms};
use crate::storage::{self, Tx};

/// The centre.
#[derive(Debug)]
pub struct RegisterDesignCentre {
    /// Who asks.
    pub caller: Caller,
    /// What is recorded of it.
    pub terms: CentreTerms,
}

impl UseCase<Event> for RegisterDesignCentre {
    type Answer = (Saved<Centre>, Vec<Similar>);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        self.caller.within(target(&self.terms.site))?;
        let centre = Centre::register(tx.new_id(), self.terms.clone());
        let similar = storage::sales_point::similar_centres(tx, &centre).await?;
        Ok((tx.create(centre).await?, similar))
    }
}
