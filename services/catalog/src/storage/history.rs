//! What producers and products were in each version. Who made it and why stands in the audit.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use ocop_chassis::audit::{Entry, Filter, Order, entries};
use ocop_chassis::database::{StoreError, execute, insert_rows, select};
use ocop_chassis::paging::Page;
use sea_orm::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::Value as Json;

use super::Store;

/// A version that is recorded.
pub(super) struct Version {
    pub(super) id: Uuid,
    pub(super) version: u64,
    pub(super) at: DateTime<Utc>,
    /// What it is, as JSON.
    pub(super) snapshot: String,
}

/// Keeps versions of aggregates of a type.
pub(super) async fn keep(
    db: &impl ConnectionTrait,
    aggregate: &str,
    versions: impl Iterator<Item = Version>,
) -> Result<(), StoreError> {
    let mut values: Vec<Value> = Vec::new();
    for version in versions {
        values.extend([
            aggregate.into(),
            version.id.into(),
            version.version.cast_signed().into(),
            version.at.into(),
            version.snapshot.into(),
        ]);
    }
    let into = "insert into past_versions (aggregate_type, aggregate_id, version, at, snapshot)";
    insert_rows(db, into, 5, values, "").await?;
    Ok(())
}

/// Says of the last version of an aggregate that it went over into another.
pub(super) async fn end(
    db: &impl ConnectionTrait,
    (aggregate, id): (&str, Uuid),
    into: Uuid,
) -> Result<(), StoreError> {
    let sql = "select version, at, snapshot from past_versions where aggregate_type = $1 and aggregate_id = $2 \
               order by version desc limit 1";
    let rows: Vec<Row> = select(db, sql, [aggregate.into(), id.into()]).await?;
    for row in rows {
        let corrupt = || StoreError::Corrupt {
            what: format!("the history of {aggregate} {id}"),
        };
        let mut snapshot: serde_json::Map<String, Json> = super::from_json(&row.snapshot, corrupt)?;
        snapshot.insert("merged_into".to_owned(), into.to_string().into());
        let sql = "update past_versions set snapshot = $1 where aggregate_type = $2 and aggregate_id = $3 and version = $4";
        let values: [Value; 4] = [
            super::json(&snapshot).into(),
            aggregate.into(),
            id.into(),
            row.version.into(),
        ];
        execute(db, sql, values).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    version: i64,
    at: DateTimeUtc,
    snapshot: String,
}

/// What an aggregate was at an instant: its version, since when it was so, and its snapshot. `None` if it was not there.
pub(super) async fn as_of(
    store: &Store,
    (aggregate, id): (&str, Uuid),
    at: DateTime<Utc>,
) -> Result<Option<(u64, DateTime<Utc>, String)>, StoreError> {
    let sql = "select version, at, snapshot from past_versions where aggregate_type = $1 and aggregate_id = $2 and at <= $3 \
               order by version desc limit 1";
    let values: [Value; 3] = [aggregate.into(), id.into(), at.into()];
    let rows: Vec<Row> = select(store.database().reader(), sql, values).await?;
    let found = rows.into_iter().next();
    Ok(found.map(|row| (row.version.unsigned_abs(), row.at, row.snapshot)))
}

/// A field that changed, with its values as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Path of the field in the contract.
    pub field: String,
    /// What it was; empty if it was not given.
    pub before: String,
    /// What it became; empty if it was taken away.
    pub after: String,
}

/// A version of a producer or product.
#[derive(Clone, Debug)]
pub struct Change {
    /// When.
    pub at: DateTime<Utc>,
    /// The version since.
    pub version: u64,
    /// Who, by which rpc and why; `None` if the audit does not know.
    pub by: Option<Entry>,
    /// What changed; everything that was given with the first version.
    pub fields: Vec<FieldChange>,
}

/// Records of the audit that are read at most.
const MOST: u64 = 1_000;

/// The versions of a producer or product, the newest first, and the token of the next page.
pub async fn changes(
    store: &Store,
    (aggregate, id): (&'static str, Uuid),
    page: &Page,
) -> Result<(Vec<Change>, String), StoreError> {
    let before = page.after.as_deref().and_then(|after| after.parse().ok());
    let before: i64 = before.unwrap_or(i64::MAX);
    let sql = format!(
        "select version, at, snapshot from past_versions where aggregate_type = $1 and aggregate_id = $2 and version < $3 \
         order by version desc limit {}",
        page.fetch() + 1
    );
    let values: [Value; 3] = [aggregate.into(), id.into(), before.into()];
    let mut rows: Vec<Row> = select(store.database().reader(), sql, values).await?;
    // The version before the last of the page is what that one is compared with.
    let size = usize::try_from(page.size).unwrap_or(usize::MAX);
    let earlier = (rows.len() > size).then(|| rows[size].snapshot.clone());
    let next = page.cut(&mut rows, |row| row.version.to_string());
    let mut by = recorded(store, (aggregate, id)).await?;
    let mut changes = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let previous = rows
            .get(at + 1)
            .map(|row| &row.snapshot)
            .or(earlier.as_ref());
        changes.push(Change {
            at: row.at,
            version: row.version.unsigned_abs(),
            by: by.remove(&row.version),
            fields: differences(previous.map(String::as_str), &row.snapshot),
        });
    }
    Ok((changes, next))
}

/// What the audit knows of an aggregate, by version.
async fn recorded(
    store: &Store,
    (aggregate, id): (&str, Uuid),
) -> Result<HashMap<i64, Entry>, StoreError> {
    let filter = Filter {
        aggregate_type: Some(aggregate.to_owned()),
        aggregate_id: Some(id),
        ..Filter::default()
    };
    let entries = entries(store.database(), &filter, Order::NewestFirst, None, MOST).await?;
    Ok(entries
        .into_iter()
        .map(|entry| (entry.version, entry))
        .collect())
}

fn differences(before: Option<&str>, after: &str) -> Vec<FieldChange> {
    let fields = |text: &str| {
        let mut fields = BTreeMap::new();
        flatten(
            "",
            &serde_json::from_str(text).unwrap_or(Json::Null),
            &mut fields,
        );
        fields
    };
    let (before, after) = (before.map(fields).unwrap_or_default(), fields(after));
    let all: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let value =
        |of: &BTreeMap<String, String>, field: &String| of.get(field).cloned().unwrap_or_default();
    let change = all.into_iter().map(|field| FieldChange {
        field: field.clone(),
        before: value(&before, field),
        after: value(&after, field),
    });
    change
        .filter(|change| change.before != change.after)
        .collect()
}

/// The fields of a snapshot with their paths in the contract; what is not given is left out.
fn flatten(path: &str, value: &Json, fields: &mut BTreeMap<String, String>) {
    match value {
        Json::Null => {}
        Json::Object(inner) => {
            for (name, value) in inner {
                // The domain keeps some fields together that the contract has side by side.
                let aside = matches!(name.as_str(), "profile" | "details");
                let path = match (path.is_empty(), aside) {
                    (_, true) => path.to_owned(),
                    (true, false) => name.clone(),
                    (false, false) => format!("{path}.{name}"),
                };
                flatten(&path, value, fields);
            }
        }
        Json::Array(all) if all.is_empty() => {}
        Json::String(text) if text.is_empty() => {}
        Json::String(text) => {
            fields.insert(path.to_owned(), text.clone());
        }
        other => {
            fields.insert(path.to_owned(), other.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_differ_are_named_as_in_the_contract() {
        let before = r#"{"profile":{"name":"A","details":{"net_content":"500 ml","minimum_order":{"quantity":1,"unit":"kg"}}},"status":"active"}"#;
        let after = r#"{"profile":{"name":"A","details":{"net_content":"","minimum_order":{"quantity":2,"unit":"kg"}}},"status":"retired"}"#;
        let change = |field: &str, before: &str, after: &str| FieldChange {
            field: field.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        };
        assert_eq!(
            differences(Some(before), after),
            [
                change("minimum_order.quantity", "1", "2"),
                change("net_content", "500 ml", ""),
                change("status", "active", "retired"),
            ]
        );
        assert_eq!(differences(None, before).len(), 5);
        assert_eq!(differences(Some(after), after), []);
    }
}
