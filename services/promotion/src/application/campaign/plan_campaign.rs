//! Plans a campaign.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;

use super::target;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::campaign::{Campaign, Terms};
use crate::domain::partner::Similar;
use crate::storage::{self, Tx};

/// The campaign.
#[derive(Debug)]
pub struct PlanCampaign {
    /// Who asks.
    pub caller: Caller,
    /// Code of the province, of today.
    pub province_code: String,
    /// What is planned.
    pub terms: Terms,
}

impl UseCase<Event> for PlanCampaign {
    type Answer = (Saved<Campaign>, Vec<Similar>);
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Self::Answer, Error> {
        let province = (self.province_code.clone(), tx.today());
        let campaign = Campaign::plan(tx.new_id(), province, self.terms.clone());
        self.caller.within(target(&campaign))?;
        let similar = storage::campaign::similar(tx, &campaign).await?;
        Ok((tx.create(campaign).await?, similar))
    }
}
