//! Search by words.

use ocop_chassis::text::{anywhere, folded};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};

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
