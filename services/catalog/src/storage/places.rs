//! Places.

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use super::{Store, Tx};
use crate::domain::{Location, Place, PlaceKind};

/// The table `places`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "places")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    code: String,
    name: String,
    kind: String,
    parent_code: Option<String>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
}

/// None: the catalog joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Place {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            kind: PlaceKind::from_stored(&row.kind).ok_or_else(|| StoreError::Corrupt {
                what: "place".to_owned(),
            })?,
            code: row.code,
            name: row.name,
            parent: row.parent_code,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        })
    }
}

/// Which places to list.
#[derive(Clone, Debug, Default)]
pub struct PlaceFilter {
    /// Directly inside this one.
    pub parent: Option<String>,
    /// Of this level.
    pub kind: Option<PlaceKind>,
    /// That existed on this day.
    pub on: Option<NaiveDate>,
}

/// The place with this code.
///
/// # Errors
/// The database failed.
pub async fn place(store: &Store, code: &str) -> Result<Option<Place>, StoreError> {
    Entity::find_by_id(code)
        .one(store.database().reader())
        .await?
        .map(Place::try_from)
        .transpose()
}

/// Where the place with this code lies. `None` if there is no such place. One query: it is asked in every
/// transaction that registers something.
///
/// # Errors
/// The database failed.
pub async fn location(tx: &Tx, code: &str) -> Result<Option<Location>, StoreError> {
    let parents = |of: Condition| {
        Query::select()
            .column(Column::ParentCode)
            .from(Entity)
            .cond_where(of)
            .to_owned()
    };
    let parent = parents(Condition::all().add(Column::Code.eq(code)));
    let grandparent = parents(Condition::all().add(Column::Code.in_subquery(parent.clone())));
    let family = Condition::any()
        .add(Column::Code.eq(code))
        .add(Column::Code.in_subquery(parent))
        .add(Column::Code.in_subquery(grandparent));
    let rows = Entity::find().filter(family).all(tx.db()).await?;
    let mut places = rows
        .into_iter()
        .map(Place::try_from)
        .collect::<Result<Vec<_>, _>>()?;
    // The unit itself first, then what it lies in.
    let mut chain = Vec::with_capacity(places.len());
    let mut next = Some(code.to_owned());
    while let Some(found) = places
        .iter()
        .position(|place| Some(&place.code) == next.as_ref())
    {
        let place = places.swap_remove(found);
        next.clone_from(&place.parent);
        chain.push(place);
    }
    Ok(Location::from_chain(chain))
}

/// Adds a place.
///
/// # Errors
/// [`StoreError::NotUnique`] if the code is taken.
pub async fn insert_place(tx: &Tx, place: &Place) -> Result<(), StoreError> {
    let row = ActiveModel {
        code: Set(place.code.clone()),
        name: Set(place.name.clone()),
        kind: Set(place.kind.as_str().to_owned()),
        parent_code: Set(place.parent.clone()),
        valid_from: Set(place.valid_from),
        valid_to: Set(place.valid_to),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// A page of places and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_places(
    store: &Store,
    filter: &PlaceFilter,
    page: &Page,
) -> Result<(Vec<Place>, String), StoreError> {
    let mut fits = Condition::all();
    if let Some(parent) = &filter.parent {
        fits = fits.add(Column::ParentCode.eq(parent));
    }
    if let Some(kind) = filter.kind {
        fits = fits.add(Column::Kind.eq(kind.as_str()));
    }
    if let Some(on) = filter.on {
        fits = fits
            .add(
                Condition::any()
                    .add(Column::ValidFrom.is_null())
                    .add(Column::ValidFrom.lte(on)),
            )
            .add(
                Condition::any()
                    .add(Column::ValidTo.is_null())
                    .add(Column::ValidTo.gte(on)),
            );
    }
    if let Some(after) = &page.after {
        fits = fits.add(Column::Code.gt(after));
    }
    let mut rows = Entity::find()
        .filter(fits)
        .order_by_asc(Column::Code)
        .limit(page.fetch())
        .all(store.database().reader())
        .await?;
    let next = page.cut(&mut rows, |row| row.code.clone());
    Ok((
        rows.into_iter()
            .map(Place::try_from)
            .collect::<Result<_, _>>()?,
        next,
    ))
}
