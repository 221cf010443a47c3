//! Adds the rules by which a province rewards recognised products.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;

use super::{granting, target};
use crate::application::Error;
use crate::domain::Event;
use crate::domain::reward::{Refusal, Scheme, Terms};
use crate::storage::{self, Tx};

/// The scheme to add.
#[derive(Debug)]
pub struct AddRewardScheme {
    /// Who asks.
    pub caller: Caller,
    /// Code of the province.
    pub province_code: String,
    /// What it pays for.
    pub terms: Terms,
}

impl UseCase<Event> for AddRewardScheme {
    type Answer = Saved<Scheme>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Scheme>, Error> {
        // A document from before the mergers of 2025 is one of the province of that time.
        let said_on = self.terms.period.from.min(tx.today());
        let province = (self.province_code.clone(), said_on);
        let scheme = Scheme::add(tx.new_id(), province, self.terms.clone());
        self.caller.within(target(&scheme))?;
        storage::lock_rewards(tx).await?;
        let others = storage::reward::schemes_in(tx, scheme.terms.period).await?;
        if let Some(other) = others
            .iter()
            .find(|other| other.overlaps(tx.units().places(), &scheme))
        {
            return Err(Refusal::SchemesOverlap(other.id).into());
        }
        let scheme = tx.create(scheme).await?;
        granting::settle_all(tx, None, &scheme).await?;
        Ok(scheme)
    }
}
