//! Dossiers page by page, and only those that lie in the caller's scopes.

use ocop_chassis::database::{Saved, StoreError};
use ocop_chassis::paging::Page;
use ocop_identity::Scope;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use crate::domain::dossier::{Dossier, State};
use crate::storage::dossier::dossiers::{Column, Entity};
use crate::storage::{Store, equal};

#[derive(Clone, Debug, Default)]
pub struct DossierFilter {
    pub product: Option<Uuid>,
    pub producer: Option<Uuid>,
    pub round: Option<Uuid>,
    pub state: Option<State>,
    pub province: Option<String>,
    pub within: Vec<Scope>,
}

/// The dossiers in any of some scopes.
pub(crate) fn in_reach(scopes: &[Scope]) -> Condition {
    let producer = |id: &str| id.parse::<Uuid>().unwrap_or_default();
    scopes
        .iter()
        .fold(Condition::any(), |reach, scope| match scope {
            Scope::Anywhere => reach.add(Column::Id.is_not_null()),
            Scope::Province(code) => reach.add(Column::ProvinceCode.eq(code)),
            Scope::Commune(code) => reach.add(Column::PlaceCode.eq(code)),
            Scope::Producer(id) => reach.add(Column::ProducerId.eq(producer(id))),
            Scope::Partner(_) => reach,
        })
        // Nothing is in no scope at all.
        .add(Column::Id.is_null())
}

/// A page of dossiers and the token of the next.
pub async fn list_dossiers(
    store: &Store,
    filter: &DossierFilter,
    page: &Page,
) -> Result<(Vec<Saved<Dossier>>, String), StoreError> {
    let fits = Condition::all()
        .add_option(equal(Column::ProductId, &filter.product))
        .add_option(equal(Column::ProducerId, &filter.producer))
        .add_option(equal(Column::RoundId, &filter.round))
        .add(
            filter
                .state
                .map_or(Column::State.ne(State::Deleted.to_string()), |state| {
                    Column::State.eq(state.to_string())
                }),
        )
        .add_option(equal(Column::ProvinceCode, &filter.province))
        .add(in_reach(&filter.within));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
