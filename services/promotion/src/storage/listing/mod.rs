//! Listings, and products that may become one.

mod alike;
mod changed;
mod list;
mod merged;
mod producers;
mod row;

use std::collections::HashMap;

use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in};
use ocop_places::{Places, Said};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{Condition, QueryOrder, QuerySelect};

use super::{Store, Tx, partner};
use crate::domain::listing::Listing;
use crate::domain::partner::{Profile, Sourcing};

use row::{Column, Entity, described, listing_of, put, saved};

pub use alike::{alike, of_kind, producer_name};
pub use changed::changed;
pub use list::{ListingFilter, ListingStatus, ListingView, by_ids, list};
pub use merged::{kept, merge, merged_into, records, resolve, resolve_all};
pub use producers::{
    find_producer, lead_producers, merge_producer, of_producer, producer, rename_producer,
};

/// Stores a listing in whatever way it changed: with its events if it has any, else without an event, as when the catalog
/// describes a product that has no certificate. The market is [locked](super::lock_market).
pub async fn save(tx: &mut Tx, listing: &mut Saved<Listing>) -> Result<(), StoreError> {
    if !listing.events.is_empty() {
        return tx.save(listing).await;
    }
    if put(tx.db(), described(listing), listing.version()).await? {
        Ok(())
    } else {
        Err(StoreError::Stale {
            aggregate: Listing::TYPE,
            id: listing.product.id,
        })
    }
}

/// The columns that say where a product is made.
pub(super) fn placed() -> PlaceColumns {
    PlaceColumns {
        province: Expr::col((Entity, Column::ProvinceCode)),
        place: Some(Expr::col((Entity, Column::PlaceCode))),
        said_on: Expr::col((Entity, Column::PlaceOn)),
    }
}

/// The listings and listings-to-be of these products, to be changed.
pub async fn listings(tx: &Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Saved<Listing>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .all(tx.db())
        .await?;
    rows.iter().map(|row| Ok((row.id, saved(row)?))).collect()
}

/// A listing, or what is known of a product that may become one.
pub async fn known(store: &Store, product_id: Uuid) -> Result<Option<Listing>, StoreError> {
    let row = Entity::find_by_id(product_id)
        .one(store.database().reader())
        .await?;
    row.as_ref().map(listing_of).transpose()
}

/// At most `most` listings that a date of today or earlier may move.
pub async fn listings_with_dates(tx: &Tx, most: u64) -> Result<Vec<Saved<Listing>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::NextDate.lte(tx.today()))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(tx.db())
        .await?;
    rows.iter().map(saved).collect()
}

/// At most `most` listings after `after`, by id, that concern a partner: open ones that may be what it looks for, and
/// all it has a match with.
pub async fn listings_for(
    tx: &Tx,
    partner_id: Uuid,
    sourcing: &Sourcing,
    after: Option<Uuid>,
    most: u64,
) -> Result<Vec<Saved<Listing>>, StoreError> {
    let open = Column::State.eq(ListingStatus::Open.to_string());
    let wanted = candidates(tx.units().places(), sourcing, true).add(open);
    let matched = partner::products_of(partner_id);
    let mut found = Entity::find().filter(
        Condition::any()
            .add(wanted)
            .add(Column::Id.in_subquery(matched)),
    );
    if let Some(after) = after {
        found = found.filter(Column::Id.gt(after));
    }
    let rows = found
        .order_by_asc(Column::Id)
        .limit(most)
        .all(tx.db())
        .await?;
    rows.iter().map(saved).collect()
}

/// What rows must be that one of the profiles may fit: of its sets and from its places and, if stars count, with enough of
/// them. The domain says whether they do.
fn candidates(places: &Places, sourcing: &Sourcing, with_stars: bool) -> Condition {
    let of_profile = |profile: &Profile| {
        let mut wanted = Condition::all();
        if with_stars {
            let least = profile.star().number().cast_signed();
            wanted = wanted.add(Column::Star.gte(least));
        }
        if let Some(sets) = profile.sets() {
            let sets = sets.iter().map(|set| set.number().cast_signed());
            wanted = wanted.add(Column::CriteriaSet.is_in(sets));
        }
        if let Some(codes) = profile.provinces(places) {
            let areas = codes.iter().map(|code| {
                let on = profile.said_on;
                lies_in(&places.area_said(Said { code, on }), &placed())
            });
            // Codes that are no units are equal to themselves alone.
            let same = Column::ProvinceCode.is_in(&codes);
            wanted = wanted.add(areas.fold(Condition::any().add(same), Condition::add));
        }
        wanted
    };
    let profiles = sourcing.profiles().map(of_profile);
    Condition::all().add(profiles.fold(Condition::any(), Condition::add))
}

/// At most `most` open listings after `after`, by id, that are of the sets and from the places of what is looked for.
pub async fn like(
    store: &Store,
    sourcing: &Sourcing,
    after: Option<Uuid>,
    most: u64,
) -> Result<Vec<Listing>, StoreError> {
    let mut found = Entity::find()
        .filter(candidates(&store.places().places(), sourcing, false))
        .filter(Column::State.eq(ListingStatus::Open.to_string()));
    if let Some(after) = after {
        found = found.filter(Column::Id.gt(after));
    }
    let rows = found
        .order_by_asc(Column::Id)
        .limit(most)
        .all(store.database().reader())
        .await?;
    rows.iter().map(listing_of).collect()
}

/// At most `most` open listings of a producer, by id.
pub async fn open_of_producer(
    store: &Store,
    producer_id: Uuid,
    most: u64,
) -> Result<Vec<Listing>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProducerId.eq(producer_id))
        .filter(Column::State.eq(ListingStatus::Open.to_string()))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(store.database().reader())
        .await?;
    rows.iter().map(listing_of).collect()
}
