//! Open dossiers by what is due next. The day of the first deadline stands in a column beside each
//! dossier; it changes only when the dossier does.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, StoreError};
use ocop_identity::{AskedUnit, Reach};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, QueryOrder, QuerySelect};

use crate::domain::dossier::State;
use crate::domain::dossier::summary::Summary;
use crate::storage::council::conflict_in;
use crate::storage::dossier::dossiers::{Column, Entity};
use crate::storage::dossier::list::{in_reach, is_everywhere};
use crate::storage::dossier::summaries;
use crate::storage::{PLACED, Store, in_unit};

/// The values of a [`summaries::Row`], and the day.
type Row = (
    Uuid,
    i64,
    DateTimeUtc,
    DateTimeUtc,
    Option<String>,
    Option<String>,
    NaiveDate,
);

/// What to list.
#[derive(Clone, Debug)]
pub struct DueFilter {
    pub province: AskedUnit,
    pub by: Option<NaiveDate>,
    pub within: Vec<Reach>,
    /// What comes after this day and id.
    pub after: Option<(NaiveDate, Uuid)>,
    pub most: u64,
}

/// Dossiers with a deadline, most urgent first.
pub async fn list_due(
    store: &Store,
    filter: &DueFilter,
) -> Result<Vec<(NaiveDate, Saved<Summary>)>, StoreError> {
    // The key of the list is the day and the id; they are compared as one, so that a page costs the
    // same wherever it begins.
    let key = || Expr::tuple([Expr::col(Column::DueOn), Expr::col(Column::Id)]);
    let after = filter.after;
    let beyond = after.map(|(day, id)| key().gt(Expr::tuple([Expr::val(day), Expr::val(id)])));
    let fits = Condition::all()
        .add_option(in_unit(store, Some(&filter.province), PLACED))
        .add(Column::DueOn.is_not_null())
        .add(in_reach(&filter.within))
        .add_option(filter.by.map(|day| Column::DueOn.lte(day)))
        .add_option(beyond);
    let rows: Vec<Row> = summaries::columns(Entity::find())
        .column(Column::DueOn)
        .filter(fits)
        .order_by_asc(Column::DueOn)
        .order_by_asc(Column::Id)
        .limit(filter.most)
        .into_tuple()
        .all(store.database().reader())
        .await?;
    let due = rows.into_iter();
    due.map(
        |(id, version, created_at, updated_at, summary, body, day)| {
            let row = (id, version, created_at, updated_at, summary, body);
            Ok((day, summaries::read(row)?))
        },
    )
    .collect()
}

/// The dossiers in rounds of a province of which something is to be settled, in order of making: agreed answers that ballots
/// contradict, or conflicts of interest before the count.
pub async fn list_unsettled(
    store: &Store,
    province: &AskedUnit,
    office: &[Reach],
    most: u64,
) -> Result<Vec<Saved<Summary>>, StoreError> {
    let conflict = conflict_in(Expr::col((Entity, Column::Id)), None);
    let before_count = Condition::all()
        .add(Column::VotingCouncilId.is_not_null())
        .add(Expr::exists(conflict));
    let unsettled = Condition::any()
        .add(Column::Contradicted.eq(true))
        .add(before_count);
    // The offices of a province have no say at the centre.
    let central = [State::InCentralRound, State::CentralScored].map(|state| state.to_string());
    let provincial = (!is_everywhere(office)).then(|| Column::State.is_not_in(central));
    let fits = Condition::all()
        .add_option(in_unit(store, Some(province), PLACED))
        .add(Column::ClosedOn.is_null())
        .add(in_reach(office))
        .add_option(provincial)
        .add(unsettled);
    let rows: Vec<summaries::Row> = summaries::columns(Entity::find())
        .filter(fits)
        .order_by_asc(Column::Id)
        .limit(most)
        .into_tuple()
        .all(store.database().reader())
        .await?;
    rows.into_iter().map(summaries::read).collect()
}
