//! Lists of producers: filters, search, pages.

use ocop_chassis::database::{StoreError, lies_in, page_by_id};
use ocop_chassis::paging::Page;
use ocop_places::Area;
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, SelectStatement};

use super::{Column, Entity, ProducerView};
use crate::domain::producer::{ProducerKind, ValueChain};
use crate::storage::Store;
use crate::storage::merging::{self, Key};
use crate::storage::place::columns;
use crate::storage::search::has_words;

/// Which producers to list.
#[derive(Clone, Debug, Default)]
pub struct ProducerFilter {
    /// In one of these places.
    pub place: Option<Area>,
    /// Of this kind.
    pub kind: Option<ProducerKind>,
    /// With these words in the name.
    pub search: String,
    /// With this registration number.
    pub registration_number: Option<String>,
}

/// The ids of the producers of a kind, in a kind of value chain, as far as they are given.
pub(in crate::storage) fn of(
    kind: Option<ProducerKind>,
    chain: Option<ValueChain>,
) -> SelectStatement {
    let fits = Condition::all()
        .add_option(kind.map(|kind| Column::Kind.eq(kind.to_string())))
        .add_option(chain.map(|chain| Column::ValueChain.eq(chain.to_string())));
    Query::select()
        .column(Column::Id)
        .from(Entity)
        .cond_where(fits)
        .to_owned()
}

/// A page of producers and the token of the next.
pub async fn list(
    store: &Store,
    filter: &ProducerFilter,
    page: &Page,
) -> Result<(Vec<ProducerView>, String), StoreError> {
    let mut fits = has_words(Column::SearchText, &filter.search);
    if let Some(place) = &filter.place {
        fits = fits.add(lies_in(
            place,
            &columns(Column::ProvinceCode, Column::PlaceCode, Column::PlaceOn),
        ));
    }
    if let Some(kind) = filter.kind {
        fits = fits.add(Column::Kind.eq(kind.to_string()));
    }
    if let Some(number) = &filter.registration_number {
        let reader = store.database().reader();
        let former = merging::by_former(reader, Key::RegistrationNumber, [number.as_str()]).await?;
        let bears = Condition::any().add(Column::RegistrationNumber.eq(number));
        fits = fits.add(bears.add_option(former.get(number).map(|id| Column::Id.eq(*id))));
    }
    let query = Entity::find().filter(fits);
    let (rows, next) = page_by_id(store.database(), query, page, Column::Id, |row| row.id).await?;
    let views = rows.into_iter().map(ProducerView::try_from);
    Ok((views.collect::<Result<_, _>>()?, next))
}
