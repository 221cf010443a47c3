use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::Reach;
use ocop_places::Area;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ActiveValue::Set, Condition, QuerySelect as _, QueryTrait as _};

use crate::domain::support::{Event, Grant, Spot};
use crate::storage::merging::{self, Kind};
use crate::storage::place::columns;
use crate::storage::producer;
use crate::storage::{Store, Tx, from_json, json};

/// The table `support_grants`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "support_grants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    programme_id: Uuid,
    place_code: String,
    province_code: String,
    place_on: Date,
    producer_id: Uuid,
    given_on: Date,
    vnd: i64,
    cancelled_reason: Option<String>,
    terms: String,
}

plain_table!();

impl TryFrom<Model> for Saved<Grant> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let corrupt = || StoreError::Corrupt {
            what: format!("grant {}", row.id),
        };
        let grant = Grant {
            id: row.id,
            events: Vec::new(),
            programme: row.programme_id,
            spot: Spot {
                place_code: row.place_code,
                province_code: row.province_code,
                said_on: row.place_on,
            },
            producer: row.producer_id,
            terms: from_json(&row.terms, corrupt)?,
            cancelled: row.cancelled_reason,
        };
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(grant, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Grant {
    type Event = Event;
    const TYPE: &'static str = "support_grant";
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
            place_code: Set(saved.spot.place_code.clone()),
            province_code: Set(saved.spot.province_code.clone()),
            place_on: Set(saved.spot.said_on),
            producer_id: Set(saved.producer),
            given_on: Set(saved.terms.on),
            vnd: Set(i64::try_from(saved.terms.vnd()).unwrap_or(i64::MAX)),
            cancelled_reason: Set(saved.cancelled.clone()),
            terms: Set(json(&saved.terms)),
        }
    }
}

/// The grants to a producer, to be changed.
pub async fn grants_to(tx: &Tx, producer: Uuid) -> Result<Vec<Saved<Grant>>, StoreError> {
    tx.load_where(Column::ProducerId.eq(producer)).await
}

/// Which grants to list.
#[derive(Clone, Debug, Default)]
pub struct GrantFilter {
    /// Of programmes where somebody reaches, and to producers that are there or for whom they speak.
    pub within: Vec<Reach>,
    /// Of this programme.
    pub programme: Option<Uuid>,
    /// To this producer.
    pub producer: Option<Uuid>,
    /// Of programmes for one of these places.
    pub place: Option<Area>,
    /// Given on this day or later.
    pub from: Option<NaiveDate>,
    /// Given on this day or before.
    pub to: Option<NaiveDate>,
}

fn in_area(area: &Area) -> Condition {
    let placed = columns(Column::ProvinceCode, Column::PlaceCode, Column::PlaceOn);
    Condition::all().add(lies_in(area, &placed))
}

/// To a producer that is in one of these places.
fn to_producer_in(area: &Area) -> SimpleExpr {
    let placed = columns(
        producer::Column::ProvinceCode,
        producer::Column::PlaceCode,
        producer::Column::PlaceOn,
    );
    let producers = producer::Entity::find()
        .select_only()
        .column(producer::Column::Id)
        .filter(lies_in(area, &placed));
    Column::ProducerId.in_subquery(producers.into_query())
}

fn of_reach(reach: &Reach) -> Condition {
    match reach {
        Reach::Anywhere => Condition::all().add(Column::Id.is_not_null()),
        // Of a programme for the province, a commune sees what its own producers were given.
        Reach::Area(area) => Condition::any()
            .add(in_area(area))
            .add(to_producer_in(area)),
        Reach::Producer(id) => match id.parse::<Uuid>() {
            Ok(id) => Condition::all().add(Column::ProducerId.eq(id)),
            Err(_) => nothing(),
        },
        Reach::Partner(_) => nothing(),
    }
}

fn nothing() -> Condition {
    Condition::all().add(Column::Id.is_null())
}

fn within(reaches: &[Reach]) -> Condition {
    let scopes = reaches.iter().map(of_reach);
    // Without a scope there is nothing to see.
    scopes.fold(Condition::any().add(nothing()), Condition::add)
}

/// The grant with this id, if it is among those that somebody reaches.
pub async fn grant(
    store: &Store,
    id: Uuid,
    reaches: &[Reach],
) -> Result<Option<Saved<Grant>>, StoreError> {
    let found = Entity::find_by_id(id).filter(within(reaches));
    let row = found.one(store.database().reader()).await?;
    row.map(Saved::try_from).transpose()
}

/// A page of grants and the token of the next.
pub async fn list_grants(
    store: &Store,
    filter: &GrantFilter,
    page: &Page,
) -> Result<(Vec<Saved<Grant>>, String), StoreError> {
    let reader = store.database().reader();
    let producer = merging::kept_of(reader, Kind::Producer, filter.producer).await?;
    let fits = Condition::all()
        .add(within(&filter.within))
        .add_option(filter.programme.map(|id| Column::ProgrammeId.eq(id)))
        .add_option(producer.map(|id| Column::ProducerId.eq(id)))
        .add_option(filter.place.as_ref().map(in_area))
        .add_option(filter.from.map(|day| Column::GivenOn.gte(day)))
        .add_option(filter.to.map(|day| Column::GivenOn.lte(day)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
