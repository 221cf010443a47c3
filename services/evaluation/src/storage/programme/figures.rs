//! What those who run the service are shown of the programme, of the whole country.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, select};
use sea_orm::FromQueryResult;

use crate::storage::Store;
use crate::storage::programme::progress::VALID;

/// How many there are on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Valid certificates by star.
    pub certificates: BTreeMap<i32, i64>,
    /// Dossiers whose next step has a term.
    pub dossiers_with_term: i64,
    /// Those whose term is over.
    pub dossiers_late: i64,
}

#[derive(FromQueryResult)]
struct ByStar {
    star: i32,
    how_many: i64,
}

#[derive(FromQueryResult)]
struct Terms {
    with_term: i64,
    late: i64,
}

/// Counts what there is on a day, out of two indices.
pub async fn figures(store: &Store, day: NaiveDate) -> Result<Figures, StoreError> {
    let reader = store.database().reader();
    let valid = format!(
        "select star, cast(count(*) as bigint) as how_many from certificates where {VALID} group by star"
    );
    let by_star: Vec<ByStar> = select(reader, valid, [day.into()]).await?;
    let due = "select cast(count(*) as bigint) as with_term, \
               cast(count(case when due_on < $1 then 1 end) as bigint) as late \
               from dossiers where due_on is not null";
    let terms: Vec<Terms> = select(reader, due, [day.into()]).await?;
    let terms = terms.first();
    Ok(Figures {
        certificates: by_star
            .into_iter()
            .map(|row| (row.star, row.how_many))
            .collect(),
        dossiers_with_term: terms.map_or(0, |terms| terms.with_term),
        dossiers_late: terms.map_or(0, |terms| terms.late),
    })
}
