//! What a producer was, without what is personal: that has no history, so that it can be erased.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{Saved, StoreError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ProducerView, by_ids, corrupt};
use crate::domain::producer::{Producer, Profile, Representative};
use crate::storage::history::{self, Version};
use crate::storage::merging;
use crate::storage::{Store, from_json, json};

#[derive(Serialize, Deserialize)]
struct Snapshot {
    profile: Profile,
    place_code: String,
    province_code: String,
    place_on: NaiveDate,
    /// The records that were merged into it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    merged_from: BTreeSet<Uuid>,
    /// That into which it was merged: with this version it ends, and `merging::lead_on` writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    merged_into: Option<Uuid>,
}

pub(super) fn version(saved: &Saved<Producer>) -> Version {
    let snapshot = Snapshot {
        profile: Profile {
            address: String::new(),
            phone: String::new(),
            email: String::new(),
            representative: Representative::erased(),
            people: Vec::new(),
            ..saved.profile.clone()
        },
        place_code: saved.location.place.code.to_string(),
        province_code: saved.location.province.code.clone(),
        place_on: saved.location.said_on,
        merged_from: saved.merged_from.clone(),
        merged_into: None,
    };
    Version {
        id: saved.id,
        version: saved.version(),
        at: saved.updated_at(),
        snapshot: json(&snapshot),
    }
}

/// A producer as it stood at an instant, without what is personal. `None` if it was not registered by then. A record that had
/// been merged by then is answered by the one that it had gone over into.
pub async fn as_of(
    store: &Store,
    id: Uuid,
    at: DateTime<Utc>,
) -> Result<Option<ProducerView>, StoreError> {
    let mut id = id;
    loop {
        let Some((version, since, text)) = history::as_of(store, ("producer", id), at).await?
        else {
            return Ok(None);
        };
        let was: Snapshot = from_json(&text, || corrupt(id))?;
        if let Some(into) = was.merged_into {
            id = into;
            continue;
        }
        let Some(today) = by_ids(store.clone(), vec![id]).await?.remove(&id) else {
            return Ok(None);
        };
        let merged = merging::created_at(store.database().reader(), id).await?;
        return Ok(Some(ProducerView {
            id,
            version,
            created_at: merged.unwrap_or(today.created_at),
            updated_at: since,
            profile: was.profile,
            place_code: was.place_code,
            province_code: was.province_code,
            place_on: was.place_on,
            merged_from: was.merged_from,
            merged_into: merged.map(|_| today.id),
        }));
    }
}
