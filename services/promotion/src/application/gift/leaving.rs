//! What ends of a partner that leaves: its orders that were not delivered.

use std::collections::BTreeSet;

use ocop_chassis::database::Saved;
use uuid::Uuid;

use crate::application::Error;
use crate::application::delivery::save_and_deliver;
use crate::domain::gift::{GiftSet, Refusal};
use crate::storage::{self, Tx};

/// Cancels the orders of a partner, so that others may have what was kept for them. The market is
/// [locked](crate::storage::lock_market).
///
/// # Errors
/// The database failed.
pub(in crate::application) async fn end_of_partner(
    tx: &mut Tx,
    partner_id: Uuid,
    reason: &str,
) -> Result<(), Error> {
    let mut orders = storage::gift::open_orders_of(tx, partner_id).await?;
    let ordered: BTreeSet<Uuid> = orders.iter().map(|order| order.gift_set_id).collect();
    let mut sets = storage::gift::sets_to_change(tx, ordered).await?;
    for order in &mut orders {
        let id = order.gift_set_id;
        let set = sets.get_mut(&id).ok_or(Refusal::Unknown(id))?;
        order.cancel(set, reason.to_owned())?;
    }
    let mut sets: Vec<Saved<GiftSet>> = sets.into_values().collect();
    tx.save_all(&mut sets).await?;
    Ok(save_and_deliver(tx, &mut orders).await?)
}
