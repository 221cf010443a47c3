//! Counting the certificates valid on a day, in the database.

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, select};
use sea_orm::{FromQueryResult, Value};

use crate::domain::programme::count::Dimension;
use crate::domain::programme::progress::Line;
use crate::storage::Store;
use crate::storage::programme::progress::of_province;

/// What certificates of one key are counted as.
#[derive(FromQueryResult)]
pub(super) struct LineRow {
    counted: String,
    name: String,
    how_many: i64,
}

impl From<LineRow> for Line {
    fn from(row: LineRow) -> Self {
        Self {
            key: row.counted,
            name: row.name,
            count: number(row.how_many),
        }
    }
}

/// A count of the database as the domain has it.
pub(super) fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The column of the key of a dimension, and that of its name.
pub(super) fn columns(by: Dimension) -> (&'static str, &'static str) {
    match by {
        Dimension::Star => ("star", "''"),
        Dimension::Branch => ("branch", "''"),
        Dimension::CriteriaSet => ("criteria_set", "''"),
        Dimension::Province => ("province_code", "max(province_name)"),
        Dimension::District => ("district_code", "max(district_name)"),
        Dimension::Commune => ("place_code", "max(place_name)"),
    }
}

/// Counts the certificates valid on a day; the greatest count first.
pub async fn count_certificates(
    store: &Store,
    on: NaiveDate,
    by: Option<Dimension>,
    province: Option<&str>,
) -> Result<Vec<Line>, StoreError> {
    let (key, name) = by.map_or(("''", "''"), columns);
    let mut values: Vec<Value> = vec![on.into()];
    let here = of_province(&mut values, province, "province_code");
    let sql = format!(
        "select cast({key} as text) as counted, {name} as name, count(*) as how_many from certificates \
         where valid_from <= $1 and valid_to >= $1 and (revoked_on is null or revoked_on > $1){here} \
         group by 1 order by 3 desc, 1"
    );
    let rows: Vec<LineRow> = select(store.database().reader(), sql, values).await?;
    if rows.is_empty() && by.is_none() {
        return Ok(vec![Line::default()]);
    }
    Ok(rows.into_iter().map(Line::from).collect())
}
