//! Plans an inspection of a producer, a product or a certificate; Article 9.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::step::Reachable as _;
use crate::application::{Error, certificate, register};
use crate::domain::Event;
use crate::domain::monitoring::inspection::{Inspection, Plan, Subject};
use crate::storage::certificate::{Holder, first_recognised};
use crate::storage::{self, Tx};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inspected {
    /// A producer as a whole.
    Producer(Uuid),
    Product(Uuid),
    /// A certificate, and so its product.
    Certificate(Uuid),
}

#[derive(Debug)]
pub struct PlanInspection {
    pub caller: Caller,
    pub inspected: Inspected,
    pub plan: Plan,
}

impl PlanInspection {
    async fn subject(&self, tx: &Tx) -> Result<Subject, Error> {
        match self.inspected {
            Inspected::Producer(id) => {
                let Some(producer) = storage::register::producer(tx, id).await? else {
                    return Err(register::producer_unknown(tx, id).await?);
                };
                Ok(Subject {
                    province_code: producer.province_code,
                    place_code: producer.place_code,
                    place_said_on: producer.place_said_on,
                    producer_id: producer.id,
                    producer_name: producer.name,
                    product_id: None,
                    product_name: String::new(),
                    certificate_id: None,
                    recognised_on: first_recognised(tx, Holder::Producer(id)).await?,
                })
            }
            Inspected::Product(id) => {
                let product = register::product(tx, id).await?;
                let recognised_on = first_recognised(tx, Holder::Product(id)).await?;
                Ok(Subject {
                    province_code: product.place.province_code,
                    place_code: product.place.code,
                    place_said_on: product.place.said_on,
                    producer_id: product.producer_id,
                    producer_name: product.producer_name,
                    product_id: Some(product.id),
                    product_name: product.name,
                    certificate_id: None,
                    recognised_on,
                })
            }
            Inspected::Certificate(id) => {
                let certificate = certificate::certificate(tx, id).await?;
                let product = storage::register::resolved(tx, certificate.product_id).await?;
                Ok(Subject {
                    province_code: certificate.place.province_code,
                    place_code: certificate.place.code,
                    place_said_on: certificate.place.said_on,
                    producer_id: certificate.producer_id,
                    producer_name: certificate.producer_name,
                    product_id: Some(product),
                    product_name: certificate.product_name,
                    certificate_id: Some(id),
                    recognised_on: Some(certificate.decision.date),
                })
            }
        }
    }
}

impl UseCase<Event> for PlanInspection {
    type Answer = Saved<Inspection>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Inspection>, Error> {
        let subject = self.subject(tx).await?;
        let inspection = Inspection::plan(tx.new_id(), subject, self.plan.clone(), tx.today())?;
        self.caller.within(inspection.target())?;
        Ok(tx.create(inspection).await?)
    }
}
