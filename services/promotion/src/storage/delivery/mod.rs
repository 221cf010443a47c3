//! Deliveries, with every attempt made.

mod due;
mod events;
mod list;
mod missed;
mod recorded;

use chrono::{DateTime, TimeDelta, Utc};
use ocop_chassis::database::{StoreError, one_of, select};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbBackend, NotSet, QuerySelect};
use strum::{Display, EnumString};

use super::{Tx, document, read_document, subscription};
use crate::domain::delivery::{Delivery, DeliveryState};

pub use due::{Claimed, Room, claim_due};
pub use events::{PlacedEvent, events};
pub use list::{DeliveryFilter, DeliveryStatus, list};
pub use missed::{given_up, missed};
pub use recorded::{update_all, update_and_release_all};

/// The table `deliveries`. `match_id` and `match_version` are those of whatever the event is about.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliveries")]
pub struct Model {
    #[sea_orm(primary_key)]
    position: i64,
    id: Uuid,
    created_at: DateTimeUtc,
    subscription_id: Uuid,
    match_id: Uuid,
    match_version: i64,
    change: String,
    event_type: String,
    body: String,
    state: String,
    next_attempt_at: Option<DateTimeUtc>,
    accepted: bool,
    claimed_until: Option<DateTimeUtc>,
    begun_at: Option<DateTimeUtc>,
    attempts: String,
    earlier_attempts: i32,
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Where a delivery stands, in the column `state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
enum StateWord {
    Pending,
    Delivered,
    Exhausted,
    Dropped,
}

/// A delivery as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryView {
    /// When its event was recorded.
    pub created_at: DateTime<Utc>,
    /// The type of its event.
    pub event_type: String,
    /// The delivery.
    pub delivery: Delivery,
}

fn delivery_of(row: Model) -> Result<Delivery, StoreError> {
    let what = |part: &str| format!("{part} of delivery {}", row.id);
    let corrupt = |part: &str| StoreError::Corrupt { what: what(part) };
    let word = row.state.parse().map_err(|_| corrupt("state"))?;
    let state = match (word, row.next_attempt_at) {
        (StateWord::Pending, Some(next_attempt_at)) => DeliveryState::Pending { next_attempt_at },
        (StateWord::Pending, None) => return Err(corrupt("state")),
        (StateWord::Delivered, _) => DeliveryState::Delivered,
        (StateWord::Exhausted, _) => DeliveryState::Exhausted,
        (StateWord::Dropped, _) => DeliveryState::Dropped,
    };
    Ok(Delivery {
        id: row.id,
        subscription_id: row.subscription_id,
        aggregate_id: row.match_id,
        aggregate_version: row.match_version.unsigned_abs(),
        kind: row.change.parse().map_err(|_| corrupt("event"))?,
        state,
        attempts: read_document(&row.attempts, || what("attempts"))?,
        earlier_attempts: usize::try_from(row.earlier_attempts).map_err(|_| corrupt("attempts"))?,
    })
}

impl TryFrom<Model> for DeliveryView {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            created_at: row.created_at,
            event_type: row.event_type.clone(),
            delivery: delivery_of(row)?,
        })
    }
}

fn state_of(state: DeliveryState) -> (StateWord, Option<DateTime<Utc>>) {
    match state {
        DeliveryState::Pending { next_attempt_at } => (StateWord::Pending, Some(next_attempt_at)),
        DeliveryState::Delivered => (StateWord::Delivered, None),
        DeliveryState::Exhausted => (StateWord::Exhausted, None),
        DeliveryState::Dropped => (StateWord::Dropped, None),
    }
}

/// The columns of a delivery that change after it was queued.
fn changing(delivery: &Delivery) -> ActiveModel {
    let (state, next_attempt_at) = state_of(delivery.state);
    ActiveModel {
        state: Set(state.to_string()),
        next_attempt_at: Set(next_attempt_at),
        accepted: Set(delivery.was_accepted()),
        attempts: Set(document(&delivery.attempts)),
        earlier_attempts: Set(i32::try_from(delivery.earlier_attempts).unwrap_or(i32::MAX)),
        ..Default::default()
    }
}

/// A delivery to be queued.
#[derive(Clone, Debug)]
pub struct Queued {
    /// The delivery.
    pub delivery: Delivery,
    /// When its event was recorded.
    pub created_at: DateTime<Utc>,
    /// The type of its event.
    pub event_type: String,
    /// What is posted, to the byte.
    pub body: String,
}

/// Stores new deliveries.
pub async fn insert(tx: &Tx, queued: Vec<Queued>) -> Result<(), StoreError> {
    let rows: Vec<ActiveModel> = queued
        .into_iter()
        .map(|queued| ActiveModel {
            position: NotSet,
            id: Set(queued.delivery.id),
            created_at: Set(queued.created_at),
            subscription_id: Set(queued.delivery.subscription_id),
            match_id: Set(queued.delivery.aggregate_id),
            match_version: Set(queued.delivery.aggregate_version.cast_signed()),
            change: Set(queued.delivery.kind.to_string()),
            event_type: Set(queued.event_type),
            body: Set(queued.body),
            ..changing(&queued.delivery)
        })
        .collect();
    for chunk in rows.chunks(1_000) {
        Entity::insert_many(chunk.to_vec())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// The subscription of the delivery with this id.
pub async fn subscription_of(tx: &Tx, id: Uuid) -> Result<Option<Uuid>, StoreError> {
    let found = Entity::find()
        .select_only()
        .column(Column::SubscriptionId)
        .filter(Column::Id.eq(id))
        .into_tuple()
        .one(tx.db())
        .await?;
    Ok(found)
}

/// The delivery with this id, to be changed. Its subscription is locked first: see [`subscription::subscription`].
pub async fn delivery_to_change(tx: &Tx, id: Uuid) -> Result<Option<DeliveryView>, StoreError> {
    let found = Entity::find()
        .filter(Column::Id.eq(id))
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(DeliveryView::try_from).transpose()
}

/// The deliveries with these ids, to be changed. Their subscriptions are locked first.
pub async fn deliveries_to_change(tx: &Tx, ids: &[Uuid]) -> Result<Vec<Delivery>, StoreError> {
    let engine = tx.db().get_database_backend();
    let (among, values) = one_of(engine, "id", ids.iter().map(|id| (*id).into()).collect());
    let lock = match engine {
        DbBackend::Postgres => " for no key update",
        _ => "",
    };
    let sql = format!("select * from deliveries where {among} order by position{lock}");
    let rows: Vec<Model> = select(tx.db(), sql, values).await?;
    rows.into_iter().map(delivery_of).collect()
}

/// Stores a changed delivery. A sender that has claimed it keeps its claim: the same message is not sent twice at once.
pub async fn update(tx: &Tx, delivery: &Delivery) -> Result<(), StoreError> {
    write(tx, delivery.id, changing(delivery)).await
}

/// Stores a delivery after an attempt, and ends the claim of its sender.
pub async fn update_and_release(tx: &Tx, delivery: &Delivery) -> Result<(), StoreError> {
    let row = ActiveModel {
        claimed_until: Set(None),
        ..changing(delivery)
    };
    write(tx, delivery.id, row).await
}

async fn write(tx: &Tx, id: Uuid, row: ActiveModel) -> Result<(), StoreError> {
    Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Gives up what is pending for a subscription that was disabled or deleted.
pub async fn drop_pending(tx: &Tx, subscription_id: Uuid) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(StateWord::Dropped.to_string()))
        .col_expr(Column::NextAttemptAt, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::SubscriptionId.eq(subscription_id))
        .filter(Column::State.eq(StateWord::Pending.to_string()))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Deletes deliveries that are settled and were queued more than `age` ago. Answers how many.
pub async fn delete_settled(tx: &Tx, age: TimeDelta) -> Result<u64, StoreError> {
    let done = Entity::delete_many()
        .filter(Column::CreatedAt.lt(tx.now() - age))
        .filter(Column::State.ne(StateWord::Pending.to_string()))
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected)
}
