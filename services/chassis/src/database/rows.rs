//! Many rows in one statement.
//!
//! PostgreSQL takes a column of all rows as one array parameter, so the text of the statement is the
//! same for one row and for a thousand: it is prepared once. SQLite has no arrays and takes a list of
//! rows.

use std::fmt::Write as _;

use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};

use super::StoreError;

/// Binds that one statement may carry: SQLite's limit is 32,766, PostgreSQL's 65,535.
pub(crate) const MAX_BINDS: usize = 30_000;

/// The rows that a query written by hand finds, read by the names of their columns.
pub async fn select<R: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<R>, StoreError> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(R::find_by_statement(statement).all(db).await?)
}

/// Runs a statement written by hand, and says how many rows it changed.
pub async fn execute(
    db: &impl ConnectionTrait,
    sql: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, StoreError> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// Inserts rows of `width` values each with as few statements as the engines allow. `head` is the
/// statement up to the word `values`, `tail` what follows the rows. Returns how many rows went in.
///
/// # Errors
/// The database refused a statement.
pub async fn insert_rows(
    db: &impl ConnectionTrait,
    head: &str,
    width: usize,
    values: Vec<Value>,
    tail: &str,
) -> Result<u64, StoreError> {
    let engine = db.get_database_backend();
    if values.is_empty() {
        return Ok(0);
    }
    if engine == DbBackend::Postgres
        && let Some(columns) = Columns::of(width, &values)
    {
        let sql = format!("{head} {} {tail}", columns.select(1));
        let statement = Statement::from_sql_and_values(engine, sql, columns.arrays);
        return Ok(db.execute_raw(statement).await?.rows_affected());
    }
    let mut inserted = 0;
    for chunk in values.chunks(MAX_BINDS / width * width) {
        let rows = placeholders(engine, chunk.len() / width, width);
        let sql = format!("{head} values {rows} {tail}");
        let statement = Statement::from_sql_and_values(engine, sql, chunk.to_vec());
        inserted += db.execute_raw(statement).await?.rows_affected();
    }
    Ok(inserted)
}

/// Rows, column by column, for PostgreSQL.
pub(super) struct Columns {
    /// One array for each column that holds something.
    pub(super) arrays: Vec<Value>,
    /// Which columns those are.
    held: Vec<bool>,
}

impl Columns {
    /// Turns rows around. `None` if some rows hold nothing where others hold something: the arrays of
    /// the driver have no holes.
    pub(super) fn of(width: usize, values: &[Value]) -> Option<Self> {
        let (mut arrays, mut held) = (Vec::with_capacity(width), Vec::with_capacity(width));
        for column in 0..width {
            let cells = values.iter().skip(column).step_by(width);
            let empty = cells.clone().filter(|cell| !cell.is_some()).count();
            held.push(empty == 0);
            if empty == 0 {
                let cells: Vec<Value> = cells.cloned().collect();
                let kind = cells.first()?.array_type();
                arrays.push(Value::Array(kind, Some(Box::new(cells))));
            } else if empty * width != values.len() {
                return None;
            }
        }
        // Without an array nothing would say how many rows there are.
        (!arrays.is_empty()).then_some(Self { arrays, held })
    }

    /// `select a1, null, a2 from unnest($1,$2) as rows (a1,a2)`, the first parameter being `$first`.
    pub(super) fn select(&self, first: usize) -> String {
        let (mut cells, mut parameters, mut names) = (String::new(), String::new(), String::new());
        let mut number = 0;
        for (column, held) in self.held.iter().enumerate() {
            let comma = if column == 0 { "" } else { "," };
            if *held {
                number += 1;
                let _ = write!(cells, "{comma}a{number}");
                let comma = if number == 1 { "" } else { "," };
                let _ = write!(parameters, "{comma}${}", first + number - 1);
                let _ = write!(names, "{comma}a{number}");
            } else {
                let _ = write!(cells, "{comma}null");
            }
        }
        format!("select {cells} from unnest({parameters}) as rows ({names})")
    }
}

/// A condition that holds for rows whose `column` is one of `keys`, the first parameter being `$1`, and
/// its parameters. The same text however many keys there are, on PostgreSQL.
pub fn one_of(engine: DbBackend, column: &str, keys: Vec<Value>) -> (String, Vec<Value>) {
    match keys.first() {
        Some(key) if engine == DbBackend::Postgres => {
            let kind = key.array_type();
            let keys = Value::Array(kind, Some(Box::new(keys)));
            (format!("{column} = any($1)"), vec![keys])
        }
        _ => {
            let among = placeholders(engine, 1, keys.len());
            (format!("{column} in {among}"), keys)
        }
    }
}

/// `($1,$2),($3,$4)` for two rows of two values, or `(?,?),(?,?)`: SQLite looks a name up among all
/// others, which takes longer than all else for some thousand of them.
pub(crate) fn placeholders(engine: DbBackend, rows: usize, width: usize) -> String {
    let mut text = String::with_capacity(rows * width * 5);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ",(" });
        for column in 0..width {
            let comma = if column == 0 { "" } else { "," };
            if engine == DbBackend::Sqlite {
                let _ = write!(text, "{comma}?");
            } else {
                let _ = write!(text, "{comma}${}", row * width + column + 1);
            }
        }
        text.push(')');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_holds_nothing_is_no_parameter() {
        let none = Value::from(None::<i64>);
        let rows = [
            1_i64.into(),
            none.clone(),
            "a".into(),
            2_i64.into(),
            none,
            "b".into(),
        ];
        let columns = Columns::of(3, &rows).unwrap();
        assert_eq!(columns.arrays.len(), 2);
        assert_eq!(
            columns.select(4),
            "select a1,null,a2 from unnest($4,$5) as rows (a1,a2)"
        );
    }

    #[test]
    fn only_postgres_numbers_its_parameters() {
        assert_eq!(placeholders(DbBackend::Postgres, 2, 2), "($1,$2),($3,$4)");
        assert_eq!(placeholders(DbBackend::Sqlite, 2, 2), "(?,?),(?,?)");
    }

    #[test]
    fn a_column_with_holes_is_no_array() {
        let rows = [1_i64.into(), Value::from(None::<i64>)];
        assert!(Columns::of(1, &rows).is_none());
    }
}
