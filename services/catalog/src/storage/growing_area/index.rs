//! The tables by which areas are found: their holders, their products, and what of them ends.

use ocop_chassis::database::{StoreError, execute, insert_rows};
use sea_orm::Value;

use crate::domain::growing_area::GrowingArea;
use crate::storage::Tx;

/// Writes what an area is found by, in place of what was there.
pub async fn index(tx: &Tx, area: &GrowingArea) -> Result<(), StoreError> {
    let db = tx.db();
    for table in [
        "growing_area_holders",
        "growing_area_products",
        "growing_area_lapses",
    ] {
        let sql = format!("delete from {table} where area_id = $1");
        execute(db, sql, [area.id.into()]).await?;
    }
    let pairs = |ids: &[uuid::Uuid]| -> Vec<Value> {
        ids.iter()
            .flat_map(|id| [(*id).into(), area.id.into()])
            .collect()
    };
    let holders = "insert into growing_area_holders (producer_id, area_id)";
    insert_rows(db, holders, 2, pairs(&area.profile.holders), "").await?;
    let products = "insert into growing_area_products (product_id, area_id)";
    insert_rows(db, products, 2, pairs(&area.profile.products), "").await?;
    let mut lapses: Vec<Value> = Vec::new();
    for (position, lapse) in (0_i32..).zip(area.lapses()) {
        lapses.extend([
            area.id.into(),
            position.into(),
            lapse.paper.to_string().into(),
            lapse.name.into(),
            lapse.last_day.into(),
        ]);
    }
    let head = "insert into growing_area_lapses (area_id, position, paper, name, last_day)";
    insert_rows(db, head, 5, lapses, "").await?;
    Ok(())
}
