//! Lists of lots: only those of producers where the caller holds a role.

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, lies_in, page_by_id};
use ocop_chassis::paging::Page;
use ocop_identity::Reach;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use super::{Column, Entity, LotView, lots};
use crate::storage::Store;
use crate::storage::merging::{self, Kind};
use crate::storage::place::columns;

/// Which lots to list.
#[derive(Clone, Debug)]
pub struct LotFilter {
    /// Of producers where somebody reaches.
    pub within: Vec<Reach>,
    /// Of this producer.
    pub producer: Option<Uuid>,
    /// Of this product.
    pub product: Option<Uuid>,
    /// Made on this day or later.
    pub from: Option<NaiveDate>,
    /// Made on this day or before.
    pub to: Option<NaiveDate>,
}

fn of_reach(reach: &Reach) -> Condition {
    let all = Condition::all();
    match reach {
        Reach::Anywhere => all.add(Column::Id.is_not_null()),
        Reach::Area(area) => lies_in(
            area,
            &columns(Column::ProvinceCode, Column::PlaceCode, Column::PlaceOn),
        ),
        Reach::Producer(id) => match id.parse::<Uuid>() {
            Ok(id) => all.add(Column::ProducerId.eq(id)),
            Err(_) => nothing(),
        },
        Reach::Partner(_) => nothing(),
    }
}

fn nothing() -> Condition {
    Condition::all().add(Column::Id.is_null())
}

/// A page of lots and the token of the next.
pub async fn list(
    store: &Store,
    filter: &LotFilter,
    page: &Page,
) -> Result<(Vec<LotView>, String), StoreError> {
    let reader = store.database().reader();
    let producer = merging::kept_of(reader, Kind::Producer, filter.producer).await?;
    let product = merging::kept_of(reader, Kind::Product, filter.product).await?;
    let scopes = filter.within.iter().map(of_reach);
    // Without a scope there is nothing to see.
    let within = scopes.fold(Condition::any().add(nothing()), Condition::add);
    let fits = Condition::all()
        .add(within)
        .add_option(producer.map(|id| Column::ProducerId.eq(id)))
        .add_option(product.map(|id| Column::ProductId.eq(id)))
        .add_option(filter.from.map(|day| Column::MadeOn.gte(day)))
        .add_option(filter.to.map(|day| Column::MadeOn.lte(day)));
    let query = Entity::find().filter(fits);
    let (rows, next) = page_by_id(store.database(), query, page, Column::Id, |row| row.id).await?;
    let ids: Vec<String> = rows.into_iter().map(|row| row.lot).collect();
    let mut found = lots(store, &ids).await?;
    let in_order = ids.iter().filter_map(|id| found.remove(id));
    Ok((in_order.collect(), next))
}
