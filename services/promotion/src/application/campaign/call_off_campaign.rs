//! Calls a campaign off.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_campaign;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::campaign::Campaign;
use crate::storage::Tx;

/// The campaign.
#[derive(Debug)]
pub struct CallOffCampaign {
    /// Who asks.
    pub caller: Caller,
    /// Id of the campaign.
    pub id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for CallOffCampaign {
    type Answer = Saved<Campaign>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Campaign>, Error> {
        let mut campaign = own_campaign(tx, &self.caller, self.id).await?;
        campaign.call_off(self.reason.clone())?;
        tx.because(&self.reason);
        tx.save(&mut campaign).await?;
        Ok(campaign)
    }
}
