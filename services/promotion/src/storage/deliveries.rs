//! Deliveries, with every attempt made.

use chrono::{DateTime, TimeDelta, Utc};
use ocop_chassis::database::StoreError;
use ocop_chassis::messaging::outbox;
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ActiveValue::Set, NotSet, QueryOrder, QuerySelect};

use super::{Store, Tx, document, read_document, subscriptions};
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::event::MatchChange;
use crate::domain::schedule::Schedule;

/// The table `deliveries`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliveries")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub(super) position: i64,
    id: Uuid,
    created_at: DateTimeUtc,
    pub(super) subscription_id: Uuid,
    match_id: Uuid,
    match_version: i64,
    change: String,
    event_type: String,
    pub(super) body: String,
    state: String,
    next_attempt_at: Option<DateTimeUtc>,
    taken: bool,
    claimed_until: Option<DateTimeUtc>,
    attempts: String,
    earlier_attempts: i32,
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(super) const PENDING: &str = "pending";
const DELIVERED: &str = "delivered";
const EXHAUSTED: &str = "exhausted";
const DROPPED: &str = "dropped";

/// A delivery as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryRecord {
    /// When its event was recorded.
    pub created_at: DateTime<Utc>,
    /// The type of its event.
    pub event_type: String,
    /// The delivery.
    pub delivery: Delivery,
}

pub(super) fn delivery_of(row: Model) -> Result<Delivery, StoreError> {
    let what = |part: &str| format!("{part} of delivery {}", row.id);
    let corrupt = |part: &str| StoreError::Corrupt { what: what(part) };
    let state = match (row.state.as_str(), row.next_attempt_at) {
        (PENDING, Some(next_attempt_at)) => DeliveryState::Pending { next_attempt_at },
        (DELIVERED, _) => DeliveryState::Delivered,
        (EXHAUSTED, _) => DeliveryState::Exhausted,
        (DROPPED, _) => DeliveryState::Dropped,
        _ => return Err(corrupt("state")),
    };
    Ok(Delivery {
        id: row.id,
        subscription_id: row.subscription_id,
        match_id: row.match_id,
        match_version: row.match_version.unsigned_abs(),
        change: row.change.parse().map_err(|_| corrupt("event"))?,
        state,
        attempts: read_document(&row.attempts, || what("attempts"))?,
        earlier_attempts: usize::try_from(row.earlier_attempts).map_err(|_| corrupt("attempts"))?,
        taken: row.taken,
    })
}

impl TryFrom<Model> for DeliveryRecord {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            created_at: row.created_at,
            event_type: row.event_type.clone(),
            delivery: delivery_of(row)?,
        })
    }
}

fn state_of(state: &DeliveryState) -> (&'static str, Option<DateTime<Utc>>) {
    match state {
        DeliveryState::Pending { next_attempt_at } => (PENDING, Some(*next_attempt_at)),
        DeliveryState::Delivered => (DELIVERED, None),
        DeliveryState::Exhausted => (EXHAUSTED, None),
        DeliveryState::Dropped => (DROPPED, None),
    }
}

/// The columns of a delivery that change after it was queued.
fn changing(delivery: &Delivery) -> ActiveModel {
    let (state, next_attempt_at) = state_of(&delivery.state);
    ActiveModel {
        state: Set(state.to_owned()),
        next_attempt_at: Set(next_attempt_at),
        taken: Set(delivery.taken),
        attempts: Set(document(&delivery.attempts)),
        earlier_attempts: Set(i32::try_from(delivery.earlier_attempts).unwrap_or(i32::MAX)),
        ..Default::default()
    }
}

/// An event of a match that was recorded just now.
pub(super) struct Told {
    pub(super) partner_id: Uuid,
    pub(super) change: MatchChange,
    pub(super) row: outbox::Row,
}

/// Queues one delivery of each event for every active subscription of its partner that asks for it.
pub(super) async fn queue(tx: &Tx, told: Vec<Told>, schedule: &Schedule) -> Result<(), StoreError> {
    if told.is_empty() {
        return Ok(());
    }
    let mut partners: Vec<Uuid> = told.iter().map(|told| told.partner_id).collect();
    partners.sort_unstable();
    partners.dedup();
    let subscriptions = subscriptions::active_of(tx.db(), partners).await?;
    let mut rows = Vec::new();
    for Told {
        partner_id,
        change,
        row,
    } in told
    {
        let asking = subscriptions.iter().filter(|subscription| {
            subscription.partner_id == partner_id && subscription.asks_for(change)
        });
        for subscription in asking {
            let place = (row.aggregate_id, row.version);
            let delivery = Delivery::new(
                tx.new_id(),
                subscription.id,
                place,
                change,
                schedule,
                tx.now(),
            );
            rows.push(ActiveModel {
                position: NotSet,
                id: Set(delivery.id),
                created_at: Set(row.recorded_at),
                subscription_id: Set(delivery.subscription_id),
                match_id: Set(delivery.match_id),
                match_version: Set(delivery.match_version.cast_signed()),
                change: Set(change.name().to_owned()),
                event_type: Set(row.event_type.clone()),
                body: Set(body(&row)?),
                ..changing(&delivery)
            });
        }
    }
    for chunk in rows.chunks(1_000) {
        Entity::insert_many(chunk.to_vec())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// The body that Standard Webhooks recommends: the type, the time and, under `data`, the same fact that is published.
fn body(row: &outbox::Row) -> Result<String, StoreError> {
    let data = std::str::from_utf8(&row.data).map_err(|_| StoreError::Corrupt {
        what: format!("event {}", row.event_id),
    })?;
    let time = row
        .recorded_at
        .to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    Ok(format!(
        r#"{{"type":"{}","timestamp":"{time}","data":{data}}}"#,
        row.event_type
    ))
}

/// The delivery with this id, for reading.
///
/// # Errors
/// The database failed.
pub async fn delivery(tx: &Tx, id: Uuid) -> Result<Option<Delivery>, StoreError> {
    let found = Entity::find()
        .filter(Column::Id.eq(id))
        .one(tx.db())
        .await?;
    found.map(delivery_of).transpose()
}

/// The delivery with this id, to be changed. Its subscription is locked first: see [`super::subscription`].
///
/// # Errors
/// The database failed.
pub async fn delivery_to_change(tx: &Tx, id: Uuid) -> Result<Option<DeliveryRecord>, StoreError> {
    let found = Entity::find()
        .filter(Column::Id.eq(id))
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(DeliveryRecord::try_from).transpose()
}

/// Stores a delivery after an attempt or a wish to send it again. `free` ends the claim of a sender.
///
/// # Errors
/// The database failed.
pub async fn keep_delivery(tx: &Tx, delivery: &Delivery, free: bool) -> Result<(), StoreError> {
    let mut row = changing(delivery);
    if free {
        row.claimed_until = Set(None);
    }
    Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(delivery.id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Gives up what waits for a subscription that was disabled: [`Delivery::drop_undelivered`] for all of them at once.
///
/// # Errors
/// The database failed.
pub async fn drop_pending(tx: &Tx, subscription_id: Uuid) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(DROPPED))
        .col_expr(Column::NextAttemptAt, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::SubscriptionId.eq(subscription_id))
        .filter(Column::State.eq(PENDING))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Forgets deliveries that were settled, queued more than `age` ago. Answers how many.
///
/// # Errors
/// The database failed.
pub async fn forget_deliveries(tx: &Tx, age: TimeDelta) -> Result<u64, StoreError> {
    let done = Entity::delete_many()
        .filter(Column::CreatedAt.lt(tx.now() - age))
        .filter(Column::State.ne(PENDING))
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected)
}

/// Where a delivery stands, as callers ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// Waiting for its next attempt.
    Pending,
    /// The receiver took it.
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
///
/// # Errors
/// The database failed.
pub async fn list_deliveries(
    store: &Store,
    filter: &DeliveryFilter,
    page: &Page,
) -> Result<(Vec<DeliveryRecord>, String), StoreError> {
    let mut deliveries = Entity::find().filter(Column::SubscriptionId.eq(filter.subscription_id));
    if let Some(status) = filter.status {
        let words: &[&str] = match status {
            DeliveryStatus::Pending => &[PENDING],
            DeliveryStatus::Delivered => &[DELIVERED],
            DeliveryStatus::Failed => &[EXHAUSTED, DROPPED],
        };
        deliveries = deliveries.filter(Column::State.is_in(words.iter().copied()));
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
    let records = rows.into_iter().map(DeliveryRecord::try_from);
    Ok((records.collect::<Result<_, _>>()?, next))
}
