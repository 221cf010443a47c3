//! Records what an inspection found; Article 9.

use chrono::NaiveDate;
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::step::Step;
use crate::application::{Error, on, register};
use crate::domain::monitoring::inspection::{Finding, Inspection, Refusal};
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct RecordInspection {
    pub findings: Vec<Finding>,
    /// The day it was held; today if none.
    pub inspected_on: Option<NaiveDate>,
}

impl Step for RecordInspection {
    type Of = Inspection;

    async fn take(
        &self,
        inspection: &mut Inspection,
        caller: &Caller,
        tx: &Tx,
    ) -> Result<(), Error> {
        let on = on(tx, self.inspected_on)?;
        let found_on = self.findings.iter().filter_map(|found| found.product_id);
        let named: Vec<Uuid> = found_on.collect();
        let known = storage::register::products(tx, &named).await?;
        for id in named {
            let Some(product) = known.get(&id) else {
                return Err(register::product_unknown(tx, id).await?);
            };
            if product.producer_id != inspection.subject.producer_id {
                return Err(Refusal::OtherProducer { id }.into());
            }
            caller.within(register::target(product))?;
        }
        Ok(inspection.record(self.findings.clone(), on)?)
    }
}
