//! Places: rows keep a code with the day for which it was said, and the units themselves are known in memory.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use ocop_chassis::database::{Aggregate, PlaceColumns, Saved, StoreError};
use ocop_chassis::paging::Page;
use ocop_chassis::text::name_key;
use ocop_places::{Period, Places};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, IntoColumnRef};

use super::Tx;
use crate::domain::place::{Addition, Event, Location, Place, PlaceKind};

/// The table `place_additions`, which every service has.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "place_additions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    version: i64,
    created_at: DateTimeUtc,
    updated_at: DateTimeUtc,
    position: i64,
    units: String,
    successors: String,
}

/// None: the catalog joins by hand.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Aggregate<Entity> for Addition {
    type Event = Event;
    const TYPE: &'static str = "place";
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
            position: Set(saved.position),
            units: Set(saved.facts.units_file()),
            successors: Set(saved.facts.successors_file()),
        }
    }
}

/// The position of the next addition. Of two at the same moment one is refused as not unique.
pub async fn next_position(tx: &Tx) -> Result<i64, StoreError> {
    let last = Entity::find()
        .order_by_desc(Column::Position)
        .one(tx.db())
        .await?;
    Ok(last.map_or(1, |last| last.position + 1))
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
    /// With this name.
    pub name: Option<String>,
}

/// Where the unit with this code lies on a day. `None` if there is none.
pub async fn location(tx: &Tx, code: &str, on: NaiveDate) -> Result<Option<Location>, StoreError> {
    if let Some(found) = Location::find(tx.units().places(), code, on) {
        return Ok(Some(found));
    }
    // Another replica may have added it a moment ago.
    let places = tx.known_places().await?;
    Ok(Location::find(&places, code, on))
}

/// Where the places with these codes lie on their days.
pub async fn locations(
    tx: &Tx,
    named: &BTreeSet<(String, NaiveDate)>,
) -> Result<HashMap<(String, NaiveDate), Location>, StoreError> {
    let units = tx.units();
    let find = |places: &Places| -> HashMap<(String, NaiveDate), Location> {
        let found = named.iter().filter_map(|(code, on)| {
            let location = Location::find(places, code, *on)?;
            Some(((code.clone(), *on), location))
        });
        found.collect()
    };
    let found = find(units.places());
    if found.len() == named.len() {
        return Ok(found);
    }
    // Another replica may have added some a moment ago.
    let places = tx.known_places().await?;
    Ok(find(&places))
}

/// The key of a unit in lists.
fn key(unit: &Place) -> String {
    let Period { from, .. } = unit.period;
    let from = from.map(|day| day.to_string()).unwrap_or_default();
    format!("{}/{from}", unit.code)
}

/// A page of places and the token of the next.
pub fn list(places: &Places, filter: &PlaceFilter, page: &Page) -> (Vec<Place>, String) {
    let name = filter.name.as_deref().map(name_key);
    let fits = |unit: &&Place| {
        let parent = filter.parent.as_deref();
        parent.is_none_or(|parent| unit.parent.as_deref() == Some(parent))
            && filter.kind.is_none_or(|kind| unit.kind == kind)
            && filter.on.is_none_or(|on| unit.period.holds(on))
            && page.after.as_ref().is_none_or(|after| key(unit) > *after)
            && name
                .as_ref()
                .is_none_or(|name| name_key(&unit.name) == *name)
    };
    let most = usize::try_from(page.fetch()).unwrap_or(usize::MAX);
    let found = places.units().iter().filter(fits).take(most);
    let mut found: Vec<Place> = found.cloned().collect();
    let next = page.cut(&mut found, key);
    (found, next)
}

/// The columns that say where a row lies.
pub(super) fn columns<C: IntoColumnRef>(province: C, place: C, said_on: C) -> PlaceColumns {
    PlaceColumns {
        province: Expr::col(province),
        place: Some(Expr::col(place)),
        said_on: Expr::col(said_on),
    }
}
