//! Listings that changed, for who follows them by asking.

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use super::ListingView;
use super::row::{Column, Entity};
use crate::storage::Store;

/// A page of listings of any state that changed at a time or later, in order of opening, and the token of the next.
pub async fn changed(
    store: &Store,
    since: Option<DateTime<Utc>>,
    page: &Page,
) -> Result<(Vec<ListingView>, String), StoreError> {
    let fits = Condition::all()
        .add(Column::OpenedKey.is_not_null())
        .add_option(since.map(|since| Column::UpdatedAt.gte(since)));
    let found = Entity::find().filter(fits);
    let key = Column::OpenedKey;
    let (rows, next) = page_by_id(store.database(), found, page, key, |row| {
        row.opened_key.unwrap_or_default()
    })
    .await?;
    let views = rows.into_iter().map(ListingView::try_from);
    Ok((views.collect::<Result<_, _>>()?, next))
}
