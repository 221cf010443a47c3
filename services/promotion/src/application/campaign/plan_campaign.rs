//! Plans a campaign.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;

use super::target;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::campaign::{Campaign, Terms};
use crate::storage::Tx;

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
    type Answer = Saved<Campaign>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Campaign>, Error> {
        let province = (self.province_code.clone(), tx.today());
        let campaign = Campaign::plan(tx.new_id(), province, self.terms.clone());
        self.caller.within(target(&campaign))?;
        Ok(tx.create(campaign).await?)
    }
}
