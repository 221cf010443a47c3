use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_places::Area;
use sea_orm::ActiveValue::Set;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use crate::domain::support::{Closing, Event, Programme, ProgrammeKind, Spot};
use crate::storage::place::columns;
use crate::storage::{Store, from_json, json};

/// The table `support_programmes`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "support_programmes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    place_code: String,
    province_code: String,
    place_on: Date,
    kind: String,
    from_day: Date,
    to_day: Date,
    closed_on: Option<Date>,
    closed_reason: Option<String>,
    terms: String,
}

plain_table!();

impl TryFrom<Model> for Saved<Programme> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let corrupt = || StoreError::Corrupt {
            what: format!("programme of support {}", row.id),
        };
        let programme = Programme {
            id: row.id,
            events: Vec::new(),
            spot: Spot {
                place_code: row.place_code,
                province_code: row.province_code,
                said_on: row.place_on,
            },
            terms: from_json(&row.terms, corrupt)?,
            closing: row.closed_on.map(|on| Closing {
                on,
                reason: row.closed_reason.unwrap_or_default(),
            }),
        };
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(programme, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for Programme {
    type Event = Event;
    const TYPE: &'static str = "support_programme";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        let closing = saved.closing.as_ref();
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            place_code: Set(saved.spot.place_code.clone()),
            province_code: Set(saved.spot.province_code.clone()),
            place_on: Set(saved.spot.said_on),
            kind: Set(saved.terms.kind.to_string()),
            from_day: Set(saved.terms.from),
            to_day: Set(saved.terms.to),
            closed_on: Set(closing.map(|closing| closing.on)),
            closed_reason: Set(closing.map(|closing| closing.reason.clone())),
            terms: Set(json(&saved.terms)),
        }
    }
}

/// Which programmes to list.
#[derive(Clone, Debug, Default)]
pub struct ProgrammeFilter {
    /// For one of these places.
    pub place: Option<Area>,
    /// Of this kind.
    pub kind: Option<ProgrammeKind>,
    /// That run on this day.
    pub on: Option<NaiveDate>,
    /// Only those that are not closed.
    pub open: bool,
}

/// A page of programmes and the token of the next.
pub async fn list_programmes(
    store: &Store,
    filter: &ProgrammeFilter,
    page: &Page,
) -> Result<(Vec<Saved<Programme>>, String), StoreError> {
    let placed = columns(Column::ProvinceCode, Column::PlaceCode, Column::PlaceOn);
    let fits = Condition::all()
        .add_option(filter.place.as_ref().map(|place| lies_in(place, &placed)))
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind.to_string())))
        .add_option(filter.on.map(|day| Column::FromDay.lte(day)))
        .add_option(filter.on.map(|day| Column::ToDay.gte(day)))
        .add_option(filter.open.then(|| Column::ClosedOn.is_null()));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
