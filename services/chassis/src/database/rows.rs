//! Statements that carry many rows.

use sea_orm::{ConnectionTrait, Statement, Value};

use super::StoreError;

/// Binds that one statement may carry: SQLite's limit is 32,766, PostgreSQL's 65,535.
const MOST_BINDS: usize = 30_000;

/// Inserts rows of `width` values each with as few statements as the engines allow. `head` is the
/// statement up to the word `values`, `tail` what follows the rows. Returns how many rows went in.
pub(crate) async fn insert_rows(
    db: &impl ConnectionTrait,
    head: &str,
    width: usize,
    values: Vec<Value>,
    tail: &str,
) -> Result<u64, StoreError> {
    let mut inserted = 0;
    for chunk in values.chunks(MOST_BINDS / width * width) {
        let statement = Statement::from_sql_and_values(
            db.get_database_backend(),
            format!(
                "{head} values {} {tail}",
                placeholders(chunk.len() / width, width)
            ),
            chunk.to_vec(),
        );
        inserted += db.execute_raw(statement).await?.rows_affected();
    }
    Ok(inserted)
}

/// `($1,$2),($3,$4)` for two rows of two values.
pub(crate) fn placeholders(rows: usize, width: usize) -> String {
    use std::fmt::Write as _;

    let mut text = String::with_capacity(rows * width * 5);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ",(" });
        for column in 0..width {
            let comma = if column == 0 { "" } else { "," };
            let _ = write!(text, "{comma}${}", row * width + column + 1);
        }
        text.push(')');
    }
    text
}
