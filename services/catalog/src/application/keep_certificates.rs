//! Keeps what certificate events say, so that a product shows its star of today.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;

use crate::domain::HeldCertificate;
use crate::storage::{self, Tx};

/// Keeps the last of the news of each product. The news come in order per product.
///
/// # Errors
/// The database failed.
pub async fn keep_certificates(
    tx: &Tx,
    news: impl IntoIterator<Item = HeldCertificate>,
) -> Result<(), StoreError> {
    let last: HashMap<_, _> = news
        .into_iter()
        .map(|news| (news.product_id, news))
        .collect();
    storage::keep_certificates(tx, last.into_values().collect()).await
}
