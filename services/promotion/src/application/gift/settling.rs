//! What follows for gift sets from changes of listings.
//!
//! All of it runs while the market is locked: see [`storage::lock_market`].

use std::collections::HashMap;

use ocop_chassis::database::{Saved, StoreError};
use ocop_places::Said;
use uuid::Uuid;

use super::merging::follow_merges;
use crate::application::delivery::save_and_deliver;
use crate::domain::gift::{GiftSet, Lapse, Substitute, lapse};
use crate::domain::listing::Listing;
use crate::storage::{self, Tx};

/// Substitutes that are proposed for an item.
const SUBSTITUTES: usize = 5;
/// Listings that are looked at for them.
const CANDIDATES: u64 = 50;

/// Suspends or resumes the sets in which these products are, proposes substitutes, and tells the buyers.
///
/// # Errors
/// The database failed.
pub(in crate::application) async fn follow_listings(
    tx: &mut Tx,
    products: &[Uuid],
) -> Result<(), StoreError> {
    if products.is_empty() {
        return Ok(());
    }
    // A product that absorbed another may only now be certified.
    let merged = storage::listing::merged_into(tx, products).await?;
    follow_merges(tx, &merged).await?;
    let mut sets = storage::gift::sets_with(tx, products).await?;
    let items = sets.iter().flat_map(|set| &set.items);
    let ids: Vec<Uuid> = items.map(|item| item.product_id).collect();
    let known = storage::listing::listings(tx, &ids).await?;
    let listings: HashMap<Uuid, &Listing> = known
        .iter()
        .map(|(id, listing)| (*id, &**listing))
        .collect();
    let mut changed = HashMap::new();
    for set in &mut sets {
        let lapsed = set.lapsed(&listings, tx.today());
        if set.knows(&lapsed) {
            continue;
        }
        let mut lapses = Vec::with_capacity(lapsed.len());
        for (product_id, on) in lapsed {
            lapses.push(Lapse {
                product_id,
                on,
                substitutes: substitutes(tx, set, product_id).await?,
            });
        }
        if set.settle(lapses) {
            changed.insert(set.id, (**set).clone());
        }
        tx.save(set).await?;
    }
    notify_buyers(tx, changed).await
}

/// Tells the buyers whose orders are to be delivered.
pub(super) async fn notify_buyers(
    tx: &mut Tx,
    sets: HashMap<Uuid, GiftSet>,
) -> Result<(), StoreError> {
    if sets.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = sets.keys().copied().collect();
    let mut orders = storage::gift::open_orders(tx, &ids).await?;
    for order in &mut orders {
        if let Some(set) = sets.get(&order.gift_set_id) {
            order.apply(set);
        }
    }
    save_and_deliver(tx, &mut orders).await
}

/// What may stand in for an item.
async fn substitutes(
    tx: &Tx,
    set: &Saved<GiftSet>,
    product_id: Uuid,
) -> Result<Vec<Substitute>, StoreError> {
    let Some(item) = set.item(product_id) else {
        return Ok(Vec::new());
    };
    let province = Said {
        code: &item.place.province_code,
        on: item.place.said_on,
    };
    let kind = (item.criteria_set, item.star);
    let candidates = storage::listing::alike(tx, kind, province, CANDIDATES).await?;
    let fits = |listing: &&Listing| {
        item.may_be_replaced_by(tx.units().places(), listing)
            && set.item(listing.product.id).is_none()
            && lapse(listing, set.season, tx.today()).is_none()
    };
    let substitute = |listing: &Listing| {
        Some(Substitute {
            product_id: listing.product.id,
            product_name: listing.product.name.clone(),
            producer_name: listing.product.producer_name.clone(),
            star: listing.star()?,
        })
    };
    let found = candidates.iter().filter(fits).filter_map(substitute);
    Ok(found.take(SUBSTITUTES).collect())
}
