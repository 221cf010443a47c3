//! Changes what is planned of a campaign.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_campaign;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::campaign::{Campaign, Terms};
use crate::storage::Tx;

/// The change.
#[derive(Debug)]
pub struct UpdateCampaign {
    /// Who asks.
    pub caller: Caller,
    /// Id of the campaign.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// What is planned from now on.
    pub terms: Terms,
}

impl UseCase<Event> for UpdateCampaign {
    type Answer = Saved<Campaign>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Campaign>, Error> {
        let mut campaign = own_campaign(tx, &self.caller, self.id).await?;
        campaign.expect_version(self.seen)?;
        campaign.update(self.terms.clone(), tx.today())?;
        tx.save(&mut campaign).await?;
        Ok(campaign)
    }
}
