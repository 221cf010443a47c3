//! Lets listings follow merges of products in the catalog.

use ocop_chassis::database::StoreError;
use uuid::Uuid;

use crate::application::gift;
use crate::storage::{self, Tx};

/// Has the ids of merged products lead to those that are kept, and gift sets follow. The same again changes nothing.
///
/// # Errors
/// The database failed.
pub async fn follow_merges(tx: &mut Tx, merged: Vec<(Uuid, Uuid)>) -> Result<(), StoreError> {
    if merged.is_empty() {
        return Ok(());
    }
    storage::lock_market(tx).await?;
    let mut led = Vec::with_capacity(merged.len());
    for (from, into) in merged {
        led.push((from, storage::listing::merge(tx, from, into).await?));
    }
    gift::follow_merges(tx, &led).await
}
