//! Sets a target of a province's programme.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target as Scope};

use crate::application::Error;
use crate::domain::Event;
use crate::domain::programme::target::{self, Target, Terms};
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct SetTarget {
    pub caller: Caller,
    pub province_code: String,
    pub terms: Terms,
}

impl UseCase<Event> for SetTarget {
    type Answer = Saved<Target>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Target>, Error> {
        // A programme that began before the mergers of 2025 is one of the province of that time.
        let said_on = self.terms.period.from.min(tx.today());
        self.caller
            .within(Scope::province(&self.province_code, said_on))?;
        let kept = storage::programme::count_targets(tx, &self.province_code).await?;
        if kept >= storage::programme::MOST_TARGETS {
            let most = storage::programme::MOST_TARGETS;
            return Err(target::Refusal::TooMany { most }.into());
        }
        let province = (self.province_code.clone(), said_on);
        let target = Target::set(tx.new_id(), province, self.terms.clone())?;
        Ok(tx.create(target).await?)
    }
}
