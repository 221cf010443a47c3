//! Webhook subscriptions, with the secrets that sign for them.

use ocop_chassis::database::{Aggregate, Saved, StoreError, page_by_id};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};

use super::{Store, Tx};
use crate::domain::subscription::{Event, SecretText, Subscription, SubscriptionState, Target};

/// The table `subscriptions`. It holds secrets, so it has no `Debug` that shows them.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscriptions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(super) id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    partner_id: Uuid,
    url: String,
    secret: String,
    disabled: Option<String>,
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

impl TryFrom<Model> for Saved<Subscription> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let corrupt = |part: &str| StoreError::Corrupt {
            what: format!("{part} of subscription {}", row.id),
        };
        let state = match &row.disabled {
            None => SubscriptionState::Active {
                failing_since: row.failing_since,
            },
            Some(reason) => {
                SubscriptionState::Disabled(reason.parse().map_err(|_| corrupt("state"))?)
            }
        };
        let subscription = Subscription {
            id: row.id,
            partner_id: row.partner_id,
            target: Target::stored(&row.url).map_err(|_| corrupt("URL"))?,
            secret: SecretText::new(row.secret),
            state,
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
        let disabled = match saved.state {
            SubscriptionState::Active { .. } => None,
            SubscriptionState::Disabled(reason) => Some(reason.to_string()),
        };
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            partner_id: Set(saved.partner_id),
            url: Set(saved.target.url().as_str().to_owned()),
            secret: Set(saved.secret.reveal().to_owned()),
            disabled: Set(disabled),
            failing_since: Set(saved.failing_since()),
        }
    }
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

/// Stores since when the attempts of a subscription fail, which is no event.
pub async fn update_failing_since(tx: &Tx, subscription: &Subscription) -> Result<(), StoreError> {
    Entity::update_many()
        .set(ActiveModel {
            failing_since: Set(subscription.failing_since()),
            ..Default::default()
        })
        .filter(Column::Id.eq(subscription.id))
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
        .filter(Column::Disabled.is_null())
        .order_by_asc(Column::Id)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// A page of the subscriptions of a partner in order of making, and the token of the next.
pub async fn list(
    store: &Store,
    partner_id: Uuid,
    page: &Page,
) -> Result<(Vec<Saved<Subscription>>, String), StoreError> {
    let subscriptions = Entity::find().filter(Column::PartnerId.eq(partner_id));
    let (rows, next) = page_by_id(store.database(), subscriptions, page, Column::Id, |row| {
        row.id
    })
    .await?;
    let found = rows.into_iter().map(TryFrom::try_from);
    Ok((found.collect::<Result<_, StoreError>>()?, next))
}
