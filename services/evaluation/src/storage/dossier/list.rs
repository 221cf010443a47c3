//! Dossiers page by page, and only those that lie in the caller's scopes.

use ocop_chassis::database::{Saved, StoreError, page_by_id};
use ocop_chassis::paging::Page;
use ocop_identity::Scope;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

use crate::domain::dossier::{Dossier, State};
use crate::storage::dossier::dossiers::{Column, Entity};
use crate::storage::{Store, word};

/// Which dossiers to list.
#[derive(Clone, Debug, Default)]
pub struct DossierFilter {
    /// Of this product.
    pub product: Option<Uuid>,
    /// Of this producer.
    pub producer: Option<Uuid>,
    /// In this round.
    pub round: Option<Uuid>,
    /// That stand here.
    pub state: Option<State>,
    /// Of this province.
    pub province: Option<String>,
    /// In one of these scopes.
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
///
/// # Errors
/// The database failed.
pub async fn list_dossiers(
    store: &Store,
    filter: &DossierFilter,
    page: &Page,
) -> Result<(Vec<Saved<Dossier>>, String), StoreError> {
    let fits = Condition::all()
        .add_option(filter.product.map(|id| Column::ProductId.eq(id)))
        .add_option(filter.producer.map(|id| Column::ProducerId.eq(id)))
        .add_option(filter.round.map(|id| Column::RoundId.eq(id)))
        .add_option(filter.state.map(|state| Column::State.eq(word(&state))))
        .add_option(
            filter
                .province
                .as_ref()
                .map(|code| Column::ProvinceCode.eq(code)),
        )
        .add(in_reach(&filter.within));
    let query = Entity::find().filter(fits);
    let (rows, next) = page_by_id(store.database(), query, page, Column::Id, |row| row.id).await?;
    let records = rows.into_iter().map(Saved::try_from);
    Ok((records.collect::<Result<_, _>>()?, next))
}
