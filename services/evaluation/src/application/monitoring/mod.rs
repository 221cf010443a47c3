//! Inspections and complaints: what can be done.

mod accept_complaint;
mod confirm_remedy;
mod decide_complaint;
mod file_complaint;
mod plan_inspection;
mod propose_revocation;
mod record_inspection;
mod refuse_complaint;

pub use accept_complaint::AcceptComplaint;
pub use confirm_remedy::ConfirmRemedy;
pub use decide_complaint::DecideComplaint;
pub use file_complaint::FileComplaint;
pub use plan_inspection::{Inspected, PlanInspection};
pub use propose_revocation::ProposeRevocation;
pub use record_inspection::RecordInspection;
pub use refuse_complaint::RefuseComplaint;

use ocop_chassis::database::Saved;
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::{Error, Resource};
use crate::domain::monitoring::complaint::Complaint;
use crate::domain::monitoring::inspection::Inspection;
use crate::storage::{self, Tx};

/// Loads an inspection that the caller may touch.
pub(crate) async fn inspection(
    tx: &Tx,
    caller: &Caller,
    id: Uuid,
) -> Result<Saved<Inspection>, Error> {
    let found = storage::inspection(tx, id).await?;
    let what = Resource::Inspection;
    let inspection = found.ok_or(Error::Unknown { what, id })?;
    caller.within(target_of_inspection(&inspection))?;
    Ok(inspection)
}

/// Saves an inspection that was changed.
pub(crate) async fn save_inspection(
    tx: &mut Tx,
    mut inspection: Saved<Inspection>,
) -> Result<Saved<Inspection>, Error> {
    tx.save(&mut inspection).await?;
    Ok(inspection)
}

/// Loads a complaint that the caller may touch.
pub(crate) async fn complaint(
    tx: &Tx,
    caller: &Caller,
    id: Uuid,
) -> Result<Saved<Complaint>, Error> {
    let found = storage::complaint(tx, id).await?;
    let what = Resource::Complaint;
    let complaint = found.ok_or(Error::Unknown { what, id })?;
    caller.within(target_of_complaint(&complaint))?;
    Ok(complaint)
}

/// Saves a complaint that was changed.
pub(crate) async fn save_complaint(
    tx: &mut Tx,
    mut complaint: Saved<Complaint>,
) -> Result<Saved<Complaint>, Error> {
    tx.save(&mut complaint).await?;
    Ok(complaint)
}

/// Where an inspection belongs, for comparing with scopes.
pub fn target_of_inspection(inspection: &Inspection) -> Target {
    let subject = &inspection.subject;
    Target::place(&subject.province_code, &subject.place_code).of_producer(subject.producer_id)
}

/// Where a complaint belongs, for comparing with scopes.
pub fn target_of_complaint(complaint: &Complaint) -> Target {
    let concerned = &complaint.concerned;
    Target::place(&concerned.province_code, &concerned.place_code)
        .of_producer(concerned.producer_id)
}
