//! Forgetting a person in what a producer handed in: the declaration of every dossier and of its revisions.

use ocop_chassis::database::StoreError;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::Value;
use uuid::Uuid;

use crate::storage::Tx;

/// What of the declaration is personal.
const PERSONAL: [&str; 5] = ["representative", "position", "address", "phone", "email"];

/// Takes what is personal out of the declarations of a producer's dossiers, and forgets what calls about them were
/// answered. Nothing else of them changes.
///
/// # Errors
/// The database failed.
pub async fn forget_person(tx: &Tx, producer: Uuid) -> Result<(), StoreError> {
    let engine = tx.db().get_database_backend();
    let find = "select id from dossiers where producer_id = $1 order by id";
    let find = Statement::from_sql_and_values(engine, find, [producer.into()]);
    for row in tx.db().query_all_raw(find).await? {
        let id: Uuid = row.try_get("", "id")?;
        for (table, key) in [("dossiers", "id"), ("dossier_revisions", "dossier_id")] {
            forget_in(tx, table, key, id).await?;
        }
        tx.forget_answers("dossier", id).await?;
    }
    Ok(())
}

/// Bodies differ within a dossier, so each is replaced by what it was.
async fn forget_in(tx: &Tx, table: &str, key: &str, id: Uuid) -> Result<(), StoreError> {
    let engine = tx.db().get_database_backend();
    let find = format!("select body from {table} where {key} = $1");
    let find = Statement::from_sql_and_values(engine, find, [id.into()]);
    for row in tx.db().query_all_raw(find).await? {
        let body: String = row.try_get("", "body")?;
        let Some(without) = without_person(&body) else {
            continue;
        };
        let change = format!("update {table} set body = $1 where {key} = $2 and body = $3");
        let values = [without.into(), id.into(), body.into()];
        tx.db()
            .execute_raw(Statement::from_sql_and_values(engine, change, values))
            .await?;
    }
    Ok(())
}

/// The body without the person; `None` if it has no declaration.
fn without_person(body: &str) -> Option<String> {
    let mut body: Value = serde_json::from_str(body).ok()?;
    let form = body.get_mut("content")?.get_mut("form")?.as_object_mut()?;
    for field in PERSONAL {
        if let Some(value) = form.get_mut(field) {
            *value = Value::from("");
        }
    }
    Some(body.to_string())
}
