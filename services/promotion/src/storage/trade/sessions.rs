//! Sessions at which buyers and producers meet.

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use crate::domain::partner::Similar;
use crate::domain::trade::{Session, SessionEvent};
use crate::storage::{LIKELY, Store, Tx, document, named_like, read_document};

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

/// The sessions at which a producer met somebody, to be changed, in the order of their ids. They have no column for it: it is
/// asked only when producers are merged, which is rare.
pub async fn sessions_naming(
    tx: &Tx,
    producer_id: Uuid,
) -> Result<Vec<Saved<Session>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Body.contains(producer_id.to_string()))
        .order_by_asc(Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx.db())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// The session with this id.
pub async fn session(store: &Store, id: Uuid) -> Result<Option<Saved<Session>>, StoreError> {
    let found = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// Other sessions of the province on the same day, not called off, with a name that may well be the same.
pub async fn similar_sessions(tx: &Tx, session: &Session) -> Result<Vec<Similar>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProvinceCode.eq(&session.province_code))
        .filter(Column::HeldOn.eq(session.plan.held_on))
        .filter(Column::Id.ne(session.id))
        .order_by_asc(Column::Id)
        .limit(LIKELY)
        .all(tx.db())
        .await?;
    let others = rows.into_iter().map(Saved::<Session>::try_from);
    let others: Vec<Saved<Session>> = others.collect::<Result<_, _>>()?;
    let others = others.iter().filter(|other| other.called_off.is_none());
    let others = others.map(|other| Similar {
        id: other.id,
        name: other.plan.name.clone(),
    });
    Ok(named_like(&session.plan.name, others))
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
