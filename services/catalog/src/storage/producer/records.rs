//! When what is held of a producer was recorded: from the audit.

use super::ProducerView;
use crate::storage::Store;
use ocop_chassis::audit::{Entry, Filter, Order, entries};
use ocop_chassis::database::StoreError;

/// Records read at most.
const MOST: u64 = 500;

/// The records of a producer, and of what was merged into it, the newest first.
pub async fn records(store: &Store, view: &ProducerView) -> Result<Vec<Entry>, StoreError> {
    let mut records = Vec::new();
    for id in view.merged_from.iter().copied().chain([view.id]) {
        let filter = Filter {
            aggregate_type: Some("producer".to_owned()),
            aggregate_id: Some(id),
            ..Filter::default()
        };
        let of = entries(store.database(), &filter, Order::NewestFirst, None, MOST).await?;
        records.extend(of);
    }
    records.sort_by_key(|record| std::cmp::Reverse(record.at));
    records.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    Ok(records)
}
