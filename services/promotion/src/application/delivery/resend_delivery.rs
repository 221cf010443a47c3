//! Sends a delivery again because a person asked.

use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, own_subscription};
use crate::domain::Event;
use crate::domain::delivery::Refusal;
use crate::storage::delivery::DeliveryView;
use crate::storage::{self, Tx};

/// The delivery to send again.
#[derive(Debug)]
pub struct ResendDelivery {
    /// Who asks.
    pub caller: Caller,
    /// Id of the delivery.
    pub id: Uuid,
}

impl UseCase<Event> for ResendDelivery {
    type Answer = DeliveryView;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<DeliveryView, Error> {
        let unknown = Refusal::Unknown(self.id);
        let subscription_id = storage::delivery::subscription_of(tx, self.id)
            .await?
            .ok_or(unknown)?;
        let subscription = own_subscription(tx, &self.caller, subscription_id).await?;
        let mut view = storage::delivery::delivery_to_change(tx, self.id)
            .await?
            .ok_or(unknown)?;
        view.delivery.resend(&subscription, tx.now())?;
        storage::delivery::update(tx, &view.delivery).await?;
        storage::subscription::end_rest(tx, subscription_id).await?;
        Ok(view)
    }
}
