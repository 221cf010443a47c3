//! Inspections and complaints: what can be done.

mod accept_complaint;
mod confirm_remedy;
mod decide_complaint;
mod erase_complainant_data;
mod file_complaint;
mod plan_inspection;
mod propose_revocation;
mod record_inspection;
mod refuse_complaint;

pub use accept_complaint::AcceptComplaint;
pub use confirm_remedy::ConfirmRemedy;
pub use decide_complaint::{Amendment, DecideComplaint, Wanted};
pub use erase_complainant_data::EraseComplainantData;
pub use file_complaint::FileComplaint;
pub use plan_inspection::{Inspected, PlanInspection};
pub use propose_revocation::ProposeRevocation;
pub use record_inspection::RecordInspection;
pub use refuse_complaint::RefuseComplaint;

use ocop_chassis::database::{Saved, StoreError};
use ocop_identity::Target;
use uuid::Uuid;

use crate::application::Resource;
use crate::application::step::Reachable;
use crate::domain::monitoring::complaint::Complaint;
use crate::domain::monitoring::inspection::Inspection;
use crate::storage::Tx;

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
