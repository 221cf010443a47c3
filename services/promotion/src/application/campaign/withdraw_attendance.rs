//! Takes back that a producer was at a campaign.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::own_campaign;
use crate::application::Error;
use crate::domain::Event;
use crate::domain::campaign::Campaign;
use crate::storage::{self, Tx};

/// The attendance.
#[derive(Debug)]
pub struct WithdrawAttendance {
    /// Who asks.
    pub caller: Caller,
    /// Id of the campaign.
    pub id: Uuid,
    /// Id of the producer.
    pub producer_id: Uuid,
    /// Why.
    pub reason: String,
}

impl UseCase<Event> for WithdrawAttendance {
    type Answer = Saved<Campaign>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Campaign>, Error> {
        let mut campaign = own_campaign(tx, &self.caller, self.id).await?;
        let producer_id = storage::listing::producer(tx, self.producer_id).await?;
        campaign.withdraw_attendance(producer_id)?;
        tx.because(&self.reason);
        tx.save(&mut campaign).await?;
        Ok(campaign)
    }
}
