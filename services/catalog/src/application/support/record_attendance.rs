//! Records who attended a session of training, in place of what was recorded before.

use std::collections::{BTreeMap, BTreeSet};

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target, Touched};
use uuid::Uuid;

use crate::application::Error;
use crate::domain::support::Session;
use crate::domain::{Event, producer};
use crate::storage::merging::Kind;
use crate::storage::{self, Tx};

/// Who attended.
#[derive(Debug)]
pub struct RecordAttendance {
    /// Who asks.
    pub caller: Caller,
    /// Id of the session.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// How many persons came for each producer that attended.
    pub attended: BTreeMap<Uuid, u32>,
    /// Why; empty if no reason was given.
    pub reason: String,
}

impl RecordAttendance {
    /// Who attended, by the records to which their ids lead.
    async fn attended(&self, tx: &Tx) -> Result<BTreeMap<Uuid, u32>, Error> {
        let named: Vec<Uuid> = self.attended.keys().copied().collect();
        let led = storage::merging::led(tx, Kind::Producer, &named).await?;
        let mut attended = BTreeMap::<Uuid, u32>::new();
        for (id, persons) in &self.attended {
            let kept = led.get(id).copied().unwrap_or(*id);
            let of_kept = attended.entry(kept).or_default();
            *of_kept = of_kept.saturating_add(*persons);
        }
        Ok(attended)
    }
}

/// Where producers are, for comparing with scopes. They must exist.
async fn targets(tx: &Tx, producers: BTreeSet<Uuid>) -> Result<Vec<Target>, Error> {
    let ids: Vec<Uuid> = producers.into_iter().collect();
    let mut found = storage::growing_area::producers(tx, &ids).await?;
    let mut targets = Vec::with_capacity(ids.len());
    for id in ids {
        let spot = found.remove(&id).ok_or(producer::Refusal::Unknown(id))?;
        let place = Target::place(&spot.province_code, &spot.place_code, spot.place_on);
        targets.push(place.of_producer(id));
    }
    Ok(targets)
}

impl UseCase<Event> for RecordAttendance {
    type Answer = Saved<Session>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Session>, Error> {
        let mut session = super::session(tx, self.id).await?;
        let attended = self.attended(tx).await?;
        let changed = targets(tx, session.differing(&attended)).await?;
        let touched = Touched::new(super::target(&session.for_spot)).and(changed);
        self.caller.within(touched)?;
        session.expect_version(self.seen)?;
        session.record_attendance(attended, &self.reason, tx.today())?;
        tx.because(&self.reason);
        tx.save(&mut session).await?;
        Ok(session)
    }
}
