//! Corrects what was recorded of a grant.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::support::{Grant, GrantTerms, Ground};
use crate::storage::{self, Tx};

/// The correction.
#[derive(Debug)]
pub struct CorrectGrant {
    /// Who asks.
    pub caller: Caller,
    /// Id of the grant.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What is recorded of it from now on.
    pub terms: GrantTerms,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for CorrectGrant {
    type Answer = Saved<Grant>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Grant>, Error> {
        let (mut grant, programme) = super::grant(tx, &self.caller, self.id).await?;
        grant.expect_version(self.seen)?;
        let done = storage::support::done(tx, programme.id).await?;
        let ground = Ground {
            programme: &programme,
            others_vnd: done.granted_vnd.saturating_sub(grant.terms.vnd()),
            today: tx.today(),
        };
        grant.correct(self.terms.clone(), &ground)?;
        tx.because(&self.reason);
        tx.save(&mut grant).await?;
        Ok(grant)
    }
}
