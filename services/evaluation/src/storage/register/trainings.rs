//! Which producers attended which session of training, and on which day it was held.

use ocop_chassis::database::{StoreError, execute, insert_rows};
use sea_orm::Value;

use crate::domain::register::training::Training;
use crate::storage::Tx;

/// Stores who attended a session, in place of what was there.
pub async fn store_training(tx: &Tx, training: &Training) -> Result<(), StoreError> {
    let db = tx.db();
    let id = training.session_id;
    let sql = "delete from trainings where session_id = $1";
    execute(db, sql, [id.into()]).await?;
    let row = |producer: &uuid::Uuid| -> [Value; 3] {
        [id.into(), (*producer).into(), training.held_on.into()]
    };
    let values = training.producers.iter().flat_map(row).collect();
    let head = "insert into trainings (session_id, producer_id, held_on)";
    insert_rows(db, head, 3, values, "").await?;
    Ok(())
}
