//! Lists of growing areas.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, StoreError, lies_in};
use ocop_chassis::paging::Page;
use ocop_places::Area;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query};

use super::{Column, Entity};
use crate::domain::growing_area::GrowingArea;
use crate::storage::Store;
use crate::storage::merging::{self, Kind};
use crate::storage::place::columns;

/// Which areas to list.
#[derive(Clone, Debug, Default)]
pub struct AreaFilter {
    /// In one of these places.
    pub place: Option<Area>,
    /// Held by this producer.
    pub producer: Option<Uuid>,
    /// On which this product depends.
    pub product: Option<Uuid>,
    /// Whose code is valid on this day.
    pub on: Option<NaiveDate>,
}

/// The areas that `table` names beside an id.
pub(super) fn named(table: &str, column: &str, id: Uuid) -> Condition {
    let areas = Query::select()
        .column(Alias::new("area_id"))
        .from(Alias::new(table))
        .and_where(Expr::col(Alias::new(column)).eq(id))
        .to_owned();
    Condition::all().add(Column::Id.in_subquery(areas))
}

/// A page of areas and the token of the next.
pub async fn list(
    store: &Store,
    filter: &AreaFilter,
    page: &Page,
) -> Result<(Vec<Saved<GrowingArea>>, String), StoreError> {
    let on = filter.on.map(|day| {
        let (from, to) = (Column::ValidFrom, Column::ValidTo);
        let begun = Condition::any().add(from.is_null()).add(from.lte(day));
        let stands = Condition::any().add(to.is_null()).add(to.gte(day));
        Condition::all().add(begun).add(stands)
    });
    let reader = store.database().reader();
    let held = merging::kept_of(reader, Kind::Producer, filter.producer)
        .await?
        .map(|id| named("growing_area_holders", "producer_id", id));
    let used = merging::kept_of(reader, Kind::Product, filter.product)
        .await?
        .map(|id| named("growing_area_products", "product_id", id));
    let fits = Condition::all()
        .add_option(filter.place.as_ref().map(|place| {
            let placed = columns(Column::ProvinceCode, Column::PlaceCode, Column::PlaceOn);
            lies_in(place, &placed)
        }))
        .add_option(held)
        .add_option(used)
        .add_option(on);
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
