//! Counting the certificates valid on a day, in the database.

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;
use sea_orm::{ConnectionTrait, Statement, Value};

use crate::domain::programme::count::Dimension;
use crate::storage::Store;

/// One row of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The key, as the dimension says; empty for the whole.
    pub key: String,
    /// The name of a place, as it was when the certificate was given; empty for other dimensions.
    pub name: String,
    /// How many certificates.
    pub count: u32,
}

/// Counts the certificates valid on a day; the greatest count first.
///
/// # Errors
/// The database failed.
pub async fn count_certificates(
    store: &Store,
    on: NaiveDate,
    by: Option<Dimension>,
    province: Option<&str>,
) -> Result<Vec<Counted>, StoreError> {
    let (key, name) = match by {
        None => ("''", "''"),
        Some(Dimension::Star) => ("cast(star as text)", "''"),
        Some(Dimension::Branch) => ("branch", "''"),
        Some(Dimension::CriteriaSet) => ("cast(criteria_set as text)", "''"),
        Some(Dimension::Province) => ("province_code", "max(province_name)"),
        Some(Dimension::District) => ("district_code", "max(district_name)"),
        Some(Dimension::Commune) => ("place_code", "max(place_name)"),
    };
    let mut values: Vec<Value> = vec![on.into()];
    let mut of = String::new();
    if let Some(province) = province {
        values.push(province.into());
        of.push_str(" and province_code = $2");
    }
    let sql = format!(
        "select {key} as counted, {name} as name, count(*) as how_many from certificates \
         where valid_from <= $1 and valid_to >= $1 and (revoked_on is null or revoked_on > $1){of} \
         group by 1 order by 3 desc, 1"
    );
    let rows = store
        .database()
        .reader()
        .query_all_raw(Statement::from_sql_and_values(
            store.database().engine(),
            sql,
            values,
        ))
        .await?;
    if rows.is_empty() && by.is_none() {
        return Ok(vec![Counted {
            key: String::new(),
            name: String::new(),
            count: 0,
        }]);
    }
    rows.iter()
        .map(|row| {
            Ok(Counted {
                key: row.try_get("", "counted")?,
                name: row.try_get("", "name")?,
                count: u32::try_from(row.try_get::<i64>("", "how_many")?).unwrap_or(u32::MAX),
            })
        })
        .collect()
}
