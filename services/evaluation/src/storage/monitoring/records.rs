//! When a complaint was recorded and changed, for whoever asks what is held of them.

use ocop_chassis::audit::{Entry, Filter, Order, entries};
use ocop_chassis::database::StoreError;
use uuid::Uuid;

use crate::storage::Store;

/// Records read at most.
const MOST: u64 = 500;

/// The records of a complaint, the newest first.
pub async fn complaint_records(store: &Store, id: Uuid) -> Result<Vec<Entry>, StoreError> {
    let filter = Filter {
        aggregate_type: Some("complaint".to_owned()),
        aggregate_id: Some(id),
        ..Filter::default()
    };
    entries(store.database(), &filter, Order::NewestFirst, None, MOST).await
}
