//! Counts what those who run the service are shown of the programme. Every replica counts, and all show the same.

use crate::storage::{self, Store};

/// The stars that a certificate may have.
const STARS: std::ops::RangeInclusive<i32> = 3..=5;

/// Counts valid certificates and late dossiers into their metrics.
pub async fn count_programme(store: Store) -> anyhow::Result<()> {
    let figures = storage::programme::figures(&store, store.clock().today()).await?;
    for star in STARS {
        let valid = figures.certificates.get(&star).copied().unwrap_or(0);
        metrics::gauge!("certificates_valid", "stars" => star.to_string()).set(valid as f64);
    }
    metrics::gauge!("dossiers_with_term").set(figures.dossiers_with_term as f64);
    metrics::gauge!("dossiers_late").set(figures.dossiers_late as f64);
    Ok(())
}
