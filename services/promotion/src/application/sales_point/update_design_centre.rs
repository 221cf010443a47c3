//! Changes what is recorded of a design centre.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{moved, own_centre};
use crate::application::Error;
use crate::domain::Event;
use crate::domain::sales_point::{Centre, CentreTerms};
use crate::storage::Tx;

/// The change.
#[derive(Debug)]
pub struct UpdateDesignCentre {
    /// Who asks.
    pub caller: Caller,
    /// Id of the centre.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What is recorded of it from now on.
    pub terms: CentreTerms,
}

impl UseCase<Event> for UpdateDesignCentre {
    type Answer = Saved<Centre>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Centre>, Error> {
        let mut centre = own_centre(tx, &self.caller, self.id).await?;
        self.caller
            .within(moved(&centre.terms.site, &self.terms.site))?;
        centre.expect_version(self.seen)?;
        centre.update(self.terms.clone());
        tx.save(&mut centre).await?;
        Ok(centre)
    }
}
