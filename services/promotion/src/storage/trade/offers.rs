//! What producers offer for demands.

use ocop_chassis::database::{Aggregate, Saved, StoreError, plain_table};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect, Select};
use strum::Display;

use crate::domain::trade::{MAX_OFFERS, Offer, OfferEvent, OfferState};
use crate::storage::{Store, Tx, document, read_document};

/// The table `trade_offers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trade_offers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    demand_id: Uuid,
    product_id: Uuid,
    producer_id: Uuid,
    state: String,
    body: String,
}

plain_table!();

/// Where an offer stands, without reason and deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum OfferStatus {
    /// It waits for an answer.
    Offered,
    /// The producer took it back.
    Withdrawn,
    /// The buyer said no.
    Declined,
    /// It became a deal.
    Accepted,
}

impl From<&OfferState> for OfferStatus {
    fn from(state: &OfferState) -> Self {
        match state {
            OfferState::Offered => Self::Offered,
            OfferState::Withdrawn(_) => Self::Withdrawn,
            OfferState::Declined(_) => Self::Declined,
            OfferState::Accepted(_) => Self::Accepted,
        }
    }
}

impl TryFrom<Model> for Saved<Offer> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let offer = read_document(&row.body, || format!("body of trade offer {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(offer, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Offer {
    type Event = OfferEvent;
    const TYPE: &'static str = "trade_offer";
    const HAS_FOLLOW_UP: bool = true;
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<OfferEvent> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            demand_id: Set(saved.demand_id),
            product_id: Set(saved.goods.product_id),
            producer_id: Set(saved.goods.producer_id),
            state: Set(OfferStatus::from(&saved.state).to_string()),
            body: Set(document(&**saved)),
        }
    }
}

fn waiting(demand_id: Uuid) -> Select<Entity> {
    Entity::find()
        .filter(Column::DemandId.eq(demand_id))
        .filter(Column::State.eq(OfferStatus::Offered.to_string()))
        .order_by_asc(Column::Id)
}

/// The offer with this id, to be changed. Whoever changes it has locked its demand.
pub async fn offer(tx: &Tx, id: Uuid) -> Result<Option<Saved<Offer>>, StoreError> {
    let found = Entity::find_by_id(id).one(tx.db()).await?;
    found.map(TryFrom::try_from).transpose()
}

/// How many offers for a demand wait for an answer.
pub async fn count_open_offers(tx: &Tx, demand_id: Uuid) -> Result<u64, StoreError> {
    Ok(waiting(demand_id).count(tx.db()).await?)
}

/// Whether an offer of a product for a demand waits for an answer.
pub async fn offer_of_product(
    tx: &Tx,
    demand_id: Uuid,
    product_id: Uuid,
) -> Result<bool, StoreError> {
    let found = waiting(demand_id)
        .filter(Column::ProductId.eq(product_id))
        .one(tx.db())
        .await?;
    Ok(found.is_some())
}

/// Demands whose offers are asked for with one statement: less than either database takes.
const AT_ONCE: usize = 5_000;

/// The offers for demands that wait for an answer, to be changed. Whoever changes them has locked the demands.
pub async fn open_offers_to_change(
    tx: &Tx,
    demands: &[Uuid],
) -> Result<Vec<Saved<Offer>>, StoreError> {
    let mut offers = Vec::new();
    for some in demands.chunks(AT_ONCE) {
        let rows = Entity::find()
            .filter(Column::DemandId.is_in(some.iter().copied()))
            .filter(Column::State.eq(OfferStatus::Offered.to_string()))
            .order_by_asc(Column::Id)
            .all(tx.db())
            .await?;
        for row in rows {
            offers.push(row.try_into()?);
        }
    }
    Ok(offers)
}

/// The offers for a demand that wait for an answer.
pub async fn open_offers(store: &Store, demand_id: Uuid) -> Result<Vec<Saved<Offer>>, StoreError> {
    let reader = store.database().reader();
    let rows = waiting(demand_id).limit(MAX_OFFERS).all(reader).await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// Which offers to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct OfferFilter {
    /// For this demand.
    pub demand_id: Option<Uuid>,
    /// Of this producer.
    pub producer_id: Option<Uuid>,
    /// Those that stand here.
    pub status: Option<OfferStatus>,
}

/// A page of offers in order of making, and the token of the next.
pub async fn list_offers(
    store: &Store,
    filter: &OfferFilter,
    page: &Page,
) -> Result<(Vec<Saved<Offer>>, String), StoreError> {
    let status = filter.status.map(|status| status.to_string());
    let fits = Condition::all()
        .add_option(filter.demand_id.map(|id| Column::DemandId.eq(id)))
        .add_option(filter.producer_id.map(|id| Column::ProducerId.eq(id)))
        .add_option(status.map(|status| Column::State.eq(status)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
