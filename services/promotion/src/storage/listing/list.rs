//! Listings as callers see them. A product that was never shown as certified has none.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, lies_in};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};
use strum::Display;

use super::{Column, Entity, Model, listing_of, placed};
use crate::domain::listing::Listing;
use crate::storage::Store;

/// Where a listing stands, without its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum ListingStatus {
    /// It may be shown as certified.
    Open,
    /// It may not, until a new certificate comes.
    Suspended,
    /// Its product is no longer made.
    Closed,
}

/// A listing as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListingView {
    /// The number of events it has recorded: its etag.
    pub version: u64,
    /// When it was opened first.
    pub opened_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// The listing.
    pub listing: Listing,
}

impl TryFrom<Model> for ListingView {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let (Some(opened_at), Some(updated_at)) = (row.opened_at, row.updated_at) else {
            return Err(StoreError::Corrupt {
                what: format!("times of listing {}", row.id),
            });
        };
        Ok(Self {
            version: row.version.unsigned_abs(),
            opened_at,
            updated_at,
            listing: listing_of(&row)?,
        })
    }
}

/// The listings of these products as callers see them.
pub async fn by_ids(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, ListingView>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .filter(Column::OpenedAt.is_not_null())
        .all(store.database().reader())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect()
}

/// Which listings to list.
#[derive(Clone, Debug)]
pub struct ListingFilter {
    /// Those that stand here.
    pub status: ListingStatus,
    /// Of one of these criteria sets; any if empty.
    pub criteria_sets: Vec<u32>,
    /// Of this province, and what became part of it.
    pub province: Option<AskedUnit>,
    /// With at least this many stars.
    pub minimum_star: Option<u32>,
}

/// A page of listings in order of opening, and the token of the next.
pub async fn list(
    store: &Store,
    filter: &ListingFilter,
    page: &Page,
) -> Result<(Vec<ListingView>, String), StoreError> {
    let mut fits = Condition::all()
        .add(Column::State.eq(filter.status.to_string()))
        .add(Column::OpenedKey.is_not_null());
    if !filter.criteria_sets.is_empty() {
        let sets = filter.criteria_sets.iter();
        fits = fits.add(Column::CriteriaSet.is_in(sets.map(|set| set.cast_signed())));
    }
    if let Some(province) = &filter.province {
        let area = province.area(&store.places().places());
        fits = fits.add(lies_in(&area, &placed()));
    }
    if let Some(star) = filter.minimum_star {
        fits = fits.add(Column::Star.gte(star.cast_signed()));
    }
    if let Some(after) = page.after_id() {
        fits = fits.add(Column::OpenedKey.gt(after));
    }
    let mut rows = Entity::find()
        .filter(fits)
        .order_by_asc(Column::OpenedKey)
        .limit(page.fetch())
        .all(store.database().reader())
        .await?;
    let next = page.cut(&mut rows, |row| {
        row.opened_key
            .map(|key| key.to_string())
            .unwrap_or_default()
    });
    let views = rows.into_iter().map(ListingView::try_from);
    Ok((views.collect::<Result<_, _>>()?, next))
}
