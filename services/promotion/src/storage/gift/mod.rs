//! Gift sets, what is in them, and the orders for them.

mod orders;

use std::collections::BTreeMap;

use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveValue::Set, Condition, DatabaseTransaction, QueryOrder, QuerySelect, QueryTrait,
};
use strum::Display;

use super::{LIKELY, Store, Tx, document, named_like, read_document};
use crate::domain::gift::{Event, GiftSet, State};
use crate::domain::partner::Similar;

pub use orders::{OrderFilter, OrderStatus, list_orders, open_orders, open_orders_of, order};

/// The table `gift_sets`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "gift_sets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    province_code: String,
    place_on: Date,
    state: String,
    sold_from: Date,
    sold_to: Date,
    body: String,
}

plain_table!();

/// The products of gift sets, by which a set is found.
mod items {
    use ocop_chassis::database::plain_table;
    use sea_orm::entity::prelude::*;

    /// The table `gift_set_items`.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "gift_set_items")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub gift_set_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub product_id: Uuid,
    }

    plain_table!();
}

/// Where a set stands, without its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum SetStatus {
    /// It may be sold in its season.
    Open,
    /// It may not: an item is not certified.
    Suspended,
    /// It was taken off.
    Closed,
}

impl From<&State> for SetStatus {
    fn from(state: &State) -> Self {
        match state {
            State::Open => Self::Open,
            State::Suspended(_) => Self::Suspended,
            State::Closed => Self::Closed,
        }
    }
}

impl TryFrom<Model> for Saved<GiftSet> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let set = read_document(&row.body, || format!("body of gift set {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(set, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for GiftSet {
    type Event = Event;
    const TYPE: &'static str = "gift_set";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            province_code: Set(saved.province_code.clone()),
            place_on: Set(saved.said_on),
            state: Set(SetStatus::from(&saved.state).to_string()),
            sold_from: Set(saved.season.from),
            sold_to: Set(saved.season.to),
            body: Set(document(&**saved)),
        }
    }

    async fn write_parts(
        saved: &[&Saved<Self>],
        db: &DatabaseTransaction,
    ) -> Result<(), StoreError> {
        let ids = saved.iter().map(|set| set.id);
        items::Entity::delete_many()
            .filter(items::Column::GiftSetId.is_in(ids))
            .exec(db)
            .await?;
        let rows = saved.iter().flat_map(|set| {
            set.items.iter().map(|item| items::ActiveModel {
                gift_set_id: Set(set.id),
                product_id: Set(item.product_id),
            })
        });
        items::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
        Ok(())
    }
}

/// The set with this id, to be changed. Others that want to wait until this transaction ends.
pub async fn set_to_change(tx: &Tx, id: Uuid) -> Result<Option<Saved<GiftSet>>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// The sets with these ids, to be changed, locked in the order of their ids.
pub async fn sets_to_change(
    tx: &Tx,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, Saved<GiftSet>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .order_by_asc(Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect()
}

/// The set with this id.
pub async fn set(store: &Store, id: Uuid) -> Result<Option<Saved<GiftSet>>, StoreError> {
    let found = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// The sets that are still sold and have one of these products, to be changed, in the order of their ids.
pub async fn sets_with(tx: &Tx, products: &[Uuid]) -> Result<Vec<Saved<GiftSet>>, StoreError> {
    let having = items::Entity::find()
        .select_only()
        .column(items::Column::GiftSetId)
        .filter(items::Column::ProductId.is_in(products.iter().copied()))
        .into_query();
    let rows = Entity::find()
        .filter(Column::Id.in_subquery(having))
        .filter(Column::State.ne(SetStatus::Closed.to_string()))
        .filter(Column::SoldTo.gte(tx.today()))
        .order_by_asc(Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// Other sets of the province that are sold on the same days, not closed, with a name that may well be the same.
pub async fn similar(tx: &Tx, set: &GiftSet) -> Result<Vec<Similar>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProvinceCode.eq(&set.province_code))
        .filter(Column::SoldFrom.eq(set.season.from))
        .filter(Column::SoldTo.eq(set.season.to))
        .filter(Column::State.ne(SetStatus::Closed.to_string()))
        .filter(Column::Id.ne(set.id))
        .order_by_asc(Column::Id)
        .limit(LIKELY)
        .all(tx.db())
        .await?;
    let others = rows.into_iter().map(Saved::<GiftSet>::try_from);
    let others: Vec<Saved<GiftSet>> = others.collect::<Result<_, _>>()?;
    let others = others.iter();
    let others = others.map(|other| Similar {
        id: other.id,
        name: other.terms.name.clone(),
    });
    Ok(named_like(&set.terms.name, others))
}

/// Which sets to list.
#[derive(Clone, Debug, Default)]
pub struct SetFilter {
    /// Of this province, and what became part of it.
    pub province: Option<AskedUnit>,
    /// Those that stand here.
    pub status: Option<SetStatus>,
    /// Sold on this day.
    pub sold_on: Option<chrono::NaiveDate>,
}

/// A page of sets in order of their making, and the token of the next.
pub async fn list_sets(
    store: &Store,
    filter: &SetFilter,
    page: &Page,
) -> Result<(Vec<Saved<GiftSet>>, String), StoreError> {
    let province = filter.province.as_ref().map(|province| {
        let columns = PlaceColumns {
            province: Expr::col((Entity, Column::ProvinceCode)),
            place: None,
            said_on: Expr::col((Entity, Column::PlaceOn)),
        };
        lies_in(&province.area(&store.places().places()), &columns)
    });
    let fits = Condition::all()
        .add_option(province)
        .add_option(
            filter
                .status
                .map(|status| Column::State.eq(status.to_string())),
        )
        .add_option(filter.sold_on.map(|day| Column::SoldFrom.lte(day)))
        .add_option(filter.sold_on.map(|day| Column::SoldTo.gte(day)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
