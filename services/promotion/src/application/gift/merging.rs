//! What follows for gift sets from a merge of two records of a product: the kept one takes the place of the other.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;
use uuid::Uuid;

use super::settling::notify_buyers;
use crate::domain::gift::{Item, lapse};
use crate::storage::{self, Tx};

/// Puts kept products in the place of those that were merged into them, as soon as they are certified on the days on which a
/// set is sold. Sets that have both stay as they are.
///
/// # Errors
/// The database failed.
pub(in crate::application) async fn follow_merges(
    tx: &mut Tx,
    merged: &[(Uuid, Uuid)],
) -> Result<(), StoreError> {
    if merged.is_empty() {
        return Ok(());
    }
    let (from, into): (Vec<Uuid>, Vec<Uuid>) = merged.iter().copied().unzip();
    let mut sets = storage::gift::sets_with(tx, &from).await?;
    if sets.is_empty() {
        return Ok(());
    }
    let listings = storage::listing::listings(tx, &into).await?;
    let mut changed = HashMap::new();
    for set in &mut sets {
        let was_suspended = set.is_suspended();
        for (from, into) in merged {
            let quantity = set.item(*from).map(|item| item.quantity);
            let listing = listings.get(into);
            let (Some(quantity), Some(listing)) = (quantity, listing) else {
                continue;
            };
            if listing.star().is_none() || lapse(listing, set.season, tx.today()).is_some() {
                continue;
            }
            let item = Item::of(listing, quantity);
            let item = item.filter(|item| set.item(item.product_id).is_none());
            if let Some(Err(refused)) = item.map(|item| set.replace(*from, item)) {
                tracing::warn!(%refused, "a gift set keeps a product that was merged");
            }
        }
        if was_suspended && !set.is_suspended() {
            changed.insert(set.id, (**set).clone());
        }
        tx.save(set).await?;
    }
    notify_buyers(tx, changed).await
}
