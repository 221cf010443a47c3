//! Changes a growing area.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target, Touched};
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::growing_area::{AreaPatch, GrowingArea, Refusal};
use crate::storage::{self, Tx};

/// The change.
#[derive(Debug)]
pub struct UpdateArea {
    /// Who asks.
    pub caller: Caller,
    /// Id of the area.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// The fields to change.
    pub patch: AreaPatch,
    /// Why; empty if no reason was given.
    pub reason: String,
}

impl UseCase<Event> for UpdateArea {
    type Answer = Saved<GrowingArea>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<GrowingArea>, Error> {
        let found = tx.load(self.id).await?;
        let mut area: Saved<GrowingArea> = found.ok_or(Refusal::Unknown(self.id))?;
        let profile = super::led(tx, self.patch.apply(&area.profile)).await?;
        let attached = super::attached(tx, &profile, Some(&area.profile)).await?;
        let here = Target::place(&area.province_code, &area.place_code, area.place_on);
        self.caller.within(Touched::new(here).and(attached))?;
        area.expect_version(self.seen)?;
        area.update(profile)?;
        tx.because(&self.reason);
        tx.save(&mut area).await?;
        storage::growing_area::index(tx, &area).await?;
        Ok(area)
    }
}
