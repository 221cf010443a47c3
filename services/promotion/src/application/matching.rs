//! What follows for partners from a change of listings, and for one partner from a change of what it looks for.
//!
//! All of it runs while the market is locked: see [`storage::lock_market`].

use std::collections::HashMap;

use ocop_chassis::database::StoreError;
use uuid::Uuid;

use crate::domain::listing::Listing;
use crate::domain::matching::Match;
use crate::domain::partner::Partner;
use crate::domain::schedule::Schedule;
use crate::storage::{self, Tx};

/// Listings looked through at once.
const PAGE: u64 = 500;

/// Parts facts so that each part has at most one of every product, in the order in which they came. So a partner hears
/// of every step of a product, also of those that arrived together.
pub(super) fn rounds<T>(facts: Vec<T>, product: impl Fn(&T) -> Uuid) -> Vec<Vec<T>> {
    let mut rounds: Vec<Vec<T>> = Vec::new();
    let mut seen: HashMap<Uuid, usize> = HashMap::new();
    for fact in facts {
        let before = seen.entry(product(&fact)).or_default();
        if rounds.len() == *before {
            rounds.push(Vec::new());
        }
        rounds[*before].push(fact);
        *before += 1;
    }
    rounds
}

/// Stores listings that changed and tells every partner whom it concerns.
///
/// # Errors
/// The database failed.
pub(super) async fn keep_and_tell(
    tx: &mut Tx,
    mut listings: Vec<Listing>,
    schedule: &Schedule,
) -> Result<(), StoreError> {
    let mut changed = Vec::new();
    for listing in &mut listings {
        let has_news = !listing.events.is_empty();
        storage::keep_listing(tx, listing).await?;
        if has_news {
            changed.push(listing.clone());
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    let partners = storage::partners_for(tx, &changed).await?;
    let ids: Vec<Uuid> = changed.iter().map(|listing| listing.product.id).collect();
    let mut known = storage::matches_of(tx, &ids, None).await?;
    let mut news = Vec::new();
    for listing in &changed {
        for partner in &partners {
            let pair = (partner.id, listing.product.id);
            let mut found = known
                .remove(&pair)
                .unwrap_or_else(|| Match::between(pair.0, pair.1));
            found.follow(partner, listing, tx.today());
            if !found.events.is_empty() {
                news.push(found);
            }
        }
    }
    storage::save_matches(tx, news, schedule).await
}

/// Compares a partner with every listing that concerns it.
///
/// # Errors
/// The database failed.
pub(super) async fn compare_with_listings(
    tx: &mut Tx,
    partner: &Partner,
    schedule: &Schedule,
) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let page = (after, PAGE);
        let mut listings = storage::listings_for(tx, partner.id, &partner.sourcing, page).await?;
        let Some(last) = listings.last() else {
            return Ok(());
        };
        after = Some(last.product.id);
        // A listing whose dates moved it meanwhile is news for every partner, this one among them.
        let today = tx.today();
        let moved: Vec<Listing> = listings
            .extract_if(.., |listing| listing.expire(today))
            .collect();
        keep_and_tell(tx, moved, schedule).await?;

        let ids: Vec<Uuid> = listings.iter().map(|listing| listing.product.id).collect();
        let mut known = storage::matches_of(tx, &ids, Some(partner.id)).await?;
        let mut news = Vec::new();
        for listing in &listings {
            let pair = (partner.id, listing.product.id);
            let mut found = known
                .remove(&pair)
                .unwrap_or_else(|| Match::between(pair.0, pair.1));
            found.follow(partner, listing, today);
            if !found.events.is_empty() {
                news.push(found);
            }
        }
        storage::save_matches(tx, news, schedule).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_round_has_two_facts_of_a_product_and_none_is_lost_or_out_of_order() {
        let facts = vec![(1, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (2, 'e')];
        let rounds = rounds(facts, |(product, _)| Uuid::from_u128(*product));
        assert_eq!(
            rounds,
            [
                vec![(1, 'a'), (2, 'c')],
                vec![(1, 'b'), (2, 'e')],
                vec![(1, 'd')]
            ]
        );
    }
}
