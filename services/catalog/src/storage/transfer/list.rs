//! Lists of offers: only those from or to where the caller holds a role.

use ocop_chassis::database::{Saved, StoreError, lies_in, page_by_id};
use ocop_chassis::paging::Page;
use ocop_identity::Reach;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use super::{Column, Entity};
use crate::domain::transfer::{State, Transfer};
use crate::storage::Store;
use crate::storage::place::columns;

/// Which offers to list.
#[derive(Clone, Debug)]
pub struct TransferFilter {
    /// From or to where somebody reaches.
    pub within: Vec<Reach>,
    /// That stand here.
    pub state: Option<State>,
}

fn of_reach(reach: &Reach) -> Condition {
    use Column::{
        FromPlaceCode, FromPlaceOn, FromProvinceCode, ToPlaceCode, ToPlaceOn, ToProvinceCode,
    };
    let from = columns(FromProvinceCode, FromPlaceCode, FromPlaceOn);
    let to = columns(ToProvinceCode, ToPlaceCode, ToPlaceOn);
    match reach {
        Reach::Anywhere => Condition::all().add(Column::Id.is_not_null()),
        Reach::Area(area) => Condition::any()
            .add(lies_in(area, &from))
            .add(lies_in(area, &to)),
        Reach::Producer(id) => match id.parse::<Uuid>() {
            Ok(id) => Condition::any().add(Column::ProducerId.eq(id)),
            Err(_) => nothing(),
        },
        Reach::Partner(_) => nothing(),
    }
}

fn nothing() -> Condition {
    Condition::all().add(Column::Id.is_null())
}

/// A page of offers and the token of the next.
pub async fn list(
    store: &Store,
    filter: &TransferFilter,
    page: &Page,
) -> Result<(Vec<Saved<Transfer>>, String), StoreError> {
    let scopes = filter.within.iter().map(of_reach);
    // Without a scope there is nothing to see.
    let within = scopes.fold(Condition::any().add(nothing()), Condition::add);
    let fits = Condition::all().add(within).add_option(
        filter
            .state
            .map(|state| Column::State.eq(state.to_string())),
    );
    let query = Entity::find().filter(fits);
    let (rows, next) = page_by_id(store.database(), query, page, Column::Id, |row| row.id).await?;
    let transfers = rows.into_iter().map(Saved::try_from);
    Ok((transfers.collect::<Result<_, _>>()?, next))
}
