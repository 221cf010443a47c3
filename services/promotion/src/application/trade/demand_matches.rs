//! Which listings suit a demand.

use std::collections::HashMap;

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;
use uuid::Uuid;

use super::words::Words;
use crate::domain::listing::Listing;
use crate::domain::trade::{Candidate, Deal, Demand, Offer, Ranked, rank};
use crate::storage::{self, Store};

/// Listings that are looked at.
const LOOKED_AT: u64 = 2_000;

/// The listings that suit a demand.
#[derive(Debug)]
pub struct Suiting {
    /// All of them, the best first.
    pub ranked: Vec<Ranked>,
    /// Whether there are more listings of the kind than were looked at.
    pub more_exist: bool,
}

/// Ranks the open listings that suit a demand.
///
/// # Errors
/// The database failed.
pub async fn demand_matches(
    store: &Store,
    demand: &Demand,
    today: NaiveDate,
) -> Result<Suiting, StoreError> {
    let wanted = &demand.terms.wanted;
    let sets = wanted.all_sets();
    let mut listings = storage::listing::of_kind(store, &sets, wanted.star, LOOKED_AT + 1).await?;
    let looked_at = usize::try_from(LOOKED_AT).unwrap_or(usize::MAX);
    let more_exist = listings.len() > looked_at;
    listings.truncate(looked_at);
    let words = Words::of(wanted);
    let listings: Vec<(Listing, usize)> = listings
        .into_iter()
        .map(|listing| {
            let found = words.found(&listing);
            (listing, found)
        })
        .filter(|(listing, found)| wanted.suits_with(listing, *found))
        .collect();
    let products: Vec<Uuid> = listings
        .iter()
        .map(|(listing, _)| listing.product.id)
        .collect();
    let records = storage::listing::records(store.database().reader(), &products).await?;
    let leads = |id: Uuid| records.get(&id).copied().unwrap_or(id);
    let each: Vec<Uuid> = records.keys().copied().collect();
    let known = storage::trade::open_deals_of(store, &each).await?;
    let mut deals: HashMap<Uuid, Vec<&Deal>> = HashMap::new();
    for deal in &known {
        let product = leads(deal.goods.product_id);
        deals.entry(product).or_default().push(deal);
    }
    let offers = storage::trade::open_offers(store, demand.id).await?;
    let offers: HashMap<Uuid, &Offer> = offers
        .iter()
        .map(|offer| (leads(offer.goods.product_id), &**offer))
        .collect();
    let count = |words: usize| u32::try_from(words).unwrap_or(u32::MAX);
    let none = Vec::new();
    let candidates: Vec<Candidate<'_>> = listings
        .iter()
        .map(|(listing, found)| Candidate {
            listing,
            deals: deals.get(&listing.product.id).unwrap_or(&none),
            offer: offers.get(&listing.product.id).copied(),
            words: (count(*found), count(words.count())),
        })
        .collect();
    Ok(Suiting {
        ranked: rank(&store.places().places(), demand, &candidates, today),
        more_exist,
    })
}
