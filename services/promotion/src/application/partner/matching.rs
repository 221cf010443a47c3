//! What follows for partners from a change of listings, and for one partner from a change of what it looks for.
//!
//! All of it runs while the market is locked: see [`storage::lock_market`].

use std::collections::HashMap;

use ocop_chassis::database::{Saved, StoreError};
use uuid::Uuid;

use crate::application::delivery::{MatchEvent, queue_deliveries};
use crate::domain::listing::Listing;
use crate::domain::partner::{Match, Partner};
use crate::storage::{self, Tx};

/// Listings compared at once.
const PAGE: u64 = 500;

/// The matches that are known of some products, by partner and product.
type Known = HashMap<(Uuid, Uuid), Saved<Match>>;

/// Saves listings that changed and notifies every partner whom it concerns.
///
/// # Errors
/// The database failed.
pub(crate) async fn save_and_notify(
    tx: &mut Tx,
    mut listings: Vec<Saved<Listing>>,
) -> Result<(), StoreError> {
    let mut changed = Vec::new();
    for listing in &mut listings {
        let has_events = !listing.events.is_empty();
        storage::listing::save(tx, listing).await?;
        if has_events {
            changed.push(&**listing);
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    let partners = storage::partner::partners_for(tx, &changed).await?;
    let ids: Vec<Uuid> = changed.iter().map(|listing| listing.product.id).collect();
    let mut known = storage::partner::matches_of(tx, &ids, None).await?;
    let mut matches = Vec::new();
    for listing in changed {
        for partner in &partners {
            matches.extend(follow(tx, &mut known, partner, listing));
        }
    }
    save_matches(tx, matches).await
}

/// Compares a partner with every listing that concerns it.
///
/// # Errors
/// The database failed.
pub(super) async fn compare_with_listings(
    tx: &mut Tx,
    partner: &Partner,
) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let (id, sourcing) = (partner.id, &partner.sourcing);
        let mut listings = storage::listing::listings_for(tx, id, sourcing, after, PAGE).await?;
        let Some(last) = listings.last() else {
            return Ok(());
        };
        after = Some(last.product.id);
        // A listing that its dates moved meanwhile concerns every partner, this one among them.
        let today = tx.today();
        let moved: Vec<Saved<Listing>> = listings
            .extract_if(.., |listing| listing.expire(today))
            .collect();
        save_and_notify(tx, moved).await?;

        let ids: Vec<Uuid> = listings.iter().map(|listing| listing.product.id).collect();
        let mut known = storage::partner::matches_of(tx, &ids, Some(partner.id)).await?;
        let matches = listings
            .iter()
            .filter_map(|listing| follow(tx, &mut known, partner, listing))
            .collect();
        save_matches(tx, matches).await?;
    }
}

/// The match of a partner and a listing, if it has something to publish.
fn follow(
    tx: &Tx,
    known: &mut Known,
    partner: &Partner,
    listing: &Listing,
) -> Option<Saved<Match>> {
    let pair = (partner.id, listing.product.id);
    let mut found = known
        .remove(&pair)
        .unwrap_or_else(|| Saved::new(Match::between(pair.0, pair.1), tx.now()));
    found.follow(partner, listing, tx.today());
    (!found.events.is_empty()).then_some(found)
}

/// Saves matches with their events, and queues the deliveries of these events. The only way in which matches are saved,
/// so that no event can miss its webhooks.
async fn save_matches(tx: &mut Tx, mut matches: Vec<Saved<Match>>) -> Result<(), StoreError> {
    let changes: Vec<_> = matches
        .iter()
        .flat_map(|found| {
            found
                .events
                .iter()
                .map(|event| (found.partner_id, event.change))
        })
        .collect();
    let before = tx.recorded().len();
    tx.save_all(&mut matches).await?;
    let recorded = tx.recorded()[before..].iter().cloned();
    let events = changes.into_iter().zip(recorded);
    let events = events.map(|((partner_id, change), recorded)| MatchEvent {
        partner_id,
        change,
        recorded,
    });
    let events = events.collect();
    queue_deliveries(tx, events).await
}
