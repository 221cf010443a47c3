//! Lets a producer go that was not at a campaign.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_campaign;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::campaign::Campaign;
use crate::storage::{self, Tx};

/// The producer.
#[derive(Debug)]
pub struct DismissParticipant {
    /// Who asks.
    pub caller: Caller,
    /// Id of the campaign.
    pub id: Uuid,
    /// Id of the producer.
    pub producer_id: Uuid,
}

impl UseCase<Event> for DismissParticipant {
    type Answer = Saved<Campaign>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Campaign>, Error> {
        let mut campaign = own_campaign(tx, &self.caller, self.id).await?;
        let producer_id = storage::listing::producer(tx, self.producer_id).await?;
        campaign.dismiss(producer_id)?;
        tx.save(&mut campaign).await?;
        Ok(campaign)
    }
}
