//! Forgetting a person in what a producer handed in: the declaration of every dossier and of its revisions, and the notices of
//! results.

use ocop_chassis::database::{StoreError, execute, one_of, select};
use sea_orm::{ConnectionTrait as _, FromQueryResult, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::domain::dossier::revision::Revision;
use crate::storage::dossier::body::Body;
use crate::storage::{Tx, from_json, json};

/// Most bodies that one statement replaces.
const BODIES: usize = 500;

#[derive(FromQueryResult)]
struct DossierRow {
    id: Uuid,
    body: String,
}

#[derive(FromQueryResult)]
struct RevisionRow {
    dossier_id: Uuid,
    number: i32,
    body: String,
}

/// Takes what is personal out of the declarations of a producer's dossiers, and forgets what calls about them were
/// answered. Nothing else of them changes. The dossiers are locked first, in the order of their ids, so that nobody writes back
/// what is forgotten.
///
/// # Errors
/// The database failed, or something stored cannot be read: what cannot be read is not erased.
pub async fn forget_person(tx: &Tx, producer: Uuid) -> Result<(), StoreError> {
    let lock = match tx.db().get_database_backend() {
        sea_orm::DbBackend::Postgres => " for update",
        // Whoever writes is alone.
        _ => "",
    };
    let find = format!("select id, body from dossiers where producer_id = $1 order by id{lock}");
    let dossiers: Vec<DossierRow> = select(tx.db(), find, [producer.into()]).await?;
    if dossiers.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = dossiers.iter().map(|row| row.id).collect();
    let keys: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    let mut changed = Vec::new();
    for row in dossiers {
        if let Some(body) = without::<Body>(&row.body, "dossier", Body::forget_person)? {
            changed.push(vec![row.id.into(), body.into()]);
        }
    }
    replace(tx, "dossiers", &["id"], changed).await?;

    let (among, values) = one_of(tx.db().get_database_backend(), "dossier_id", keys);
    let find = format!("select dossier_id, number, body from dossier_revisions where {among}");
    let revisions: Vec<RevisionRow> = select(tx.db(), find, values).await?;
    let mut changed = Vec::new();
    for row in revisions {
        let forget = |revision: &mut Revision| revision.content.form.forget_person();
        if let Some(body) = without(&row.body, "revision", forget)? {
            changed.push(vec![row.dossier_id.into(), row.number.into(), body.into()]);
        }
    }
    replace(tx, "dossier_revisions", &["dossier_id", "number"], changed).await?;
    tx.forget_answers("dossier", &ids).await
}

/// The body without the person; `None` if it names nobody.
fn without<T: DeserializeOwned + Serialize>(
    body: &str,
    what: &'static str,
    forget: impl Fn(&mut T),
) -> Result<Option<String>, StoreError> {
    let mut read: T = from_json(body, what)?;
    let before = json(&read);
    forget(&mut read);
    let after = json(&read);
    Ok((before != after).then_some(after))
}

/// Replaces bodies of a table. Each row is its key, by these columns, and its body.
async fn replace(
    tx: &Tx,
    table: &str,
    key: &[&str],
    rows: Vec<Vec<Value>>,
) -> Result<(), StoreError> {
    let same: Vec<String> = key
        .iter()
        .map(|column| format!("{table}.{column} = new_bodies.{column}"))
        .collect();
    let (columns, same) = (key.join(", "), same.join(" and "));
    for chunk in rows.chunks(BODIES) {
        let (mut values, mut places) = (Vec::<Value>::new(), Vec::new());
        for row in chunk {
            let numbers = (1..=row.len()).map(|at| format!("${}", values.len() + at));
            places.push(format!("({})", numbers.collect::<Vec<_>>().join(", ")));
            values.extend(row.iter().cloned());
        }
        let sql = format!(
            "with new_bodies ({columns}, body) as (values {}) update {table} set body = new_bodies.body \
             from new_bodies where {same}",
            places.join(", ")
        );
        execute(tx.db(), sql, values).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dossier::content::{Content, RegistrationForm};

    fn form() -> RegistrationForm {
        RegistrationForm {
            unit_name: "Hợp tác xã Mười Quý".to_owned(),
            representative: "Nguyễn Văn Quý".to_owned(),
            position: "Giám đốc".to_owned(),
            address: "Thôn Phú Quý, xã Bình Châu".to_owned(),
            phone: "0905 123 456".to_owned(),
            email: "quy@example.vn".to_owned(),
            samples: 5,
            ..RegistrationForm::default()
        }
    }

    #[test]
    fn a_declaration_does_not_name_who_was_forgotten_and_says_the_rest() {
        let content = Content {
            form: form(),
            ..Content::default()
        };
        let forget = |content: &mut Content| content.form.forget_person();
        let without_person = without(&json(&content), "content", forget)
            .unwrap()
            .unwrap();
        let left: Content = from_json(&without_person, "content").unwrap();
        let expected = RegistrationForm {
            unit_name: "Hợp tác xã Mười Quý".to_owned(),
            samples: 5,
            ..RegistrationForm::default()
        };
        assert_eq!(left.form, expected);
        assert_eq!(without(&without_person, "content", forget).unwrap(), None);
    }

    #[test]
    fn what_cannot_be_read_is_not_taken_for_forgotten() {
        let forget = |content: &mut Content| content.form.forget_person();
        assert!(without(r#"{"form": 1}"#, "content", forget).is_err());
    }
}
