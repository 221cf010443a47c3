//! Lists of producers: filters, search, pages.

use ocop_chassis::database::{StoreError, page_by_id};
use ocop_chassis::paging::Page;
use ocop_chassis::text::{anywhere, folded};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, Query};

use super::producers::{Column, Entity, ProducerRecord};
use super::{Store, places};
use crate::domain::ProducerKind;

/// Which producers to list.
#[derive(Clone, Debug, Default)]
pub struct ProducerFilter {
    /// In this place or a place inside it.
    pub place: Option<String>,
    /// Of this kind.
    pub kind: Option<ProducerKind>,
    /// With these words in the name.
    pub search: String,
    /// With this registration number.
    pub registration_number: Option<String>,
}

/// Whether a column holds the code of `place` or of a unit one or two levels inside it.
pub(super) fn inside(column: impl ColumnTrait, place: &str) -> Condition {
    let children = |parents: Condition| {
        Query::select()
            .column(places::Column::Code)
            .from(places::Entity)
            .cond_where(parents)
            .to_owned()
    };
    let direct = children(Condition::all().add(places::Column::ParentCode.eq(place)));
    let deeper =
        children(Condition::all().add(places::Column::ParentCode.in_subquery(direct.clone())));
    Condition::any()
        .add(column.eq(place))
        .add(column.in_subquery(direct))
        .add(column.in_subquery(deeper))
}

/// Whether a folded column holds every word of a search.
pub(super) fn has_words(column: impl ColumnTrait, search: &str) -> Condition {
    folded(search)
        .split(' ')
        .filter(|word| !word.is_empty())
        .fold(Condition::all(), |all, word| {
            all.add(
                Expr::col(column.as_column_ref()).like(LikeExpr::new(anywhere(word)).escape('\\')),
            )
        })
}

/// A page of producers and the token of the next.
///
/// # Errors
/// The database failed.
pub async fn list_producers(
    store: &Store,
    filter: &ProducerFilter,
    page: &Page,
) -> Result<(Vec<ProducerRecord>, String), StoreError> {
    let mut fits = has_words(Column::SearchText, &filter.search);
    if let Some(place) = &filter.place {
        fits = fits.add(inside(Column::PlaceCode, place));
    }
    if let Some(kind) = filter.kind {
        fits = fits.add(Column::Kind.eq(kind.as_str()));
    }
    if let Some(number) = &filter.registration_number {
        fits = fits.add(Column::RegistrationNumber.eq(number));
    }
    let query = Entity::find().filter(fits);
    let (rows, next) = page_by_id(store.database(), query, page, Column::Id, |row| row.id).await?;
    let records = rows.into_iter().map(ProducerRecord::try_from);
    Ok((records.collect::<Result<_, _>>()?, next))
}
