//! Summaries of dossiers: what a list reads of a row. One of another version than its dossier's is not read; the dossier is then,
//! and [`summarise`] writes the summary anew.

use ocop_chassis::database::{Saved, StoreError, execute, select};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{FromQueryResult, QuerySelect as _, Select};

use crate::domain::dossier::Dossier;
use crate::domain::dossier::summary::Summary;
use crate::storage::dossier::dossiers::{self, Column, Entity};
use crate::storage::{Tx, from_json, json};

/// The values that a summary is read from: the last is the body of a dossier whose summary is of another version.
pub(super) type Row = (
    Uuid,
    i64,
    DateTimeUtc,
    DateTimeUtc,
    Option<String>,
    Option<String>,
);

/// A query for the values of a [`Row`].
pub(super) fn columns(found: Select<Entity>) -> Select<Entity> {
    found
        .select_only()
        .columns([
            Column::Id,
            Column::Version,
            Column::CreatedAt,
            Column::UpdatedAt,
            Column::Summary,
        ])
        .expr(body_without_summary())
}

fn body_without_summary() -> SimpleExpr {
    Expr::cust("case when summary_version = version then null else body end")
}

pub(super) fn read(
    (id, version, created_at, updated_at, summary, body): Row,
) -> Result<Saved<Summary>, StoreError> {
    if let Some(body) = body {
        let dossier = dossiers::read((id, version, created_at, updated_at, body))?;
        let summary = Summary::from(&*dossier);
        return Ok(Saved::stored(summary, version, created_at, updated_at));
    }
    let summary: Summary = from_json(&summary.unwrap_or_default(), "summary of a dossier")?;
    Ok(Saved::stored(summary, version, created_at, updated_at))
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

/// Writes the summaries of the first `most` dossiers that have none of their version, and says how many those were.
pub async fn summarise(tx: &Tx, most: u64) -> Result<usize, StoreError> {
    let find = format!(
        "select id from dossiers where summary_version is null or summary_version <> version order by id limit {most}"
    );
    let rows: Vec<IdRow> = select(tx.db(), find, []).await?;
    let ids: Vec<Uuid> = rows.into_iter().map(|row| row.id).collect();
    let dossiers: Vec<Saved<Dossier>> = tx.load_many(&ids).await?;
    let write = "update dossiers set summary = $1, summary_version = version where id = $2";
    for dossier in &dossiers {
        let summary = json(&Summary::from(&**dossier));
        execute(tx.db(), write, [summary.into(), dossier.id.into()]).await?;
    }
    Ok(dossiers.len())
}
