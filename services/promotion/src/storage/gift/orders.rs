//! Orders for gift sets.

use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder};
use strum::Display;

use crate::domain::gift::{Order, OrderEvent, OrderState};
use crate::storage::{Store, Tx, document, read_document};

/// The table `gift_orders`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "gift_orders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    gift_set_id: Uuid,
    partner_id: Uuid,
    state: String,
    body: String,
}

plain_table!();

/// Where an order stands, without day and reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum OrderStatus {
    /// The buyer asked for it.
    Placed,
    /// The seller will deliver it.
    Confirmed,
    /// It was delivered.
    Delivered,
    /// It ended without delivery.
    Cancelled,
}

impl From<&OrderState> for OrderStatus {
    fn from(state: &OrderState) -> Self {
        match state {
            OrderState::Placed => Self::Placed,
            OrderState::Confirmed => Self::Confirmed,
            OrderState::Delivered(_) => Self::Delivered,
            OrderState::Cancelled(_) => Self::Cancelled,
        }
    }
}

impl TryFrom<Model> for Saved<Order> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let order = read_document(&row.body, || format!("body of gift order {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(order, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Order {
    type Event = OrderEvent;
    const TYPE: &'static str = "gift_order";
    const HAS_FOLLOW_UP: bool = true;
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<OrderEvent> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            gift_set_id: Set(saved.gift_set_id),
            partner_id: Set(saved.partner_id),
            state: Set(OrderStatus::from(&saved.state).to_string()),
            body: Set(document(&**saved)),
        }
    }
}

/// The order with this id, to be changed.
pub async fn order(tx: &Tx, id: Uuid) -> Result<Option<Saved<Order>>, StoreError> {
    let found = Entity::find_by_id(id).one(tx.db()).await?;
    found.map(TryFrom::try_from).transpose()
}

/// The orders for these sets that are to be delivered, to be changed.
pub async fn open_orders(tx: &Tx, sets: &[Uuid]) -> Result<Vec<Saved<Order>>, StoreError> {
    let open = [OrderStatus::Placed, OrderStatus::Confirmed].map(|status| status.to_string());
    let rows = Entity::find()
        .filter(Column::GiftSetId.is_in(sets.iter().copied()))
        .filter(Column::State.is_in(open))
        .order_by_asc(Column::Id)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// The orders of a partner that are to be delivered, to be changed, in the order of their sets.
pub async fn open_orders_of(tx: &Tx, partner_id: Uuid) -> Result<Vec<Saved<Order>>, StoreError> {
    let open = [OrderStatus::Placed, OrderStatus::Confirmed].map(|status| status.to_string());
    let rows = Entity::find()
        .filter(Column::PartnerId.eq(partner_id))
        .filter(Column::State.is_in(open))
        .order_by_asc(Column::GiftSetId)
        .order_by_asc(Column::Id)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// Which orders to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrderFilter {
    /// For this set.
    pub gift_set_id: Option<Uuid>,
    /// Of this partner.
    pub partner_id: Option<Uuid>,
    /// Those that stand here.
    pub status: Option<OrderStatus>,
}

/// A page of orders in order of placing, and the token of the next.
pub async fn list_orders(
    store: &Store,
    filter: &OrderFilter,
    page: &Page,
) -> Result<(Vec<Saved<Order>>, String), StoreError> {
    let fits = Condition::all()
        .add_option(filter.gift_set_id.map(|id| Column::GiftSetId.eq(id)))
        .add_option(filter.partner_id.map(|id| Column::PartnerId.eq(id)))
        .add_option(
            filter
                .status
                .map(|status| Column::State.eq(status.to_string())),
        );
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
