//! Lists of deliveries.

use ocop_chassis::database::StoreError;
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::{Column, DeliveryView, Entity, StateWord};
use crate::storage::Store;

/// Where a delivery stands, as callers ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// Waiting for its next attempt.
    Pending,
    /// The receiver accepted it.
    Delivered,
    /// Given up.
    Failed,
}

/// Which deliveries to list.
#[derive(Clone, Debug)]
pub struct DeliveryFilter {
    /// Of this subscription.
    pub subscription_id: Uuid,
    /// Those that stand here.
    pub status: Option<DeliveryStatus>,
}

/// A page of deliveries in the order of their events, and the token of the next.
pub async fn list(
    store: &Store,
    filter: &DeliveryFilter,
    page: &Page,
) -> Result<(Vec<DeliveryView>, String), StoreError> {
    let mut deliveries = Entity::find().filter(Column::SubscriptionId.eq(filter.subscription_id));
    if let Some(status) = filter.status {
        let words: &[StateWord] = match status {
            DeliveryStatus::Pending => &[StateWord::Pending],
            DeliveryStatus::Delivered => &[StateWord::Delivered],
            DeliveryStatus::Failed => &[StateWord::Exhausted, StateWord::Dropped],
        };
        deliveries = deliveries.filter(Column::State.is_in(words.iter().map(StateWord::to_string)));
    }
    if let Some(after) = page
        .after
        .as_deref()
        .and_then(|key| key.parse::<i64>().ok())
    {
        deliveries = deliveries.filter(Column::Position.gt(after));
    }
    let mut rows = deliveries
        .order_by_asc(Column::Position)
        .limit(page.fetch())
        .all(store.database().reader())
        .await?;
    let next = page.cut(&mut rows, |row| row.position.to_string());
    let views = rows.into_iter().map(DeliveryView::try_from);
    Ok((views.collect::<Result<_, _>>()?, next))
}
