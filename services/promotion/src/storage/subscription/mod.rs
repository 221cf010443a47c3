//! Webhook subscriptions, with the sealed secrets that sign for them.

mod health;
pub mod notices;
mod secrets;

use ocop_chassis::database::{Aggregate, Saved, StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveValue::Set, Condition, PaginatorTrait, QueryOrder, QuerySelect};

pub use health::{end_rest, update_health};
pub use secrets::{NewKey, SecretSealer};

use super::{Store, Tx, document, read_document};
use crate::domain::subscription::{
    Event, Health, Settings, Signing, Subscription, SubscriptionState, Target,
};

/// The table `subscriptions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscriptions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(super) id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    partner_id: Uuid,
    url: String,
    description: String,
    secrets: String,
    stopped: Option<String>,
    stopped_at: Option<DateTimeUtc>,
    failing_since: Option<DateTimeUtc>,
    told_failing: bool,
    selection: String,
    headers: String,
    rate: Option<i32>,
    verified_at: Option<DateTimeUtc>,
    signing: Option<String>,
    accepting: Option<bool>,
    rests_until: Option<DateTimeUtc>,
}

/// None: promotion joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What the column `stopped` says of a paused subscription. Of a disabled one it holds the reason.
const PAUSED: &str = "paused";
/// What it says of a deleted one.
const DELETED: &str = "deleted";

impl TryFrom<Model> for Saved<Subscription> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let corrupt = |part: &str| StoreError::Corrupt {
            what: format!("{part} of subscription {}", row.id),
        };
        let stopped = row.stopped.as_deref();
        let state = match (stopped, row.stopped_at) {
            (None, _) => SubscriptionState::Active {
                health: match (row.failing_since, row.accepting) {
                    (Some(since), _) => Health::Failing { since },
                    (None, Some(true)) => Health::Accepting,
                    (None, _) => Health::Untried,
                },
            },
            (Some(PAUSED), Some(since)) => SubscriptionState::Paused { since },
            (Some(DELETED), Some(since)) => SubscriptionState::Deleted { since },
            (Some(reason), Some(since)) => SubscriptionState::Disabled {
                reason: reason.parse().map_err(|_| corrupt("state"))?,
                since,
            },
            (Some(_), None) => return Err(corrupt("state")),
        };
        let secrets = read_document(&row.secrets, || {
            format!("secrets of subscription {}", row.id)
        })?;
        let signing = match &row.signing {
            None => Signing::default(),
            Some(text) => read_document(text, || format!("signing of subscription {}", row.id))?,
        };
        let target = Target::stored(&row.url).map_err(|_| corrupt("URL"))?;
        let settings = Settings {
            selection: read_document(&row.selection, || {
                format!("selection of subscription {}", row.id)
            })?,
            headers: read_document(&row.headers, || {
                format!("headers of subscription {}", row.id)
            })?,
            rate_per_minute: row.rate.map(i32::cast_unsigned),
            description: row.description,
        };
        let subscription = Subscription {
            id: row.id,
            partner_id: row.partner_id,
            target,
            settings,
            secrets,
            signing,
            state,
            told_failing: row.told_failing,
            rests_until: row.rests_until,
            verified_at: row.verified_at,
            events: Vec::new(),
        };
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(
            subscription,
            row.version,
            created_at,
            updated_at,
        ))
    }
}

impl Aggregate<Entity> for Subscription {
    type Event = Event;
    const TYPE: &'static str = "subscription";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        let stopped = match saved.state {
            SubscriptionState::Active { .. } => None,
            SubscriptionState::Paused { .. } => Some(PAUSED.to_owned()),
            SubscriptionState::Disabled { reason, .. } => Some(reason.to_string()),
            SubscriptionState::Deleted { .. } => Some(DELETED.to_owned()),
        };
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            partner_id: Set(saved.partner_id),
            url: Set(saved.target.url().as_str().to_owned()),
            description: Set(saved.settings.description.clone()),
            secrets: Set(document(&saved.secrets)),
            stopped: Set(stopped),
            stopped_at: Set(saved.stopped_since()),
            failing_since: Set(saved.failing_since()),
            told_failing: Set(saved.told_failing),
            selection: Set(document(&saved.settings.selection)),
            headers: Set(document(&saved.settings.headers)),
            rate: Set(saved.settings.rate_per_minute.map(u32::cast_signed)),
            verified_at: Set(saved.verified_at),
            signing: Set(signing_of(saved)),
            accepting: Set(accepting(saved)),
            rests_until: Set(saved.rests_until),
        }
    }
}

/// The column `accepting`.
fn accepting(subscription: &Subscription) -> Option<bool> {
    match subscription.health() {
        Some(Health::Accepting) => Some(true),
        Some(Health::Failing { .. }) => Some(false),
        Some(Health::Untried) | None => None,
    }
}

/// The column `signing`.
fn signing_of(subscription: &Subscription) -> Option<String> {
    let signing = &subscription.signing;
    (*signing != Signing::default()).then(|| document(signing))
}

/// The subscription with this id, to be changed. Others that want to change it, or a delivery of it, wait until this
/// transaction ends.
pub async fn subscription(tx: &Tx, id: Uuid) -> Result<Option<Saved<Subscription>>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// The subscriptions with these ids, to be changed, in the order of their ids.
pub async fn subscriptions_to_change(
    tx: &Tx,
    ids: &[Uuid],
) -> Result<Vec<Saved<Subscription>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// Stores that the receiver of a subscription gave back a challenge, which is no event, unless the URL has changed meanwhile.
pub async fn note_verified(
    tx: &Tx,
    id: Uuid,
    target: &Target,
    at: DateTimeUtc,
) -> Result<(), StoreError> {
    Entity::update_many()
        .set(ActiveModel {
            verified_at: Set(Some(at)),
            ..Default::default()
        })
        .filter(Column::Id.eq(id))
        .filter(Column::Url.eq(target.url().as_str()))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The subscription with this id, for reading.
pub async fn subscription_to_read(
    store: &Store,
    id: Uuid,
) -> Result<Option<Saved<Subscription>>, StoreError> {
    let found = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// The active subscriptions of these partners.
pub async fn active_of(
    tx: &Tx,
    partner_ids: Vec<Uuid>,
) -> Result<Vec<Saved<Subscription>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::PartnerId.is_in(partner_ids))
        .filter(Column::Stopped.is_null())
        .order_by_asc(Column::Id)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// Those that were not deleted.
fn not_deleted() -> Condition {
    Condition::any()
        .add(Column::Stopped.is_null())
        .add(Column::Stopped.ne(DELETED))
}

/// How many subscriptions a partner has that were not deleted.
pub async fn count_of(tx: &Tx, partner_id: Uuid) -> Result<u64, StoreError> {
    let live = Entity::find()
        .filter(Column::PartnerId.eq(partner_id))
        .filter(not_deleted());
    Ok(live.count(tx.db()).await?)
}

/// The subscriptions of a partner that were not deleted, to be changed.
pub async fn all_of(tx: &Tx, partner_id: Uuid) -> Result<Vec<Saved<Subscription>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::PartnerId.eq(partner_id))
        .filter(not_deleted())
        .order_by_asc(Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// At most `most` subscriptions after `after`, by id, to be changed.
pub async fn after(
    tx: &Tx,
    after: Option<Uuid>,
    most: u64,
) -> Result<Vec<Saved<Subscription>>, StoreError> {
    let mut found = Entity::find();
    if let Some(after) = after {
        found = found.filter(Column::Id.gt(after));
    }
    let rows = found
        .order_by_asc(Column::Id)
        .limit(most)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// Stores secrets that were sealed with another key, which is no event.
pub async fn update_secrets(tx: &Tx, subscription: &Subscription) -> Result<(), StoreError> {
    Entity::update_many()
        .set(ActiveModel {
            secrets: Set(document(&subscription.secrets)),
            signing: Set(signing_of(subscription)),
            ..Default::default()
        })
        .filter(Column::Id.eq(subscription.id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Which subscriptions to list.
#[derive(Clone, Debug)]
pub struct SubscriptionFilter {
    /// Of this partner.
    pub partner_id: Uuid,
    /// Those too that were deleted.
    pub with_deleted: bool,
}

/// A page of the subscriptions of a partner in order of making, and the token of the next.
pub async fn list(
    store: &Store,
    filter: &SubscriptionFilter,
    page: &Page,
) -> Result<(Vec<Saved<Subscription>>, String), StoreError> {
    let mut subscriptions = Entity::find().filter(Column::PartnerId.eq(filter.partner_id));
    if !filter.with_deleted {
        subscriptions = subscriptions.filter(not_deleted());
    }
    let (rows, next) = page_by_id(store.database(), subscriptions, page, Column::Id, |row| {
        row.id
    })
    .await?;
    let found = rows.into_iter().map(TryFrom::try_from);
    Ok((found.collect::<Result<_, StoreError>>()?, next))
}
