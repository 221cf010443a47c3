//! Publishes that certificates end soon or have ended (Articles 4.3 and 7.6). Nothing depends on its being on time:
//! whether a certificate is valid follows from its dates, and a late event carries the day on which it was due.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::certificate::certification::Certification;
use crate::storage::{self, Tx};

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
        let found = storage::certifications(tx, &self.products).await?;
        let mut certifications: Vec<Saved<Certification>> = found.into_values().collect();
        certifications.sort_unstable_by_key(|certification| certification.product_id);
        for certification in &mut certifications {
            certification.tell_due(self.today);
        }
        let quiet = certifications.iter().filter(|one| one.events.is_empty());
        let quiet: Vec<&Saved<Certification>> = quiet.collect();
        storage::postpone_check(tx, &quiet).await?;
        let events = certifications.iter().map(|one| one.events.len()).sum();
        tx.save_all(&mut certifications).await?;
        Ok(events)
    }
}
