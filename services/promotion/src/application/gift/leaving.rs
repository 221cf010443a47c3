//! What ends of a partner that leaves: its orders that were not delivered.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

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
    let mut sets: BTreeMap<Uuid, Saved<GiftSet>> = BTreeMap::new();
    for order in &mut orders {
        let id = order.gift_set_id;
        let set = match sets.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let found = storage::gift::set_to_change(tx, id).await?;
                unknown.insert(found.ok_or(Refusal::Unknown(id))?)
            }
        };
        order.cancel(set, reason.to_owned())?;
    }
    let mut sets: Vec<Saved<GiftSet>> = sets.into_values().collect();
    tx.save_all(&mut sets).await?;
    Ok(save_and_deliver(tx, &mut orders).await?)
}
