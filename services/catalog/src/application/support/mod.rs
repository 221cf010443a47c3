//! What can be done with programmes of support, the sessions of training in them, and grants.

mod cancel_grant;
mod cancel_session;
mod close_programme;
mod correct_grant;
mod plan_programme;
mod plan_session;
mod record_attendance;
mod record_grant;
mod update_programme;
mod update_session;

pub use cancel_grant::CancelGrant;
pub use cancel_session::CancelSession;
pub use close_programme::CloseProgramme;
pub use correct_grant::CorrectGrant;
pub use plan_programme::PlanProgramme;
pub use plan_session::PlanSession;
pub use record_attendance::RecordAttendance;
pub use record_grant::RecordGrant;
pub use update_programme::UpdateProgramme;
pub use update_session::UpdateSession;

use ocop_chassis::database::Saved;
use ocop_identity::{Caller, Target, Touched};
use uuid::Uuid;

use super::{Error, producer};
use crate::domain::support::{Grant, Programme, Refusal, Session, Spot};
use crate::storage::Tx;

/// The place that a programme is for, for comparing with scopes.
fn target(spot: &Spot) -> Target {
    Target::place(&spot.province_code, &spot.place_code, spot.said_on)
}

/// The programme with this id, to be changed. Its row is locked: of two grants at the same moment the second sees the first. Whoever
/// loads it asks whether the caller covers it.
async fn programme(tx: &Tx, id: Uuid) -> Result<Saved<Programme>, Error> {
    let found = tx.load(id).await?;
    Ok(found.ok_or(Refusal::UnknownProgramme(id))?)
}

/// The session with this id, to be changed. Whoever loads it asks whether the caller covers its programme.
async fn session(tx: &Tx, id: Uuid) -> Result<Saved<Session>, Error> {
    let found = tx.load(id).await?;
    Ok(found.ok_or(Refusal::UnknownSession(id))?)
}

/// The grant with this id, to be changed, and its programme. The caller covers the place of the programme and the producer.
async fn grant(
    tx: &Tx,
    caller: &Caller,
    id: Uuid,
) -> Result<(Saved<Grant>, Saved<Programme>), Error> {
    let found = tx.load(id).await?;
    let grant: Saved<Grant> = found.ok_or(Refusal::UnknownGrant(id))?;
    let programme = programme(tx, grant.programme).await?;
    let producer = producer::producer(tx, grant.producer).await?;
    let touched = Touched::new(target(&programme.spot)).of_producer(producer::target(&producer));
    caller.within(touched)?;
    Ok((grant, programme))
}
