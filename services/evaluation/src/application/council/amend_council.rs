//! Changes a council's rules or members from a day on. The decision leaves both to the council's own
//! regulation and to who appointed it (Article 7.3).

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::council::Council;
use crate::domain::council::amendment::Amendment;
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct AmendCouncil {
    pub caller: Caller,
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What changes, and from which day. That may lie ahead: rules are made before they hold.
    pub amendment: Amendment,
}

impl UseCase<Event> for AmendCouncil {
    type Answer = Saved<Council>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Council>, Error> {
        let mut council = super::council_as_seen(tx, &self.caller, self.id, self.seen).await?;
        let amended = council.amend(self.amendment.clone());
        amended.map_err(Error::Council)?;
        tx.audit("council", council.id);
        Ok(storage::council::update_council(tx, council).await?)
    }
}
