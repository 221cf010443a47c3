//! Publishes that certificates end soon or have ended (Articles 4.3 and 7.6). Nothing depends on its being on time:
//! whether a certificate is valid follows from its dates, and a late event carries the day on which it was due.

use chrono::NaiveDate;
use ocop_chassis::database::{Origin, Saved, UseCase};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::certificate::certification::Certification;
use crate::storage::{self, Store, Tx};

/// The certificates to check.
#[derive(Debug)]
pub struct ExpireCertificates {
    /// The products whose certificates are to be checked.
    pub products: Vec<Uuid>,
    /// The day for which they were found: a clock that steps back must not find them again and again.
    pub today: NaiveDate,
}

impl UseCase<Event> for ExpireCertificates {
    /// How many events were recorded.
    type Answer = usize;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<usize, Error> {
        let found = storage::certificate::certifications(tx, &self.products).await?;
        let mut certifications: Vec<Saved<Certification>> = found.into_values().collect();
        certifications.sort_unstable_by_key(|certification| certification.product_id);
        for certification in &mut certifications {
            certification.emit_due(self.today);
        }
        let quiet = certifications.iter().filter(|one| one.events.is_empty());
        let quiet: Vec<&Saved<Certification>> = quiet.collect();
        storage::certificate::postpone_check(tx, &quiet).await?;
        let events = certifications.iter().map(|one| one.events.len()).sum();
        tx.save_all(&mut certifications).await?;
        Ok(events)
    }
}

/// Most products checked in one transaction.
const BATCH: u64 = 100;

/// Publishes what is due of all certificates, batch by batch, until `stop`. Every batch moves the next day of what it
/// checked past today, so that the batches come to an end.
pub async fn expire_certificates(store: Store, stop: CancellationToken) -> anyhow::Result<()> {
    let origin = Origin::task("expire-certificates");
    while !stop.is_cancelled() {
        let today = store.clock().today();
        let products = storage::certificate::due(&store, today, BATCH).await?;
        if products.is_empty() {
            break;
        }
        let case = ExpireCertificates { products, today };
        let events = store.run(&origin, &case).await?;
        if events > 0 {
            tracing::info!(events, "certificates end soon or have ended");
        }
    }
    Ok(())
}
