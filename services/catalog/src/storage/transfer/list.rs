//! Lists of offers: only those from or to where the caller holds a role.

use ocop_chassis::database::{Saved, StoreError, page_by_id};
use ocop_chassis::paging::Page;
use ocop_identity::Scope;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use super::{Column, Entity};
use crate::domain::transfer::{State, Transfer};
use crate::storage::Store;

/// Which offers to list.
#[derive(Clone, Debug)]
pub struct TransferFilter {
    /// From or to a place of one of these scopes.
    pub within: Vec<Scope>,
    /// That stand here.
    pub state: Option<State>,
}

fn of_scope(scope: &Scope) -> Condition {
    let none = Condition::any();
    match scope {
        Scope::Anywhere => Condition::all().add(Column::Id.is_not_null()),
        Scope::Province(code) => none
            .add(Column::FromProvinceCode.eq(code))
            .add(Column::ToProvinceCode.eq(code)),
        Scope::Commune(code) => none
            .add(Column::FromPlaceCode.eq(code))
            .add(Column::ToPlaceCode.eq(code)),
        Scope::Producer(id) => match id.parse::<Uuid>() {
            Ok(id) => none.add(Column::ProducerId.eq(id)),
            Err(_) => nothing(),
        },
        Scope::Partner(_) => nothing(),
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
    let scopes = filter.within.iter().map(of_scope);
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
