//! Points of introduction and sale, and design centres.

mod centres;

use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError, lies_in, plain_table};
use ocop_chassis::paging::Page;
use ocop_identity::AskedUnit;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use super::{LIKELY, Store, Tx, document, named_like, read_document};
use crate::domain::partner::Similar;
use crate::domain::sales_point::{Event, SalesPoint};

pub use centres::{centre, centre_to_change, list_centres, similar_centres};

/// The table `sales_points`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sales_points")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    province_code: String,
    place_code: String,
    place_on: Date,
    place_group: String,
    latitude: Option<i32>,
    longitude: Option<i32>,
    closed_on: Option<Date>,
    body: String,
}

plain_table!();

impl TryFrom<Model> for Saved<SalesPoint> {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let point = read_document(&row.body, || format!("body of sales point {}", row.id))?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        Ok(Self::stored(point, row.version, created_at, updated_at))
    }
}

impl Aggregate<Entity> for SalesPoint {
    type Event = Event;
    const TYPE: &'static str = "sales_point";
    const VERSION: Column = Column::Version;

    fn id(&self) -> Uuid {
        self.id
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn row(saved: &Saved<Self>) -> ActiveModel {
        let terms = &saved.terms;
        let location = terms.location.map(|location| location.micro());
        ActiveModel {
            id: Set(saved.id),
            version: Set(saved.version().cast_signed()),
            created_at: Set(saved.created_at()),
            updated_at: Set(saved.updated_at()),
            province_code: Set(terms.site.province_code.clone()),
            place_code: Set(terms.site.place_code.clone()),
            place_on: Set(terms.site.said_on),
            place_group: Set(terms.group.clone()),
            latitude: Set(location.map(|(latitude, _)| latitude)),
            longitude: Set(location.map(|(_, longitude)| longitude)),
            closed_on: Set(saved.closed_on),
            body: Set(document(&**saved)),
        }
    }
}

/// The point with this id, to be changed.
pub async fn point_to_change(tx: &Tx, id: Uuid) -> Result<Option<Saved<SalesPoint>>, StoreError> {
    let found = Entity::find_by_id(id).one(tx.db()).await?;
    found.map(TryFrom::try_from).transpose()
}

/// The point with this id.
pub async fn point(store: &Store, id: Uuid) -> Result<Option<Saved<SalesPoint>>, StoreError> {
    let found = Entity::find_by_id(id)
        .one(store.database().reader())
        .await?;
    found.map(TryFrom::try_from).transpose()
}

/// Other points in the commune, not given up, with a name that may well be the same.
pub async fn similar(tx: &Tx, point: &SalesPoint) -> Result<Vec<Similar>, StoreError> {
    let rows = Entity::find()
        .filter(Column::ProvinceCode.eq(&point.terms.site.province_code))
        .filter(Column::PlaceCode.eq(&point.terms.site.place_code))
        .filter(Column::ClosedOn.is_null())
        .filter(Column::Id.ne(point.id))
        .order_by_asc(Column::Id)
        .limit(LIKELY)
        .all(tx.db())
        .await?;
    let others = rows.into_iter().map(Saved::<SalesPoint>::try_from);
    let others: Vec<Saved<SalesPoint>> = others.collect::<Result<_, _>>()?;
    let others = others.iter();
    let others = others.map(|other| Similar {
        id: other.id,
        name: other.terms.name.clone(),
    });
    Ok(named_like(&point.terms.name, others))
}

/// Which points to list.
#[derive(Clone, Debug, Default)]
pub struct PointFilter {
    /// In this province, and what became part of it.
    pub province: Option<AskedUnit>,
    /// Of this group of places.
    pub group: Option<String>,
    /// Those that were given up too.
    pub with_closed: bool,
}

/// A page of points in order of registration, and the token of the next.
pub async fn list_points(
    store: &Store,
    filter: &PointFilter,
    page: &Page,
) -> Result<(Vec<Saved<SalesPoint>>, String), StoreError> {
    let province = filter.province.as_ref().map(|province| {
        let columns = PlaceColumns {
            province: Expr::col((Entity, Column::ProvinceCode)),
            place: Some(Expr::col((Entity, Column::PlaceCode))),
            said_on: Expr::col((Entity, Column::PlaceOn)),
        };
        lies_in(&province.area(&store.places().places()), &columns)
    });
    let group = filter.group.as_ref();
    let there = (!filter.with_closed).then(|| Column::ClosedOn.is_null());
    let fits = Condition::all()
        .add_option(province)
        .add_option(group.map(|group| Column::PlaceGroup.eq(group)))
        .add_option(there);
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}

/// At most `most` points between these latitudes and longitudes, in millionths of a degree, that were not given up.
pub async fn points_between(
    store: &Store,
    latitudes: (i32, i32),
    longitudes: (i32, i32),
    most: u64,
) -> Result<Vec<Saved<SalesPoint>>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Latitude.between(latitudes.0, latitudes.1))
        .filter(Column::Longitude.between(longitudes.0, longitudes.1))
        .filter(Column::ClosedOn.is_null())
        .order_by_asc(Column::Id)
        .limit(most)
        .all(store.database().reader())
        .await?;
    rows.into_iter().map(TryFrom::try_from).collect()
}
