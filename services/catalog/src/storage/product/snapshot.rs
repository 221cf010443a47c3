//! What a product was.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{Saved, StoreError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ProductView, by_ids, corrupt};
use crate::domain::product::{Product, Profile, Status};
use crate::storage::history::{self, Version};
use crate::storage::merging;
use crate::storage::{Store, from_json, json};

#[derive(Serialize, Deserialize)]
struct Snapshot {
    profile: Profile,
    place_code: String,
    province_code: String,
    place_on: NaiveDate,
    status: Status,
    status_reason: String,
    /// Its producer; of versions from before products could go over to another, today's.
    #[serde(default)]
    producer_id: Option<Uuid>,
    /// The records that were merged into it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    merged_from: BTreeSet<Uuid>,
    /// That into which it was merged: with this version it ends, and `merging::lead_on` writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    merged_into: Option<Uuid>,
}

pub(super) fn version(saved: &Saved<Product>) -> Version {
    let snapshot = Snapshot {
        profile: saved.profile.clone(),
        place_code: saved.location.place.code.to_string(),
        province_code: saved.location.province.code.clone(),
        place_on: saved.location.said_on,
        status: saved.status,
        status_reason: saved.status_reason.clone(),
        producer_id: Some(saved.maker.id),
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

/// A product as it stood at an instant; its certificate is the newest. `None` if it was not registered by then. A record that
/// had been merged by then is answered by the one that it had gone over into.
pub async fn as_of(
    store: &Store,
    id: Uuid,
    at: DateTime<Utc>,
) -> Result<Option<ProductView>, StoreError> {
    let mut id = id;
    loop {
        let Some((version, since, text)) = history::as_of(store, ("product", id), at).await? else {
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
        return Ok(Some(ProductView {
            id,
            version,
            created_at: merged.unwrap_or(today.created_at),
            updated_at: since,
            producer_id: was.producer_id.unwrap_or(today.producer_id),
            profile: was.profile,
            place_code: was.place_code,
            province_code: was.province_code,
            place_on: was.place_on,
            status: was.status,
            status_reason: was.status_reason,
            merged_from: was.merged_from,
            merged_into: merged.map(|_| today.id),
            certificate: today.certificate.filter(|_| merged.is_none()),
        }));
    }
}
