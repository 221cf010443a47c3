//! Stores what promotion reports of sales.

use std::collections::HashMap;

use ocop_chassis::database::StoreError;
use uuid::Uuid;

use crate::domain::register::sales::SalesReport;
use crate::storage::{self, Tx};

/// Stores the last state of each report; the changes come in order per report.
///
/// # Errors
/// The database failed.
pub async fn store_sales(
    tx: &Tx,
    changes: impl IntoIterator<Item = SalesReport>,
) -> Result<(), StoreError> {
    let last: HashMap<Uuid, SalesReport> = changes
        .into_iter()
        .map(|report| (report.id, report))
        .collect();
    let reports: Vec<SalesReport> = last.into_values().collect();
    storage::register::store_sales(tx, &reports).await
}
