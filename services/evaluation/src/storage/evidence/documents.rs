//! Documents of producers, and which dossiers use them.

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use ocop_places::Area;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, Condition};

use crate::domain::evidence::{Event, Evidence, EvidenceKind};
use crate::storage::register::{merged, producers};
use crate::storage::{Store, json};

/// The table `evidence`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    producer_id: Uuid,
    province_code: String,
    place_code: String,
    place_on: Date,
    kind: String,
    sha256: String,
    expires_on: Option<Date>,
    live: bool,
    current: bool,
    body: String,
}

plain_table!();
kept_whole!(Evidence, "evidence");

impl Aggregate<Entity> for Evidence {
    type Event = Event;
    const TYPE: &'static str = "evidence";
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
            producer_id: Set(saved.producer_id),
            province_code: Set(saved.place.province_code.clone()),
            place_code: Set(saved.place.code.clone()),
            place_on: Set(saved.place.said_on),
            kind: Set(saved.kind.to_string()),
            sha256: Set(saved.file.sha256.to_string()),
            expires_on: Set(saved.term.expires_on),
            live: Set(saved.withdrawal.is_none()),
            current: Set(saved.is_current()),
            body: Set(json(&**saved)),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceFilter {
    pub producer: Option<Uuid>,
    /// Of producers that are in this province.
    pub province: Option<AskedUnit>,
    /// Of producers that are in this commune, or other unit.
    pub place: Option<AskedUnit>,
    pub kind: Option<EvidenceKind>,
    /// Whose last good day is before this one.
    pub expiring_before: Option<NaiveDate>,
    /// Neither replaced nor withdrawn.
    pub current_only: bool,
}

/// A page of documents and the token of the next.
pub async fn list_evidence(
    store: &Store,
    filter: &EvidenceFilter,
    page: &Page,
) -> Result<(Vec<Saved<Evidence>>, String), StoreError> {
    let producers = merged::ids_of(store, filter.producer).await?;
    let fits = Condition::all()
        .add_option(producers.map(|ids| Column::ProducerId.is_in(ids)))
        .add_option(at_home(store, filter))
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind.to_string())))
        .add_option(filter.expiring_before.map(|day| Column::ExpiresOn.lt(day)))
        .add_option(filter.current_only.then(|| Column::Current.eq(true)));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}

/// Whose producer is where the filter says: where it is now, not where it was when the document was filed.
fn at_home(store: &Store, filter: &EvidenceFilter) -> Option<Condition> {
    let places = store.places().places();
    let units = filter.province.iter().chain(&filter.place);
    let areas: Vec<Area> = units.map(|unit| unit.area(&places)).collect();
    if areas.is_empty() {
        return None;
    }
    let placed = PlaceColumns {
        province: Expr::col((Entity, Column::ProvinceCode)),
        place: Some(Expr::col((Entity, Column::PlaceCode))),
        said_on: Expr::col((Entity, Column::PlaceOn)),
    };
    let when_filed = areas.iter().fold(Condition::all(), |all, area| {
        all.add(lies_in(area, &placed))
    });
    Some(producers::at_home_in(
        Column::ProducerId,
        &areas,
        when_filed,
    ))
}

/// How many current documents have their last good day from `from` on (if given) and before `before`.
pub async fn count_expiring(
    store: &Store,
    from: Option<NaiveDate>,
    before: NaiveDate,
) -> Result<u64, StoreError> {
    let fits = Condition::all()
        .add(Column::Current.eq(true))
        .add(Column::ExpiresOn.lt(before))
        .add_option(from.map(|from| Column::ExpiresOn.gte(from)));
    Ok(Entity::find()
        .filter(fits)
        .count(store.database().reader())
        .await?)
}
