//! Copies certificates of the evaluation service, so that a product shows its star of today.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;

use crate::domain::product::HeldCertificate;
use crate::storage::{self, Tx};

/// Stores the last certificate of each product. They come in order per product. That of a product which was merged since stays
/// under its id: the certified product is the one that is kept.
///
/// # Errors
/// The database failed.
pub async fn copy_certificates(
    tx: &Tx,
    certificates: impl IntoIterator<Item = HeldCertificate>,
) -> Result<(), StoreError> {
    let last: HashMap<_, _> = certificates
        .into_iter()
        .map(|certificate| (certificate.product_id, certificate))
        .collect();
    storage::product::upsert_certificates(tx, last.into_values().collect()).await
}
