//! Listings, and products that may become one.

mod list;
mod row;

use std::collections::HashMap;

use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in};
use ocop_places::Said;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{Condition, QueryOrder, QuerySelect};

use super::{Tx, partner};
use crate::domain::listing::Listing;
use crate::domain::partner::Sourcing;

use row::{Column, Entity, described, put, saved};

pub use list::{ListingFilter, ListingStatus, ListingView, by_ids, list};

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
    let mut wanted = Condition::all()
        .add(Column::State.eq(ListingStatus::Open.to_string()))
        .add(Column::Star.gte(sourcing.minimum_star.number().cast_signed()));
    if !sourcing.criteria_sets.is_empty() {
        let sets = sourcing.criteria_sets.iter();
        wanted = wanted.add(Column::CriteriaSet.is_in(sets.map(|set| set.number().cast_signed())));
    }
    if !sourcing.province_codes.is_empty() {
        let units = tx.units();
        let areas = sourcing.province_codes.iter().map(|code| {
            let on = sourcing.said_on;
            let area = units.places().area(Said { code, on });
            lies_in(&area, &placed())
        });
        // Codes that are no units are equal to themselves alone.
        let same = Column::ProvinceCode.is_in(&sourcing.province_codes);
        wanted = wanted.add(areas.fold(Condition::any().add(same), Condition::add));
    }
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
