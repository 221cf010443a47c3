//! Changes what a target says.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target as Scope};
use uuid::Uuid;

use crate::application::{Error, Resource};
use crate::domain::Event;
use crate::domain::programme::target::{Target, Terms};
use crate::storage::{self, Tx};

/// The change.
#[derive(Debug)]
pub struct UpdateTarget {
    /// Who asks.
    pub caller: Caller,
    /// Id of the target.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What it is to say.
    pub terms: Terms,
}

impl UseCase<Event> for UpdateTarget {
    type Answer = Saved<Target>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Target>, Error> {
        let id = self.id;
        let found = storage::target(tx, id).await?;
        let mut target = found.ok_or(Error::Unknown {
            what: Resource::Target,
            id,
        })?;
        self.caller.within(Scope::province(&target.province_code))?;
        target.expect_version(self.seen)?;
        target.update(self.terms.clone())?;
        tx.save(&mut target).await?;
        Ok(target)
    }
}
