//! When what is held of a producer was recorded: from the audit.

use ocop_chassis::audit::{Entry, Filter, Order, entries};
use ocop_chassis::database::StoreError;
use uuid::Uuid;

use crate::storage::Store;

/// Records read at most.
const MOST: u64 = 500;

/// The records of a producer, the newest first.
pub async fn records(store: &Store, id: Uuid) -> Result<Vec<Entry>, StoreError> {
    let filter = Filter {
        aggregate_type: Some("producer".to_owned()),
        aggregate_id: Some(id),
        ..Filter::default()
    };
    entries(store.database(), &filter, Order::NewestFirst, None, MOST).await
}
