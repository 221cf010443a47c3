//! What follows for partners from a change of listings, and for one partner from a change of what it looks for.
//!
//! All of it runs while the market is locked: see [`storage::lock_market`].

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, StoreError};
use uuid::Uuid;

use crate::application::delivery::{PartnerAggregate, save_and_deliver};
use crate::application::gift;
use crate::application::trade;
use crate::domain::listing::{Listing, Product};
use crate::domain::partner::{Lookup, Match, MatchState, Partner};
use crate::domain::subscription::EventKind;
use crate::storage::{self, Tx};

/// Listings compared at once.
const PAGE: u64 = 500;

/// The matches that are known of some products, by partner and product.
type Known = HashMap<(Uuid, Uuid), Saved<Match>>;

impl PartnerAggregate for Match {
    fn partner_id(&self) -> Uuid {
        self.partner_id
    }

    fn kinds(&self) -> Vec<EventKind> {
        let changes = self.events.iter().map(|event| event.change);
        changes.map(EventKind::Match).collect()
    }

    fn product(&self, event: usize) -> Option<Product> {
        let event = self.events.get(event)?;
        Some(event.fact.offer.product.clone())
    }
}

/// Saves listings that changed, notifies every partner whom it concerns and every buyer whose demand it came to suit, and lets the gift sets with them follow. The only way
/// in which listings are saved, so that no set can miss what happens to an item.
///
/// # Errors
/// The database failed.
pub(crate) async fn save_and_notify(
    tx: &mut Tx,
    mut listings: Vec<Saved<Listing>>,
) -> Result<(), StoreError> {
    // What is open may suit a demand that it did not suit before.
    let opened = listings
        .iter()
        .filter(|listing| !listing.events.is_empty() && listing.star().is_some());
    let opened: Vec<Uuid> = opened.map(|listing| listing.product.id).collect();
    let before = match opened.as_slice() {
        [] => HashMap::new(),
        ids => storage::listing::listings(tx, ids).await?,
    };
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
    notify(tx, &changed).await?;
    trade::notify_buyers(tx, &before, &changed).await?;
    let ids: Vec<Uuid> = changed.iter().map(|listing| listing.product.id).collect();
    gift::follow_listings(tx, &ids).await
}

/// Compares listings with the partners that may look for them and those that have a match with them, and with no others.
async fn notify(tx: &mut Tx, changed: &[&Listing]) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = changed.iter().map(|listing| listing.product.id).collect();
    let mut known = storage::partner::matches_of(tx, &ids, None).await?;
    let lookups: Vec<Option<Lookup>> = changed
        .iter()
        .map(|listing| Lookup::of(tx.units().places(), listing))
        .collect();
    let mut concerned = storage::partner::looking_at(tx, &lookups).await?;
    let place: HashMap<Uuid, usize> = ids.iter().copied().zip(0..).collect();
    for ((partner, product), found) in &known {
        let of_product = place
            .get(product)
            .and_then(|index| concerned.get_mut(*index));
        let has_ended = matches!(found.state(), Some(MatchState::Ended { .. }));
        if let Some(partners) = of_product.filter(|_| !has_ended) {
            partners.insert(*partner);
        }
    }
    let all: BTreeSet<Uuid> = concerned.iter().flatten().copied().collect();
    let partners = storage::partner::partners(tx, all).await?;
    let mut followed = Followed::default();
    for (listing, concerned) in changed.iter().zip(concerned) {
        let concerned = concerned.iter().filter_map(|id| partners.get(id));
        for partner in concerned {
            followed.follow(tx, &mut known, partner, listing);
        }
    }
    followed.save(tx).await
}

/// Lets dates end matches whose products have too little time left. Answers whether there may be more.
///
/// # Errors
/// The database failed.
pub(crate) async fn apply_dates(tx: &mut Tx, most: u64) -> Result<bool, StoreError> {
    let due = storage::partner::matches_with_dates(tx, most).await?;
    let may_be_more = due.len() as u64 == most;
    let products: BTreeSet<Uuid> = due.iter().map(|found| found.product_id).collect();
    let products: Vec<Uuid> = products.into_iter().collect();
    let listings = storage::listing::listings(tx, &products).await?;
    let partners: BTreeSet<Uuid> = due.iter().map(|found| found.partner_id).collect();
    let partners = storage::partner::partners(tx, partners).await?;
    let mut followed = Followed::default();
    for found in due {
        let pair = (found.partner_id, found.product_id);
        let (Some(partner), Some(listing)) = (partners.get(&pair.0), listings.get(&pair.1)) else {
            continue;
        };
        let mut known = Known::from([(pair, found)]);
        followed.follow(tx, &mut known, partner, listing);
    }
    followed.save(tx).await?;
    Ok(may_be_more)
}

/// Stores what a partner is found by, and compares it with every listing that concerns it.
///
/// # Errors
/// The database failed.
pub(super) async fn compare_with_listings(
    tx: &mut Tx,
    partner: &Partner,
) -> Result<(), StoreError> {
    storage::partner::index(tx, partner).await?;
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
        let mut followed = Followed::default();
        for listing in &listings {
            followed.follow(tx, &mut known, partner, listing);
        }
        followed.save(tx).await?;
    }
}

/// What is to be stored of matches that followed a change.
#[derive(Default)]
struct Followed {
    /// Those with events.
    changed: Vec<Saved<Match>>,
    /// The next dates of others, if they moved.
    dates: Vec<(Uuid, Option<NaiveDate>)>,
}

impl Followed {
    /// Compares a partner with a listing.
    fn follow(&mut self, tx: &Tx, known: &mut Known, partner: &Partner, listing: &Listing) {
        let pair = (partner.id, listing.product.id);
        let mut found = known
            .remove(&pair)
            .unwrap_or_else(|| Saved::new(Match::between(pair.0, pair.1), tx.now()));
        let date = found.next_date;
        found.follow(tx.units().places(), partner, listing, tx.today());
        if !found.events.is_empty() {
            self.changed.push(found);
        } else if found.next_date != date {
            self.dates.push((found.id, found.next_date));
        }
    }

    async fn save(self, tx: &mut Tx) -> Result<(), StoreError> {
        storage::partner::note_dates(tx, self.dates).await?;
        let mut changed = self.changed;
        save_and_deliver(tx, &mut changed).await
    }
}
