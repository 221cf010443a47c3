//! Schemes of rewards.

use std::collections::HashMap;

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder};

use crate::domain::reward::{Period, Scheme, SchemeEvent};
use crate::storage::{Store, Tx, document, read_document};

/// The table `reward_schemes`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reward_schemes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    province_code: String,
    place_on: Date,
    period_from: Date,
    period_to: Date,
    body: String,
}

plain_table!();

impl TryFrom<Model> for Saved<Scheme> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let scheme = read_document(&row.body, || format!("body of reward scheme {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(scheme, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Scheme {
    type Event = SchemeEvent;
    const TYPE: &'static str = "reward_scheme";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<SchemeEvent> {
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
            period_from: Set(saved.terms.period.from),
            period_to: Set(saved.terms.period.to),
            body: Set(document(&**saved)),
        }
    }
}

/// The scheme with this id, to be changed.
pub async fn scheme(tx: &Tx, id: Uuid) -> Result<Option<Saved<Scheme>>, StoreError> {
    let found = Entity::find_by_id(id).one(tx.db()).await?;
    found.map(TryFrom::try_from).transpose()
}

/// The schemes with these ids, to be changed.
pub async fn schemes(
    tx: &Tx,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Saved<Scheme>>, StoreError> {
    let found = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(tx.db())
        .await?;
    found
        .into_iter()
        .map(|row| Ok((row.id, row.try_into()?)))
        .collect()
}

/// The schemes of all provinces whose period has a day in common with this one, in order of adding.
pub async fn schemes_in(tx: &Tx, period: Period) -> Result<Vec<Saved<Scheme>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::PeriodTo.gte(period.from))
        .filter(Column::PeriodFrom.lte(period.to))
        .order_by_asc(Column::Id)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// Which schemes to list.
#[derive(Clone, Debug, Default)]
pub struct SchemeFilter {
    /// Of this province, and what became part of it.
    pub province: Option<AskedUnit>,
    /// Whose period holds this day.
    pub on: Option<NaiveDate>,
}

/// A page of schemes in order of adding, and the token of the next.
pub async fn list_schemes(
    store: &Store,
    filter: &SchemeFilter,
    page: &Page,
) -> Result<(Vec<Saved<Scheme>>, String), StoreError> {
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
        .add_option(filter.on.map(|day| Column::PeriodFrom.lte(day)))
        .add_option(filter.on.map(|day| Column::PeriodTo.gte(day)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
