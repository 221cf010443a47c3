//! Listings that may stand in for another, or suit a demand.

use std::collections::BTreeSet;

use ocop_chassis::database::{StoreError, lies_in};
use ocop_places::Said;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};

use super::row::{Column, Entity, listing_of};
use super::{ListingStatus, placed};
use crate::domain::listing::{CriteriaSet, Listing, Star};
use crate::storage::{Store, Tx};

/// At most `most` open listings of a criteria set from a province, with this star or more, the fewest stars first.
pub async fn alike(
    tx: &Tx,
    (set, star): (CriteriaSet, Star),
    province: Said<'_>,
    most: u64,
) -> Result<Vec<Listing>, StoreError> {
    let units = tx.units();
    let area = lies_in(&units.places().area_said(province), &placed());
    let same = Column::ProvinceCode.eq(province.code);
    let rows = Entity::find()
        .filter(Column::State.eq(ListingStatus::Open.to_string()))
        .filter(Column::CriteriaSet.eq(set.number().cast_signed()))
        .filter(Column::Star.gte(star.number().cast_signed()))
        .filter(Condition::any().add(area).add(same))
        .order_by_asc(Column::Star)
        .order_by_asc(Column::OpenedKey)
        .limit(most)
        .all(tx.db())
        .await?;
    rows.iter().map(listing_of).collect()
}

/// At most `most` open listings of these criteria sets, or of any if there are none, with this star or more: the most stars
/// first.
pub async fn of_kind(
    store: &Store,
    sets: &BTreeSet<CriteriaSet>,
    star: Option<Star>,
    most: u64,
) -> Result<Vec<Listing>, StoreError> {
    let numbers = sets.iter().map(|set| set.number().cast_signed());
    let of_sets = (!sets.is_empty()).then(|| Column::CriteriaSet.is_in(numbers));
    let with_star = star.map(|star| Column::Star.gte(star.number().cast_signed()));
    let fits = Condition::all().add_option(of_sets).add_option(with_star);
    let rows = Entity::find()
        .filter(Column::State.eq(ListingStatus::Open.to_string()))
        .filter(fits)
        .order_by_desc(Column::Star)
        .order_by_asc(Column::Id)
        .limit(most)
        .all(store.database().reader())
        .await?;
    rows.iter().map(listing_of).collect()
}

/// The name of a producer that has an open listing.
pub async fn producer_name(tx: &Tx, producer_id: Uuid) -> Result<Option<String>, StoreError> {
    let row = Entity::find()
        .filter(Column::ProducerId.eq(producer_id))
        .filter(Column::State.eq(ListingStatus::Open.to_string()))
        .order_by_asc(Column::Id)
        .one(tx.db())
        .await?;
    let name = |row| Ok(listing_of(&row)?.product.producer_name);
    row.map(name).transpose()
}
