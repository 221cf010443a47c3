//! Inspections and complaints: what can be done.

mod accept_complaint;
mod cancel_inspection;
mod confirm_remedy;
mod decide_complaint;
mod decline_revocation;
mod erase_complainant_data;
mod file_complaint;
mod plan_inspection;
mod propose_revocation;
mod record_inspection;
mod refuse_complaint;

pub use accept_complaint::AcceptComplaint;
pub use cancel_inspection::CancelInspection;
pub use confirm_remedy::ConfirmRemedy;
pub use decide_complaint::{Amendment, DecideComplaint, Wanted};
pub use decline_revocation::DeclineRevocation;
pub use erase_complainant_data::EraseComplainantData;
pub use file_complaint::FileComplaint;
pub use plan_inspection::{Inspected, PlanInspection};
pub use propose_revocation::ProposeRevocation;
pub use record_inspection::RecordInspection;
pub use refuse_complaint::RefuseComplaint;

use ocop_chassis::database::{Saved, StoreError};
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::step::Reachable;
use crate::application::{Error, Resource, certificate, dossier};
use crate::domain::certificate::Certificate;
use crate::domain::dossier::Dossier;
use crate::domain::monitoring::complaint::{Against, Complaint};
use crate::domain::monitoring::inspection::{Inspection, InspectionState};
use crate::storage::{self, Tx};

impl Reachable for Inspection {
    const WHAT: Resource = Resource::Inspection;

    fn target(&self) -> Target {
        let subject = &self.subject;
        Target::place(
            &subject.province_code,
            &subject.place_code,
            subject.place_said_on,
        )
        .of_producer(subject.producer_id)
    }

    async fn load(tx: &Tx, id: Uuid) -> Result<Option<Saved<Self>>, StoreError> {
        tx.load(id).await
    }

    async fn save(tx: &mut Tx, saved: &mut Saved<Self>) -> Result<(), StoreError> {
        tx.save(saved).await
    }
}

impl Reachable for Complaint {
    const WHAT: Resource = Resource::Complaint;

    fn target(&self) -> Target {
        let concerned = &self.concerned;
        let place = Target::place(
            &concerned.province_code,
            &concerned.place_code,
            concerned.place_said_on,
        );
        place.of_producer(concerned.producer_id)
    }

    async fn load(tx: &Tx, id: Uuid) -> Result<Option<Saved<Self>>, StoreError> {
        tx.load(id).await
    }

    async fn save(tx: &mut Tx, saved: &mut Saved<Self>) -> Result<(), StoreError> {
        tx.save(saved).await
    }
}

/// Opens the inspections again whose proposals led to a revocation that was lifted.
async fn reopen_inspections(tx: &mut Tx, certificate: &Certificate) -> Result<(), Error> {
    let closed = InspectionState::Revoked;
    let mut revoked = storage::monitoring::that_proposed(tx, certificate, closed).await?;
    let today = tx.today();
    for inspection in &mut revoked {
        inspection.reopen(today);
    }
    Ok(tx.save_all(&mut revoked).await?)
}

/// Whoever handles a complaint must reach what it is against: what the centre found or decided is the centre's to look at again,
/// wherever the product is made.
async fn may_handle(tx: &Tx, caller: &Caller, complaint: &Complaint) -> Result<(), Error> {
    let target = match complaint.statement.against {
        Against::Certificate(id) => {
            certificate::target_of_authority(&certificate::certificate(tx, id).await?)
        }
        Against::Dossier(id) => {
            let found: Option<Saved<Dossier>> = tx.load(id).await?;
            let dossier = Resource::Dossier.found(found, id)?;
            dossier::target_at(&dossier, dossier.level_complained_of())
        }
    };
    Ok(caller.within(target)?)
}
