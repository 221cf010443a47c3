//! What came of programmes.

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, select};
use sea_orm::FromQueryResult;
use sea_orm::prelude::*;

use crate::domain::support::Done;
use crate::storage::{Store, Tx};

/// What came of a programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Figures {
    /// Sessions that somebody attended.
    pub sessions: i64,
    /// Producers that attended one or more.
    pub trained: i64,
    /// Persons who came, counted each time.
    pub persons: i64,
    /// Grants that stand.
    pub grants: i64,
    /// Producers that were granted something.
    pub granted_to: i64,
    /// How much was granted.
    pub granted_vnd: i64,
}

/// What came of a programme so far.
pub async fn figures(store: &Store, programme: Uuid) -> Result<Figures, StoreError> {
    let sql = "select * from (select count(distinct came.session_id) as sessions, count(distinct came.producer_id) as trained, \
               cast(coalesce(sum(came.persons), 0) as bigint) as persons from support_attendances as came \
               join support_sessions as held on held.id = came.session_id where held.programme_id = $1) as training \
               cross join (select count(*) as grants, count(distinct producer_id) as granted_to, \
               cast(coalesce(sum(vnd), 0) as bigint) as granted_vnd from support_grants \
               where programme_id = $1 and cancelled_reason is null) as granted";
    let rows = select(store.database().reader(), sql, [programme.into()]).await?;
    Ok(rows.into_iter().next().unwrap_or_default())
}

#[derive(FromQueryResult)]
struct DoneRow {
    first_day: Option<NaiveDate>,
    last_day: Option<NaiveDate>,
    granted_vnd: i64,
}

/// What was done in a programme so far. Call it with the row of the programme locked.
pub async fn done(tx: &Tx, programme: Uuid) -> Result<Done, StoreError> {
    let sql = "select min(day) as first_day, max(day) as last_day, cast(coalesce(sum(vnd), 0) as bigint) as granted_vnd from \
               (select held_on as day, 0 as vnd from support_sessions where programme_id = $1 and cancelled_reason is null \
               union all select given_on as day, vnd from support_grants \
               where programme_id = $1 and cancelled_reason is null) as done";
    let rows: Vec<DoneRow> = select(tx.db(), sql, [programme.into()]).await?;
    let done = rows.into_iter().next().map(|row| Done {
        first: row.first_day,
        last: row.last_day,
        granted_vnd: row.granted_vnd.unsigned_abs(),
    });
    Ok(done.unwrap_or_default())
}
