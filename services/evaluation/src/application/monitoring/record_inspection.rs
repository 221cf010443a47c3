//! Records what an inspection found; Article 9.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on, register};
use crate::domain::Event;
use crate::domain::monitoring::inspection::{Finding, Inspection, Refusal};
use crate::storage::{self, Tx};

/// What was found.
#[derive(Debug)]
pub struct RecordInspection {
    /// Who asks.
    pub caller: Caller,
    /// Id of the inspection.
    pub id: Uuid,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The day it was held; today if none.
    pub inspected_on: Option<NaiveDate>,
}

impl UseCase<Event> for RecordInspection {
    type Answer = Saved<Inspection>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Inspection>, Error> {
        let mut inspection = super::inspection(tx, &self.caller, self.id).await?;
        let on = on(tx, self.inspected_on)?;
        let found_on = self.findings.iter().filter_map(|found| found.product_id);
        let named: Vec<Uuid> = found_on.collect();
        let known = storage::products(tx, &named).await?;
        for id in named {
            let Some(product) = known.get(&id) else {
                return Err(register::product_unknown(tx, id).await?);
            };
            if product.producer_id != inspection.subject.producer_id {
                return Err(Refusal::OtherProducer { id }.into());
            }
            self.caller.within(register::target(product))?;
        }
        inspection.record(self.findings.clone(), on)?;
        super::save_inspection(tx, inspection).await
    }
}
