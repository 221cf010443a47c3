//! Sends a delivery again because a person asked.

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::Caller;
use uuid::Uuid;

use super::{Error, own_partner};
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::storage::{self, DeliveryRecord, Tx};

/// The delivery to send again.
#[derive(Debug)]
pub struct ResendDelivery {
    /// Who asks.
    pub caller: Caller,
    /// Id of the delivery.
    pub id: Uuid,
}

impl UseCase<Event> for ResendDelivery {
    type Answer = DeliveryRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<DeliveryRecord, Error> {
        let unknown = Refusal::DeliveryUnknown(self.id);
        let found = storage::delivery(tx, self.id).await?.ok_or(unknown)?;
        let subscription = storage::subscription(tx, found.subscription_id)
            .await?
            .ok_or(unknown)?;
        own_partner(tx, &self.caller, subscription.partner_id).await?;
        let mut record = storage::delivery_to_change(tx, self.id)
            .await?
            .ok_or(unknown)?;
        record.delivery.resend(&subscription, tx.now())?;
        // A sender that has it in hand keeps its claim: the same message is not sent twice at once.
        storage::keep_delivery(tx, &record.delivery, false).await?;
        Ok(record)
    }
}
