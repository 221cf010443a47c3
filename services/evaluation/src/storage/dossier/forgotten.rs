//! Forgetting a person in what a producer handed in: the declaration of every dossier and of its revisions, and the notices of
//! results.

use ocop_chassis::database::{StoreError, execute, select};
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;

use crate::storage::Tx;

/// What of the declaration is personal.
const PERSONAL: [&str; 5] = ["representative", "position", "address", "phone", "email"];

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct BodyRow {
    body: String,
}

/// Takes what is personal out of the declarations of a producer's dossiers, and forgets what calls about them were
/// answered. Nothing else of them changes.
pub async fn forget_person(tx: &Tx, producer: Uuid) -> Result<(), StoreError> {
    let find = "select id from dossiers where producer_id = $1 order by id";
    let dossiers: Vec<IdRow> = select(tx.db(), find, [producer.into()]).await?;
    for dossier in dossiers {
        for (table, key) in [("dossiers", "id"), ("dossier_revisions", "dossier_id")] {
            forget_in(tx, table, key, dossier.id).await?;
        }
        tx.forget_answers("dossier", dossier.id).await?;
    }
    Ok(())
}

/// Bodies differ within a dossier, so each is replaced by what it was.
async fn forget_in(tx: &Tx, table: &str, key: &str, id: Uuid) -> Result<(), StoreError> {
    let find = format!("select body from {table} where {key} = $1");
    let rows: Vec<BodyRow> = select(tx.db(), find, [id.into()]).await?;
    for row in rows {
        let Some(without) = without_person(&row.body) else {
            continue;
        };
        let change = format!("update {table} set body = $1 where {key} = $2 and body = $3");
        execute(
            tx.db(),
            change,
            [without.into(), id.into(), row.body.into()],
        )
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
    // Whom the office told of a result by name.
    let notices = body.get_mut("notices").and_then(Value::as_array_mut);
    let notices = notices.into_iter().flatten();
    for notice in notices.filter_map(Value::as_object_mut) {
        notice.insert("name".to_owned(), Value::from(""));
    }
    Some(body.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_the_declaration_nor_a_notice_names_who_was_forgotten() {
        let body = serde_json::json!({
            "content": {"form": {"representative": "Nguyễn Văn Quý", "samples": 5}},
            "notices": [{"name": "Ông Nguyễn Văn Quý", "means": "112/TB-VPĐP"}]
        });
        let without = without_person(&body.to_string()).unwrap();
        let without: Value = serde_json::from_str(&without).unwrap();
        let expected = serde_json::json!({
            "content": {"form": {"representative": "", "samples": 5}},
            "notices": [{"name": "", "means": "112/TB-VPĐP"}]
        });
        assert_eq!(without, expected);
    }
}
