//! Webhook subscriptions, with the secrets that sign for them.

use chrono::{DateTime, Utc};
use ocop_chassis::database::{StoreError, Stored, page_by_id, write_row};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, NotSet, QueryOrder, QuerySelect,
};

use super::{Store, Tx, document, read_document};
use crate::domain::event::Event;
use crate::domain::subscription::{Subscription, SubscriptionState};
use crate::domain::target::Target;

/// The table `subscriptions`. It holds secrets, so it has no `Debug` that shows them.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscriptions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(super) id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    partner_id: Uuid,
    url: String,
    active: bool,
    state: String,
    changes: String,
    secrets: String,
    failing_since: Option<DateTimeUtc>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A subscription as callers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct SubscriptionRecord {
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The subscription.
    pub subscription: Subscription,
}

pub(super) fn subscription_of(row: Model) -> Result<Subscription, StoreError> {
    let what = |part: &str| format!("{part} of subscription {}", row.id);
    Ok(Subscription {
        id: row.id,
        partner_id: row.partner_id,
        target: Target::stored(&row.url).map_err(|_| StoreError::Corrupt { what: what("URL") })?,
        changes: read_document(&row.changes, || what("events"))?,
        secrets: read_document(&row.secrets, || what("secrets"))?,
        state: read_document(&row.state, || what("state"))?,
        failing_since: row.failing_since,
        version: row.version.unsigned_abs(),
        events: Vec::new(),
    })
}

impl TryFrom<Model> for SubscriptionRecord {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            created_at: row.created_at,
            subscription: subscription_of(row)?,
        })
    }
}

impl Stored for Subscription {
    type Event = Event;
    const TYPE: &'static str = "subscription";

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&mut self) -> &mut u64 {
        &mut self.version
    }

    fn events(&mut self) -> &mut Vec<Event> {
        &mut self.events
    }

    async fn write(
        &self,
        db: &DatabaseTransaction,
        was: u64,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let is_new = was == 0;
        let row = ActiveModel {
            id: if is_new { Set(self.id) } else { NotSet },
            version: Set(self.version.cast_signed()),
            created_at: if is_new { Set(now) } else { NotSet },
            partner_id: if is_new { Set(self.partner_id) } else { NotSet },
            url: Set(self.target.url().as_str().to_owned()),
            active: Set(self.state == SubscriptionState::Active),
            state: Set(document(&self.state)),
            changes: Set(document(&self.changes)),
            secrets: Set(document(&self.secrets)),
            failing_since: Set(self.failing_since),
        };
        write_row(db, row, was, Column::Id.eq(self.id), Column::Version).await
    }
}

/// The subscription with this id, to be changed. Others that want to change it, or a delivery of it, wait until this
/// transaction ends.
///
/// # Errors
/// The database failed.
pub async fn subscription(tx: &Tx, id: Uuid) -> Result<Option<Subscription>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(subscription_of).transpose()
}

/// Stores since when a subscription fails, which is no event.
///
/// # Errors
/// The database failed.
pub async fn keep_bookkeeping(tx: &Tx, subscription: &Subscription) -> Result<(), StoreError> {
    Entity::update_many()
        .set(ActiveModel {
            failing_since: Set(subscription.failing_since),
            ..Default::default()
        })
        .filter(Column::Id.eq(subscription.id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The subscription with this id as callers see it, inside the transaction that changed it.
///
/// # Errors
/// The database failed, or the subscription is not there.
pub async fn subscription_record(tx: &Tx, id: Uuid) -> Result<SubscriptionRecord, StoreError> {
    let found = Entity::find_by_id(id).one(tx.db()).await?;
    found
        .ok_or_else(|| StoreError::Corrupt {
            what: format!("subscription {id}"),
        })?
        .try_into()
}

/// The subscription with this id, for reading.
///
/// # Errors
/// The database failed.
pub async fn subscription_read(
    store: &Store,
    id: Uuid,
) -> Result<Option<Subscription>, StoreError> {
    let found = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    found.map(subscription_of).transpose()
}

/// The active subscriptions of these partners.
pub(super) async fn active_of(
    db: &impl ConnectionTrait,
    partner_ids: Vec<Uuid>,
) -> Result<Vec<Subscription>, StoreError> {
    let rows = Entity::find()
        .filter(Column::PartnerId.is_in(partner_ids))
        .filter(Column::Active.eq(true))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(subscription_of).collect()
}

/// A page of the subscriptions of a partner in order of making, and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_subscriptions(
    store: &Store,
    partner_id: Uuid,
    page: &Page,
) -> Result<(Vec<SubscriptionRecord>, String), StoreError> {
    let subscriptions = Entity::find().filter(Column::PartnerId.eq(partner_id));
    let (rows, next) = page_by_id(store.database(), subscriptions, page, Column::Id, |row| {
        row.id
    })
    .await?;
    let records = rows.into_iter().map(SubscriptionRecord::try_from);
    Ok((records.collect::<Result<_, _>>()?, next))
}
