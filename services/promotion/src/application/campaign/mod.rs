//! What can be done with campaigns.

mod admit_participant;
mod call_off_campaign;
mod dismiss_participant;
mod plan_campaign;
mod record_attendance;
mod update_campaign;
mod withdraw_attendance;

pub use admit_participant::AdmitParticipant;
pub use call_off_campaign::CallOffCampaign;
pub use dismiss_participant::DismissParticipant;
pub use plan_campaign::PlanCampaign;
pub use record_attendance::RecordAttendance;
pub use update_campaign::UpdateCampaign;
pub use withdraw_attendance::WithdrawAttendance;

use ocop_chassis::database::Saved;
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::Error;
use crate::domain::campaign::{Campaign, Refusal};
use crate::storage::{self, Tx};

/// What a campaign belongs to.
pub fn target(campaign: &Campaign) -> Target {
    Target::province(&campaign.province_code, campaign.said_on)
}

/// A campaign that the caller may change. Its row is locked until the transaction ends.
async fn own_campaign(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Saved<Campaign>, Error> {
    let campaign = storage::campaign::campaign_to_change(tx, id).await?;
    let campaign = campaign.ok_or(Refusal::Unknown(id))?;
    caller.within(target(&campaign))?;
    Ok(campaign)
}
