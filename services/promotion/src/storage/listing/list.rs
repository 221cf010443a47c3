//! Listings as callers see them. A product that was never shown as certified has none.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{StoreError, lies_in};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};
use strum::Display;

use super::placed;
use super::row::{Column, Entity, Model, listing_of, paper_column};
use crate::domain::listing::{Amount, Branch, Listing, Paper, Price, ProducerKind, ValueChain};
use crate::storage::Store;

/// Where a listing stands, without its reasons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum ListingStatus {
    /// It may be shown as certified.
    #[default]
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

/// The listings of these products as callers see them. Of a product that was merged into another it is the listing of that
/// one, if it has one.
pub async fn by_ids(
    store: Store,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, ListingView>, StoreError> {
    let mut rows = with_ids(&store, ids).await?;
    let merged: Vec<(Uuid, Uuid)> = rows
        .values()
        .filter_map(|row| Some((row.id, row.merged_into?)))
        .collect();
    if !merged.is_empty() {
        let kept = with_ids(&store, merged.iter().map(|(_, into)| *into).collect()).await?;
        for (id, into) in merged {
            if let Some(row) = kept.get(&into).filter(|row| row.opened_at.is_some()) {
                rows.insert(id, row.clone());
            }
        }
    }
    rows.into_iter()
        .filter(|(_, row)| row.opened_at.is_some())
        .map(|(id, row)| Ok((id, row.try_into()?)))
        .collect()
}

async fn with_ids(store: &Store, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Model>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(store.database().reader())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Which listings to list.
#[derive(Clone, Debug, Default)]
pub struct ListingFilter {
    /// Those that stand here.
    pub status: ListingStatus,
    /// Of one of these criteria sets; any if empty.
    pub criteria_sets: Vec<u32>,
    /// Of this branch.
    pub branch: Option<Branch>,
    /// Of this province, and what became part of it.
    pub province: Option<AskedUnit>,
    /// Made in this place, or in one inside it.
    pub place: Option<AskedUnit>,
    /// With at least this many stars.
    pub minimum_star: Option<u32>,
    /// With this GTIN.
    pub gtin: Option<String>,
    /// With a GTIN.
    pub with_gtin: bool,
    /// Of producers of one of these kinds; any if empty.
    pub producer_kinds: Vec<ProducerKind>,
    /// Of producers in this kind of value chain.
    pub value_chain: Option<ValueChain>,
    /// Whose certificate is valid on this day still.
    pub valid_on: Option<NaiveDate>,
    /// That keep for at least so many days.
    pub shelf_life_days: Option<u32>,
    /// Of which at least so much is made in a month.
    pub capacity: Option<Amount>,
    /// Of which no more need be ordered at once.
    pub order: Option<Amount>,
    /// That cost traders no more.
    pub price: Option<Price>,
    /// With these papers, valid on the day.
    pub papers: Vec<Paper>,
    /// The day on which the papers are valid.
    pub papers_on: NaiveDate,
}

impl ListingFilter {
    /// What is asked of the trade's figures. Quantities and prices are within the bounds of the databases.
    fn trade(&self) -> Condition {
        let figure = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let mut fits = Condition::all();
        if let Some(gtin) = &self.gtin {
            fits = fits.add(Column::Gtin.eq(gtin));
        }
        if self.with_gtin {
            fits = fits.add(Column::Gtin.is_not_null());
        }
        if !self.producer_kinds.is_empty() {
            let kinds = self.producer_kinds.iter().map(ToString::to_string);
            fits = fits.add(Column::ProducerKind.is_in(kinds));
        }
        if let Some(chain) = self.value_chain {
            fits = fits.add(Column::ValueChain.eq(chain.to_string()));
        }
        if let Some(day) = self.valid_on {
            fits = fits.add(Column::ValidTo.gte(day));
        }
        if let Some(days) = self.shelf_life_days {
            fits = fits.add(Column::ShelfLifeDays.gte(days.cast_signed()));
        }
        if let Some(asked) = &self.capacity {
            fits = fits
                .add(Column::CapacityUnit.eq(asked.unit_key()))
                .add(Column::Capacity.gte(figure(asked.quantity)));
        }
        if let Some(asked) = &self.order {
            fits = fits
                .add(Column::MinimumOrderUnit.eq(asked.unit_key()))
                .add(Column::MinimumOrder.lte(figure(asked.quantity)));
        }
        if let Some(asked) = &self.price {
            fits = fits
                .add(Column::PriceUnit.eq(asked.unit_key()))
                .add(Column::Price.lte(figure(asked.vnd)));
        }
        for paper in &self.papers {
            fits = fits.add(paper_column(*paper).gte(self.papers_on));
        }
        fits
    }
}

/// A page of listings in order of opening, and the token of the next.
pub async fn list(
    store: &Store,
    filter: &ListingFilter,
    page: &Page,
) -> Result<(Vec<ListingView>, String), StoreError> {
    let mut fits = Condition::all()
        .add(Column::State.eq(filter.status.to_string()))
        .add(Column::OpenedKey.is_not_null())
        .add(filter.trade());
    if !filter.criteria_sets.is_empty() {
        let sets = filter.criteria_sets.iter();
        fits = fits.add(Column::CriteriaSet.is_in(sets.map(|set| set.cast_signed())));
    }
    if let Some(branch) = filter.branch {
        let sets = branch.sets().map(|set| set.number().cast_signed());
        fits = fits.add(Column::CriteriaSet.is_in(sets));
    }
    for unit in filter.province.iter().chain(&filter.place) {
        let area = unit.area(&store.places().places());
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
