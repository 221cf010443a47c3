//! Reports what was sold of a product in a month, or puts it right.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::application::trade::made;
use crate::domain::Event;
use crate::domain::sales::{Refusal, Report, Sold};
use crate::domain::trade::Month;
use crate::storage::{self, Tx};

/// The report.
#[derive(Debug)]
pub struct ReportSales {
    /// Who asks.
    pub caller: Caller,
    /// Id of the product.
    pub product_id: Uuid,
    /// The month.
    pub month: Month,
    /// What was sold.
    pub sold: Sold,
    /// Why other figures were reported before; may be empty.
    pub reason: String,
}

impl UseCase<Event> for ReportSales {
    type Answer = Saved<Report>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Report>, Error> {
        // The producer is stored with what is reported.
        storage::lock_market(tx).await?;
        let id = storage::listing::resolve(tx, self.product_id).await?;
        let known = storage::listing::listings(tx, &[id]).await?;
        let listing = known.get(&id);
        let listing = listing.ok_or(Refusal::ProductUnknown(self.product_id))?;
        self.caller.within(made(&listing.product))?;
        // What was reported under a record that was merged is put right there.
        let merged = storage::listing::merged_into(tx, &[id]).await?;
        let merged: Vec<Uuid> = merged.into_iter().map(|(absorbed, _)| absorbed).collect();
        let found = storage::sales::report_to_change(tx, (id, &merged), self.month).await?;
        let Some(mut report) = found else {
            let sold = self.sold.clone();
            let today = tx.today();
            let report = Report::file(tx.new_id(), &listing.product, self.month, sold, today)?;
            return Ok(tx.create(report).await?);
        };
        report.correct(self.sold.clone(), &self.reason, tx.today())?;
        if !self.reason.is_empty() {
            tx.because(&self.reason);
        }
        tx.save(&mut report).await?;
        Ok(report)
    }
}
