//! Sets a target of a province's programme.

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::{Caller, Target as Scope};

use crate::application::Error;
use crate::domain::Event;
use crate::domain::programme::target::{Target, Terms};
use crate::storage::{self, TargetRecord, Tx};

/// The target to set.
#[derive(Debug)]
pub struct SetTarget {
    /// Who asks.
    pub caller: Caller,
    /// Code of the province.
    pub province_code: String,
    /// What it says.
    pub terms: Terms,
}

impl UseCase<Event> for SetTarget {
    type Answer = TargetRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<TargetRecord, Error> {
        self.caller.within(&Scope::province(&self.province_code))?;
        let mut target = Target::set(tx.new_id(), self.province_code.clone(), self.terms.clone())?;
        tx.save(&mut target).await?;
        Ok(storage::target_record(tx, target.id).await?)
    }
}
