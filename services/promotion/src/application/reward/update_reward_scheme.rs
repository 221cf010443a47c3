//! Puts the rules of a scheme right, and what they owe with them.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::{granting, own_scheme};
use crate::application::Error;
use crate::domain::Event;
use crate::domain::reward::{Refusal, Scheme, Terms};
use crate::storage::{self, Tx};

/// The change.
#[derive(Debug)]
pub struct UpdateRewardScheme {
    /// Who asks.
    pub caller: Caller,
    /// Id of the scheme.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What it pays for from now on.
    pub terms: Terms,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for UpdateRewardScheme {
    type Answer = Saved<Scheme>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Scheme>, Error> {
        storage::lock_rewards(tx).await?;
        let mut scheme = own_scheme(tx, &self.caller, self.id).await?;
        scheme.expect_version(self.seen)?;
        let before = (*scheme).clone();
        scheme.update(self.terms.clone());
        let others = storage::reward::schemes_in(tx, scheme.terms.period).await?;
        let mut others = others.iter().filter(|other| other.id != scheme.id);
        if let Some(other) = others.find(|other| other.overlaps(tx.units().places(), &scheme)) {
            return Err(Refusal::SchemesOverlap(other.id).into());
        }
        tx.because(&self.reason);
        tx.save(&mut scheme).await?;
        granting::settle_all(tx, Some(&before), &scheme).await?;
        // Its budgets may have got something back.
        own_scheme(tx, &self.caller, self.id).await
    }
}
