//! What a producer was, without what is personal: that has no history, so that it can be erased.

use chrono::{DateTime, NaiveDate, Utc};
use ocop_chassis::database::{Saved, StoreError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ProducerView, by_ids, corrupt};
use crate::domain::producer::{Producer, Profile, Representative};
use crate::storage::history::{self, Version};
use crate::storage::{Store, from_json, json};

#[derive(Serialize, Deserialize)]
struct Snapshot {
    profile: Profile,
    place_code: String,
    province_code: String,
    place_on: NaiveDate,
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
    };
    Version {
        id: saved.id,
        version: saved.version(),
        at: saved.updated_at(),
        snapshot: json(&snapshot),
    }
}

/// A producer as it stood at an instant, without what is personal. `None` if it was not registered by then.
pub async fn as_of(
    store: &Store,
    id: Uuid,
    at: DateTime<Utc>,
) -> Result<Option<ProducerView>, StoreError> {
    let Some(today) = by_ids(store.clone(), vec![id]).await?.remove(&id) else {
        return Ok(None);
    };
    let Some((version, since, text)) = history::as_of(store, ("producer", id), at).await? else {
        return Ok(None);
    };
    let was: Snapshot = from_json(&text, || corrupt(id))?;
    Ok(Some(ProducerView {
        version,
        updated_at: since,
        profile: was.profile,
        place_code: was.place_code,
        province_code: was.province_code,
        place_on: was.place_on,
        ..today
    }))
}
