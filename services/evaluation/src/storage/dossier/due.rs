//! Open dossiers by what is due next. The day of the first deadline stands in a column beside each
//! dossier; it changes only when the dossier does.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, StoreError};
use ocop_chassis::paging::Page;
use ocop_identity::{AskedUnit, Reach};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, QueryOrder, QuerySelect};

use crate::domain::dossier::Dossier;
use crate::storage::dossier::dossiers::{Column, Entity, Model};
use crate::storage::dossier::list::in_reach;
use crate::storage::{PLACED, Store, in_unit};

/// What to list.
#[derive(Clone, Debug)]
pub struct DueFilter {
    pub province: AskedUnit,
    pub by: Option<NaiveDate>,
    pub within: Vec<Reach>,
}

/// A page of dossiers with a deadline, most urgent first, and the token of the next.
pub async fn list_due(
    store: &Store,
    filter: &DueFilter,
    page: &Page,
) -> Result<(Vec<Saved<Dossier>>, String), StoreError> {
    // The key of the list is the day and the id; they are compared as one, so that a page costs the
    // same wherever it begins.
    let after = page.after.as_deref().and_then(|key| {
        let (day, id) = key.split_once('/')?;
        Some((day.parse::<NaiveDate>().ok()?, id.parse::<Uuid>().ok()?))
    });
    let key = || Expr::tuple([Expr::col(Column::DueOn), Expr::col(Column::Id)]);
    let beyond = after.map(|(day, id)| key().gt(Expr::tuple([Expr::val(day), Expr::val(id)])));
    let fits = Condition::all()
        .add_option(in_unit(store, Some(&filter.province), PLACED))
        .add(Column::DueOn.is_not_null())
        .add(in_reach(&filter.within))
        .add_option(filter.by.map(|day| Column::DueOn.lte(day)))
        .add_option(beyond);
    let mut rows: Vec<Model> = Entity::find()
        .filter(fits)
        .order_by_asc(Column::DueOn)
        .order_by_asc(Column::Id)
        .limit(page.fetch())
        .all(store.database().reader())
        .await?;
    let next = page.cut(&mut rows, |row| {
        let day = row.due_on.map(|day| day.to_string()).unwrap_or_default();
        format!("{day}/{}", row.id)
    });
    let records = rows.into_iter().map(Saved::try_from);
    Ok((records.collect::<Result<_, _>>()?, next))
}
