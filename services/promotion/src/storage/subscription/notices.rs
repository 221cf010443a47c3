//! Notices that are to be sent by e-mail.

use chrono::{DateTime, Utc};
use ocop_chassis::database::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};

use crate::domain::subscription::{NoticeKind, Subscription};
use crate::storage::Tx;

/// The table `notices`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    subscription_id: Uuid,
    kind: String,
    created_at: DateTimeUtc,
    next_attempt_at: DateTimeUtc,
    attempts: i64,
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A notice that is due.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its id, by which a mail program knows the same letter again.
    pub id: Uuid,
    /// The subscription it is about.
    pub subscription_id: Uuid,
    /// What it says.
    pub kind: NoticeKind,
    /// When what it says happened.
    pub at: DateTime<Utc>,
    /// How often it was tried before.
    pub attempts: u32,
}

/// Queues the notices of what happened to a subscription since it was loaded.
pub async fn queue(tx: &Tx, subscription: &Subscription) -> Result<(), StoreError> {
    let kinds = subscription.events.iter();
    for kind in kinds.filter_map(|event| NoticeKind::of(event.change)) {
        let row = ActiveModel {
            id: Set(tx.new_id()),
            subscription_id: Set(subscription.id),
            kind: Set(kind.to_string()),
            created_at: Set(tx.now()),
            next_attempt_at: Set(tx.now()),
            attempts: Set(0),
        };
        Entity::insert(row).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// A notice that is due, which no other replica takes at the same time.
pub async fn due(tx: &Tx) -> Result<Option<Notice>, StoreError> {
    let found = Entity::find()
        .filter(Column::NextAttemptAt.lte(tx.now()))
        .order_by_asc(Column::NextAttemptAt)
        .order_by_asc(Column::Id)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .limit(1)
        .one(tx.db())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

impl TryFrom<Model> for Notice {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let corrupt = |part: &str| StoreError::Corrupt {
            what: format!("{part} of notice {}", row.id),
        };
        Ok(Self {
            id: row.id,
            subscription_id: row.subscription_id,
            kind: row.kind.parse().map_err(|_| corrupt("kind"))?,
            at: row.created_at,
            attempts: row.attempts.try_into().map_err(|_| corrupt("attempts"))?,
        })
    }
}

/// Notes that a notice is tried now, and when it is due again if that comes to nothing.
pub async fn tried(tx: &Tx, notice: &Notice, again: DateTime<Utc>) -> Result<(), StoreError> {
    Entity::update_many()
        .set(ActiveModel {
            next_attempt_at: Set(again),
            attempts: Set(i64::from(notice.attempts) + 1),
            ..Default::default()
        })
        .filter(Column::Id.eq(notice.id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Forgets a notice.
pub async fn delete(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}

/// Forgets all notices.
pub async fn delete_all(tx: &Tx) -> Result<(), StoreError> {
    Entity::delete_many().exec(tx.db()).await?;
    Ok(())
}
