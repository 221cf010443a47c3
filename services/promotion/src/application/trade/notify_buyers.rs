//! Tells buyers of products that came to suit their demands.

use std::collections::{BTreeSet, HashMap};

use ocop_chassis::database::{Saved, StoreError};
use uuid::Uuid;

use super::words::Words;
use crate::application::delivery::save_and_deliver;
use crate::domain::listing::Listing;
use crate::domain::trade::{Demand, DemandKey, TradeMatch, may_be_new, newly_suits};
use crate::storage::{self, Tx};

/// Demands that are compared at once.
const PAGE: u64 = 500;

/// Compares listings that changed with the open demands that they may suit, found by their sets, and tells of each pair that is new: one that
/// did not suit before, and was not told of. `before` are the listings as they were. The market is
/// [locked](storage::lock_market).
///
/// # Errors
/// The database failed.
pub(crate) async fn notify_buyers(
    tx: &mut Tx,
    before: &HashMap<Uuid, Saved<Listing>>,
    changed: &[&Listing],
) -> Result<(), StoreError> {
    let was = |listing: &Listing| before.get(&listing.product.id).map(|saved| &**saved);
    let changed: Vec<&Listing> = changed
        .iter()
        .copied()
        .filter(|listing| may_be_new(was(listing), listing))
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    let keys: BTreeSet<DemandKey> = changed
        .iter()
        .flat_map(|listing| DemandKey::of(listing.product.criteria_set))
        .collect();
    let mut after = None;
    loop {
        let demands = storage::trade::sought_by_keys(tx, &keys, after, PAGE).await?;
        let Some(last) = demands.last() else {
            return Ok(());
        };
        after = Some(last.id);
        let mut pairs: Vec<(&Demand, &Listing)> = Vec::new();
        for demand in &demands {
            let wanted = &demand.terms.wanted;
            let words = Words::of(wanted);
            let new = changed.iter().copied().filter(|listing| {
                newly_suits(wanted, was(listing), listing, |one| words.found(one))
            });
            pairs.extend(new.map(|listing| (&**demand, listing)));
        }
        notify(tx, &pairs).await?;
        if (demands.len() as u64) < PAGE {
            return Ok(());
        }
    }
}

/// Tells of the pairs that were not told of.
async fn notify(tx: &mut Tx, pairs: &[(&Demand, &Listing)]) -> Result<(), StoreError> {
    if pairs.is_empty() {
        return Ok(());
    }
    let demands = pairs.iter().map(|(demand, _)| demand.id).collect();
    let products = pairs.iter().map(|(_, listing)| listing.product.id);
    let told = storage::trade::notified_pairs(tx, &demands, &products.collect()).await?;
    let new = pairs
        .iter()
        .filter(|(demand, listing)| !told.contains(&(demand.id, listing.product.id)));
    let mut found = Vec::new();
    for (demand, listing) in new {
        // What is refused is not sought or not certified today: nothing to tell of.
        if let Ok(one) = TradeMatch::found(tx.new_id(), demand, listing, tx.today()) {
            found.push(Saved::new(one, tx.now()));
        }
    }
    save_and_deliver(tx, &mut found).await
}
