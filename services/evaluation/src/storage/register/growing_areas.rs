//! Who held a growing area on which days, and on which it is marked as circular or green.

use chrono::NaiveDate;
use ocop_chassis::database::{StoreError, execute, insert_rows, select};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::domain::register::growing_area::{AreaMark, GrowingArea, Holding};
use crate::storage::Tx;

/// Before all days, and after all: so that a query compares days only.
const ALWAYS: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a day");
const NEVER: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day");

#[derive(FromQueryResult)]
struct HoldingRow {
    producer_id: Uuid,
    from_day: NaiveDate,
    until_day: NaiveDate,
}

/// Who held an area on which days, as far as was heard.
pub async fn holders_of(tx: &Tx, area: Uuid) -> Result<Vec<Holding>, StoreError> {
    let sql = "select producer_id, from_day, until_day from area_holders where area_id = $1";
    let rows: Vec<HoldingRow> = select(tx.db(), sql, [area.into()]).await?;
    let holding = |row: HoldingRow| Holding {
        producer_id: row.producer_id,
        from: (row.from_day > ALWAYS).then_some(row.from_day),
        until: (row.until_day < NEVER).then_some(row.until_day),
    };
    Ok(rows.into_iter().map(holding).collect())
}

/// Stores an area and who held it, in place of what was there.
pub async fn store_area(
    tx: &Tx,
    area: &GrowingArea,
    holders: &[Holding],
) -> Result<(), StoreError> {
    let db = tx.db();
    for table in ["area_holders", "area_marks"] {
        let sql = format!("delete from {table} where area_id = $1");
        execute(db, &sql, [area.id.into()]).await?;
    }
    let row = |one: &Holding| -> [Value; 4] {
        let (from, until) = (one.from.unwrap_or(ALWAYS), one.until.unwrap_or(NEVER));
        [
            area.id.into(),
            one.producer_id.into(),
            from.into(),
            until.into(),
        ]
    };
    let head = "insert into area_holders (area_id, producer_id, from_day, until_day)";
    insert_rows(db, head, 4, holders.iter().flat_map(row).collect(), "").await?;
    let row = |mark: &AreaMark| -> [Value; 4] {
        let until = mark.last.and_then(|last| last.succ_opt()).unwrap_or(NEVER);
        [
            area.id.into(),
            mark.kind.to_string().into(),
            mark.first.into(),
            until.into(),
        ]
    };
    let head = "insert into area_marks (area_id, kind, from_day, until_day)";
    insert_rows(db, head, 4, area.marks.iter().flat_map(row).collect(), "").await?;
    Ok(())
}
