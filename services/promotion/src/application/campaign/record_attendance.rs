//! Records that a producer was at a campaign, and what came of it.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_campaign;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::campaign::{Campaign, Outcome};
use crate::storage::{self, Tx};

/// The attendance.
#[derive(Debug)]
pub struct RecordAttendance {
    /// Who asks.
    pub caller: Caller,
    /// Id of the campaign.
    pub id: Uuid,
    /// Id of the producer.
    pub producer_id: Uuid,
    /// What came of it, recorded today.
    pub outcome: Outcome,
}

impl UseCase<Event> for RecordAttendance {
    type Answer = Saved<Campaign>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Campaign>, Error> {
        let mut campaign = own_campaign(tx, &self.caller, self.id).await?;
        let producer_id = storage::listing::producer(tx, self.producer_id).await?;
        campaign.attended(producer_id, self.outcome.clone())?;
        tx.save(&mut campaign).await?;
        Ok(campaign)
    }
}
