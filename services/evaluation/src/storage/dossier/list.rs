//! Dossiers page by page, and only those that lie in the caller's scopes.

use ocop_chassis::database::{PlaceColumns, Saved, StoreError, lies_in};
use ocop_chassis::paging::Page;
use ocop_identity::{AskedUnit, Reach};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use crate::domain::dossier::{Dossier, State};
use crate::storage::dossier::dossiers::{Column, Entity};
use crate::storage::{PLACED, Store, equal, in_unit};

#[derive(Clone, Debug, Default)]
pub struct DossierFilter {
    pub product: Option<Uuid>,
    pub producer: Option<Uuid>,
    pub round: Option<Uuid>,
    pub state: Option<State>,
    pub province: Option<AskedUnit>,
    pub within: Vec<Reach>,
}

/// The dossiers that somebody reaches.
pub(crate) fn in_reach(reach: &[Reach]) -> Condition {
    let producer = |id: &str| id.parse::<Uuid>().unwrap_or_default();
    let placed = PlaceColumns {
        province: Expr::col(Column::ProvinceCode),
        place: Some(Expr::col(Column::PlaceCode)),
        said_on: Expr::col(Column::PlaceOn),
    };
    reach
        .iter()
        .fold(Condition::any(), |all, one| match one {
            Reach::Anywhere => all.add(Column::Id.is_not_null()),
            Reach::Area(area) => all.add(lies_in(area, &placed)),
            Reach::Producer(id) => all.add(Column::ProducerId.eq(producer(id))),
            Reach::Partner(_) => all,
        })
        // Nothing is reached by nobody.
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
        .add_option(in_unit(store, filter.province.as_ref(), PLACED))
        .add(in_reach(&filter.within));
    store
        .database()
        .page(Entity::find().filter(fits), page)
        .await
}
