//! Stores the growing areas of events: who holds them, and on which days they are marked.

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;

use crate::domain::register::growing_area::GrowingArea;
use crate::storage::{self, Tx};

/// Stores growing areas as they are after each change, which come in order per area, each with its day: from that day on an
/// area is held by whoever came to hold it. Marks carry their own days.
pub async fn store_areas(tx: &Tx, changes: &[(NaiveDate, &GrowingArea)]) -> Result<(), StoreError> {
    // An area changes a few times a year: one after the other.
    for (day, area) in changes {
        let known = storage::register::holders_of(tx, area.id).await?;
        let holders = area.held_since(*day, known);
        storage::register::store_area(tx, area, &holders).await?;
    }
    Ok(())
}
