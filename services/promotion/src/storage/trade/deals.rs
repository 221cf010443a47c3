//! What buyers and producers agreed.

use std::collections::{BTreeMap, HashMap};

use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};
use strum::Display;

use crate::domain::partner::Similar;
use crate::domain::trade::{Deal, DealEvent, DealState, Month, Origin};
use crate::storage::{LIKELY, SIMILAR, Store, Tx, document, read_document};

/// VND by product and month.
pub type ByProduct = BTreeMap<Uuid, BTreeMap<Month, u64>>;

/// The table `trade_deals`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trade_deals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    partner_id: Uuid,
    demand_id: Option<Uuid>,
    product_id: Uuid,
    producer_id: Uuid,
    state: String,
    agreed_on: Date,
    value_vnd: i64,
    body: String,
}

plain_table!();

/// Where a deal stands, without day and reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum DealStatus {
    /// Nothing is delivered yet.
    Agreed,
    /// Some of it is.
    PartlyDelivered,
    /// It is delivered, or enough of it.
    Completed,
    /// It ended before.
    Cancelled,
}

impl From<&Deal> for DealStatus {
    fn from(deal: &Deal) -> Self {
        match deal.state {
            DealState::Open if deal.delivered() == 0 => Self::Agreed,
            DealState::Open => Self::PartlyDelivered,
            DealState::Completed(..) => Self::Completed,
            DealState::Cancelled(_) => Self::Cancelled,
        }
    }
}

impl TryFrom<Model> for Saved<Deal> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let deal = read_document(&row.body, || format!("body of trade deal {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(deal, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Deal {
    type Event = DealEvent;
    const TYPE: &'static str = "trade_deal";
    const HAS_FOLLOW_UP: bool = true;
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<DealEvent> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            partner_id: Set(saved.partner_id),
            demand_id: Set(saved.demand_id()),
            product_id: Set(saved.goods.product_id),
            producer_id: Set(saved.goods.producer_id),
            state: Set(DealStatus::from(&**saved).to_string()),
            agreed_on: Set(saved.agreed_on),
            value_vnd: Set(i64::try_from(saved.value_vnd()).unwrap_or(i64::MAX)),
            body: Set(document(&**saved)),
        }
    }
}

/// The deal with this id, to be changed. Others that want to wait until this transaction ends.
pub async fn deal_to_change(tx: &Tx, id: Uuid) -> Result<Option<Saved<Deal>>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// The deals with these ids.
pub async fn deals(tx: &Tx, ids: &[Uuid]) -> Result<Vec<Saved<Deal>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// Other deals of the same partner about as much of the same product that were agreed on the same day and not cancelled, by the
/// numbers of what proves them.
pub async fn similar_deals(tx: &Tx, deal: &Deal) -> Result<Vec<Similar>, StoreError> {
    let rows = Entity::find()
        .filter(Column::PartnerId.eq(deal.partner_id))
        .filter(Column::ProductId.eq(deal.goods.product_id))
        .filter(Column::AgreedOn.eq(deal.agreed_on))
        .filter(Column::State.ne(DealStatus::Cancelled.to_string()))
        .filter(Column::Id.ne(deal.id))
        .order_by_asc(Column::Id)
        .limit(LIKELY)
        .all(tx.db())
        .await?;
    let others = rows.into_iter().map(Saved::<Deal>::try_from);
    let others: Vec<Saved<Deal>> = others.collect::<Result<_, _>>()?;
    let as_much = |other: &&Saved<Deal>| {
        let (own, others) = (&deal.volume, &other.volume);
        (own.quantity, own.unit_key()) == (others.quantity, others.unit_key())
    };
    let others = others.iter().filter(as_much).take(SIMILAR);
    let similar = |other: &Saved<Deal>| Similar {
        id: other.id,
        name: match &other.origin {
            Origin::Document(number) => number.clone(),
            Origin::Offer { .. } => String::new(),
        },
    };
    Ok(others.map(similar).collect())
}

/// The deals about these products of which something is still to be delivered.
pub async fn open_deals_of(store: &Store, products: &[Uuid]) -> Result<Vec<Deal>, StoreError> {
    let open = [DealStatus::Agreed, DealStatus::PartlyDelivered].map(|status| status.to_string());
    let rows = Entity::find()
        .filter(Column::ProductId.is_in(products.iter().copied()))
        .filter(Column::State.is_in(open))
        .order_by_asc(Column::Id)
        .all(store.database().reader())
        .await?;
    let deal = |row| Saved::<Deal>::try_from(row).map(Saved::into_inner);
    rows.into_iter().map(deal).collect()
}

/// What was agreed about products from a month to another, in VND, without what was cancelled, under whichever of these ids,
/// by the one to which it leads.
pub async fn agreed_by_product(
    store: &Store,
    records: &HashMap<Uuid, Uuid>,
    (from, to): (Month, Month),
) -> Result<ByProduct, StoreError> {
    let rows: Vec<(Uuid, Date, i64)> = Entity::find()
        .select_only()
        .columns([Column::ProductId, Column::AgreedOn, Column::ValueVnd])
        .filter(Column::ProductId.is_in(records.keys().copied()))
        .filter(Column::State.ne(DealStatus::Cancelled.to_string()))
        .filter(Column::AgreedOn.gte(from.first_day()))
        .filter(Column::AgreedOn.lt(to.plus(1).first_day()))
        .into_tuple()
        .all(store.database().reader())
        .await?;
    let mut found = ByProduct::new();
    for (product, on, vnd) in rows {
        let leads = records.get(&product).copied().unwrap_or(product);
        let months: &mut BTreeMap<Month, u64> = found.entry(leads).or_default();
        let agreed = months.entry(Month::of(on)).or_default();
        *agreed = agreed.saturating_add(vnd.unsigned_abs());
    }
    Ok(found)
}

/// Which deals to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct DealFilter {
    /// Of this partner.
    pub partner_id: Option<Uuid>,
    /// Of this producer.
    pub producer_id: Option<Uuid>,
    /// For this demand.
    pub demand_id: Option<Uuid>,
    /// Those that stand here.
    pub status: Option<DealStatus>,
}

/// A page of deals in order of recording, and the token of the next.
pub async fn list_deals(
    store: &Store,
    filter: &DealFilter,
    page: &Page,
) -> Result<(Vec<Saved<Deal>>, String), StoreError> {
    let status = filter.status.map(|status| status.to_string());
    let fits = Condition::all()
        .add_option(filter.partner_id.map(|id| Column::PartnerId.eq(id)))
        .add_option(filter.producer_id.map(|id| Column::ProducerId.eq(id)))
        .add_option(filter.demand_id.map(|id| Column::DemandId.eq(id)))
        .add_option(status.map(|status| Column::State.eq(status)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
