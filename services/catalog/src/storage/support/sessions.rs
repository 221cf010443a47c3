use chrono::NaiveDate;
use ocop_chassis::database::{
    Aggregate, Saved, StoreError, execute, insert_rows, lies_in, plain_table,
};
use ocop_chassis::paging::Page;
use ocop_places::Area;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query, SimpleExpr};
use sea_orm::{ActiveValue::Set, Condition, DatabaseTransaction};

use crate::domain::support::{Event, Session, Spot};
use crate::storage::place::columns;
use crate::storage::{Store, Tx, from_json, json};

/// The table `support_sessions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "support_sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    programme_id: Uuid,
    for_place_code: String,
    for_province_code: String,
    for_place_on: Date,
    place_code: String,
    province_code: String,
    place_on: Date,
    held_on: Date,
    cancelled_reason: Option<String>,
    terms: String,
    attended: String,
}

plain_table!();

impl TryFrom<Model> for Saved<Session> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let corrupt = || StoreError::Corrupt {
            what: format!("session of training {}", row.id),
        };
        let session = Session {
            id: row.id,
            events: Vec::new(),
            programme: row.programme_id,
            for_spot: Spot {
                place_code: row.for_place_code,
                province_code: row.for_province_code,
                said_on: row.for_place_on,
            },
            spot: Spot {
                place_code: row.place_code,
                province_code: row.province_code,
                said_on: row.place_on,
            },
            terms: from_json(&row.terms, corrupt)?,
            attended: from_json(&row.attended, corrupt)?,
            cancelled: row.cancelled_reason,
        };
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(session, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Session {
    type Event = Event;
    const TYPE: &'static str = "support_session";
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
            programme_id: Set(saved.programme),
            for_place_code: Set(saved.for_spot.place_code.clone()),
            for_province_code: Set(saved.for_spot.province_code.clone()),
            for_place_on: Set(saved.for_spot.said_on),
            place_code: Set(saved.spot.place_code.clone()),
            province_code: Set(saved.spot.province_code.clone()),
            place_on: Set(saved.spot.said_on),
            held_on: Set(saved.terms.on),
            cancelled_reason: Set(saved.cancelled.clone()),
            terms: Set(json(&saved.terms)),
            attended: Set(json(&saved.attended)),
        }
    }

    /// Sessions are looked for by who attended.
    async fn write_parts(
        saved: &[&Saved<Self>],
        db: &DatabaseTransaction,
    ) -> Result<(), StoreError> {
        let mut values: Vec<Value> = Vec::new();
        for session in saved {
            let sql = "delete from support_attendances where session_id = $1";
            execute(db, sql, [session.id.into()]).await?;
            for (producer, persons) in &session.attended {
                let persons = i32::try_from(*persons).unwrap_or(i32::MAX);
                values.extend([(*producer).into(), session.id.into(), persons.into()]);
            }
        }
        let into = "insert into support_attendances (producer_id, session_id, persons)";
        insert_rows(db, into, 3, values, "").await?;
        Ok(())
    }
}

/// That a producer attended.
fn attended_by(producer: Uuid) -> SimpleExpr {
    let sessions = Query::select()
        .column(Alias::new("session_id"))
        .from(Alias::new("support_attendances"))
        .and_where(Expr::col(Alias::new("producer_id")).eq(producer))
        .to_owned();
    Column::Id.in_subquery(sessions)
}

/// The sessions that a producer attended, to be changed.
pub async fn sessions_attended_by(
    tx: &Tx,
    producer: Uuid,
) -> Result<Vec<Saved<Session>>, StoreError> {
    tx.load_where(attended_by(producer)).await
}

/// Which sessions to list.
#[derive(Clone, Debug, Default)]
pub struct SessionFilter {
    /// Of this programme.
    pub programme: Option<Uuid>,
    /// That this producer attended, by the id of the record that is kept.
    pub producer: Option<Uuid>,
    /// Held in one of these places.
    pub place: Option<Area>,
    /// On this day or later.
    pub from: Option<NaiveDate>,
    /// On this day or before.
    pub to: Option<NaiveDate>,
}

/// A page of sessions and the token of the next.
pub async fn list_sessions(
    store: &Store,
    filter: &SessionFilter,
    page: &Page,
) -> Result<(Vec<Saved<Session>>, String), StoreError> {
    let placed = columns(Column::ProvinceCode, Column::PlaceCode, Column::PlaceOn);
    let fits = Condition::all()
        .add_option(filter.programme.map(|id| Column::ProgrammeId.eq(id)))
        .add_option(filter.producer.map(attended_by))
        .add_option(filter.place.as_ref().map(|place| lies_in(place, &placed)))
        .add_option(filter.from.map(|day| Column::HeldOn.gte(day)))
        .add_option(filter.to.map(|day| Column::HeldOn.lte(day)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
