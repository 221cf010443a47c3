//! What a product was.

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{Saved, StoreError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ProductView, by_ids, corrupt};
use crate::domain::product::{Product, Profile, Status};
use crate::storage::history::{self, Version};
use crate::storage::{Store, from_json, json};

#[derive(Serialize, Deserialize)]
struct Snapshot {
    profile: Profile,
    place_code: String,
    province_code: String,
    place_on: NaiveDate,
    status: Status,
    status_reason: String,
}

pub(super) fn version(saved: &Saved<Product>) -> Version {
    let snapshot = Snapshot {
        profile: saved.profile.clone(),
        place_code: saved.location.place.code.to_string(),
        province_code: saved.location.province.code.clone(),
        place_on: saved.location.said_on,
        status: saved.status,
        status_reason: saved.status_reason.clone(),
    };
    Version {
        id: saved.id,
        version: saved.version(),
        at: saved.updated_at(),
        snapshot: json(&snapshot),
    }
}

/// A product as it stood at an instant; its certificate is the newest. `None` if it was not registered by then.
pub async fn as_of(
    store: &Store,
    id: Uuid,
    at: DateTime<Utc>,
) -> Result<Option<ProductView>, StoreError> {
    let Some(today) = by_ids(store.clone(), vec![id]).await?.remove(&id) else {
        return Ok(None);
    };
    let Some((version, since, text)) = history::as_of(store, ("product", id), at).await? else {
        return Ok(None);
    };
    let was: Snapshot = from_json(&text, || corrupt(id))?;
    Ok(Some(ProductView {
        version,
        updated_at: since,
        profile: was.profile,
        place_code: was.place_code,
        province_code: was.province_code,
        place_on: was.place_on,
        status: was.status,
        status_reason: was.status_reason,
        ..today
    }))
}
