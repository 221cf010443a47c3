//! Search by words.

pub(super) mod words;

use ocop_chassis::text::{anywhere, likeness_key};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};

/// Whether a column of likeness keys holds every word of a search: accents, signs and the choice of i and y do not count.
pub(super) fn has_words(column: impl ColumnTrait, search: &str) -> Condition {
    likeness_key(search)
        .split(' ')
        .filter(|word| !word.is_empty())
        .fold(Condition::all(), |all, word| {
            all.add(
                Expr::col(column.as_column_ref()).like(LikeExpr::new(anywhere(word)).escape('\\')),
            )
        })
}
