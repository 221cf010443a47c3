//! Listings that may stand in for another.

use ocop_chassis::database::{StoreError, lies_in};
use ocop_places::Said;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};

use super::row::{Column, Entity, listing_of};
use super::{ListingStatus, placed};
use crate::domain::listing::{CriteriaSet, Listing, Star};
use crate::storage::Tx;

/// At most `most` open listings of a criteria set from a province, with this star or more, the fewest stars first.
pub async fn alike(
    tx: &Tx,
    (set, star): (CriteriaSet, Star),
    province: Said<'_>,
    most: u64,
) -> Result<Vec<Listing>, StoreError> {
    let units = tx.units();
    let area = lies_in(&units.places().area(province), &placed());
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
