//! Places.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, one_of};
use ocop_chassis::paging::Page;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveValue::Set, Condition, FromQueryResult, QueryOrder, QueryResult, QuerySelect, Statement,
};

use super::{Store, Tx};
use crate::domain::place::{Location, Place, PlaceKind};

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
            kind: row.kind.parse().map_err(|_| StoreError::Corrupt {
                what: format!("place {}", row.code),
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
pub async fn place(store: &Store, code: &str) -> Result<Option<Place>, StoreError> {
    Entity::find_by_id(code)
        .one(store.database().reader())
        .await?
        .map(Place::try_from)
        .transpose()
}

/// A place with the two levels above it, as SQL: [`CHAIN`] goes into the list of columns, [`joined`] into the joins
/// and [`read_location`] reads the row. So a statement that reads something else can read where it lies too.
pub(super) const CHAIN: &str = "unit.code as unit_code, unit.name as unit_name, unit.kind as unit_kind, \
    unit.parent_code as unit_parent_code, unit.valid_from as unit_valid_from, unit.valid_to as unit_valid_to, \
    above.code as above_code, above.name as above_name, above.kind as above_kind, \
    above.parent_code as above_parent_code, above.valid_from as above_valid_from, above.valid_to as above_valid_to, \
    top.code as top_code, top.name as top_name, top.kind as top_kind, \
    top.parent_code as top_parent_code, top.valid_from as top_valid_from, top.valid_to as top_valid_to";

/// The joins of [`CHAIN`]; `code` is the SQL of the code of the place.
pub(super) fn joined(code: &str) -> String {
    format!(
        "left join places unit on unit.code = {code} \
         left join places above on above.code = unit.parent_code \
         left join places top on top.code = above.parent_code"
    )
}

/// The location in a row with [`CHAIN`]. `None` if there is no such place, or no province above it.
pub(super) fn read_location(row: &QueryResult) -> Result<Option<Location>, StoreError> {
    let mut chain = Vec::new();
    for level in ["unit_", "above_", "top_"] {
        if row.try_get::<Option<String>>(level, "code")?.is_some() {
            chain.push(Model::from_query_result(row, level)?.try_into()?);
        }
    }
    Ok(Location::from_chain(chain))
}

/// Where the place with this code lies. `None` if there is no such place.
pub async fn location(tx: &Tx, code: &str) -> Result<Option<Location>, StoreError> {
    let (db, engine) = (tx.db(), tx.db().get_database_backend());
    let sql = format!("select {CHAIN} from (select 1) as one {}", joined("$1"));
    let statement = Statement::from_sql_and_values(engine, sql, [code.into()]);
    match db.query_one_raw(statement).await? {
        Some(row) => read_location(&row),
        None => Ok(None),
    }
}

/// Where the places with these codes lie, by code.
pub async fn locations(
    tx: &Tx,
    codes: &BTreeSet<String>,
) -> Result<HashMap<String, Location>, StoreError> {
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    let (db, engine) = (tx.db(), tx.db().get_database_backend());
    let codes = codes.iter().map(|code| code.as_str().into()).collect();
    let (named, values) = one_of(engine, "one.code", codes);
    let sql = format!(
        "select {CHAIN} from places one {} where {named}",
        joined("one.code")
    );
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(engine, sql, values))
        .await?;
    let mut found = HashMap::new();
    for row in rows {
        if let Some(location) = read_location(&row)? {
            found.insert(location.place.code.clone(), location);
        }
    }
    Ok(found)
}

/// Adds a place.
///
/// # Errors
/// [`StoreError::NotUnique`] if the code is taken.
pub async fn insert(tx: &Tx, place: &Place) -> Result<(), StoreError> {
    let row = ActiveModel {
        code: Set(place.code.clone()),
        name: Set(place.name.clone()),
        kind: Set(place.kind.to_string()),
        parent_code: Set(place.parent.clone()),
        valid_from: Set(place.valid_from),
        valid_to: Set(place.valid_to),
    };
    Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// A page of places and the token of the next.
pub async fn list(
    store: &Store,
    filter: &PlaceFilter,
    page: &Page,
) -> Result<(Vec<Place>, String), StoreError> {
    let mut fits = Condition::all();
    if let Some(parent) = &filter.parent {
        fits = fits.add(Column::ParentCode.eq(parent));
    }
    if let Some(kind) = filter.kind {
        fits = fits.add(Column::Kind.eq(kind.to_string()));
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

/// Whether a column holds the code of `place` or of a unit one or two levels inside it.
pub(super) fn inside(column: impl ColumnTrait, place: &str) -> Condition {
    let children = |parents: Condition| {
        Query::select()
            .column(Column::Code)
            .from(Entity)
            .cond_where(parents)
            .to_owned()
    };
    let direct = children(Condition::all().add(Column::ParentCode.eq(place)));
    let deeper = children(Condition::all().add(Column::ParentCode.in_subquery(direct.clone())));
    Condition::any()
        .add(column.eq(place))
        .add(column.in_subquery(direct))
        .add(column.in_subquery(deeper))
}
