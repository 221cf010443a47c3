//! Sessions at which buyers and producers meet.

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ActiveValue::Set, Condition, QuerySelect};

use crate::domain::trade::{Session, SessionEvent};
use crate::storage::{Store, Tx, document, read_document};

/// The table `trade_sessions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trade_sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    province_code: String,
    place_on: Date,
    held_on: Date,
    body: String,
}

plain_table!();

impl TryFrom<Model> for Saved<Session> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let session = read_document(&row.body, || format!("body of trade session {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(session, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Session {
    type Event = SessionEvent;
    const TYPE: &'static str = "trade_session";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<SessionEvent> {
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
            held_on: Set(saved.plan.held_on),
            body: Set(document(&**saved)),
        }
    }
}

/// The session with this id, to be changed. Others that want to wait until this transaction ends.
pub async fn session_to_change(tx: &Tx, id: Uuid) -> Result<Option<Saved<Session>>, StoreError> {
    let found = Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// The session with this id.
pub async fn session(store: &Store, id: Uuid) -> Result<Option<Saved<Session>>, StoreError> {
    let found = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// Which sessions to list.
#[derive(Clone, Debug, Default)]
pub struct SessionFilter {
    /// Of this province, and what became part of it.
    pub province: Option<AskedUnit>,
    /// On this day or later.
    pub held_from: Option<NaiveDate>,
    /// On this day or earlier.
    pub held_to: Option<NaiveDate>,
}

/// A page of sessions in order of planning, and the token of the next.
pub async fn list_sessions(
    store: &Store,
    filter: &SessionFilter,
    page: &Page,
) -> Result<(Vec<Saved<Session>>, String), StoreError> {
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
        .add_option(filter.held_from.map(|day| Column::HeldOn.gte(day)))
        .add_option(filter.held_to.map(|day| Column::HeldOn.lte(day)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
