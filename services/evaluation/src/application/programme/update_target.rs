//! Changes what a target says.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target as Scope};
use uuid::Uuid;

use crate::application::{Error, Resource};
use crate::domain::Event;
use crate::domain::programme::target::{Target, Terms};
use crate::storage::Tx;

#[derive(Debug)]
pub struct UpdateTarget {
    pub caller: Caller,
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
        let found: Option<Saved<Target>> = tx.load(id).await?;
        let mut target = Resource::Target.found(found, id)?;
        self.caller
            .within(Scope::province(&target.province_code, target.said_on))?;
        target.expect_version(self.seen)?;
        target.update(self.terms.clone())?;
        tx.save(&mut target).await?;
        Ok(target)
    }
}
