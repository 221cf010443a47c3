//! Plans an inspection of a producer, a product or a certificate; Article 9.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::{Error, Resource, certificate, register};
use crate::domain::Event;
use crate::domain::monitoring::inspection::{Inspection, Plan, Subject};
use crate::storage::{self, Tx};

/// What is inspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inspected {
    /// A producer as a whole.
    Producer(Uuid),
    /// One of its products.
    Product(Uuid),
    /// A certificate, and so its product.
    Certificate(Uuid),
}

/// The inspection to plan.
#[derive(Debug)]
pub struct PlanInspection {
    /// Who asks.
    pub caller: Caller,
    /// What is inspected.
    pub inspected: Inspected,
    /// What is planned.
    pub plan: Plan,
}

impl PlanInspection {
    async fn subject(&self, tx: &Tx) -> Result<Subject, Error> {
        match self.inspected {
            Inspected::Producer(id) => {
                let found = storage::producer(tx, id).await?;
                let what = Resource::Producer;
                let producer = found.ok_or(Error::Unknown { what, id })?;
                Ok(Subject {
                    province_code: producer.province_code,
                    place_code: producer.place_code,
                    producer_id: id,
                    producer_name: producer.name,
                    product_id: None,
                    product_name: String::new(),
                    certificate_id: None,
                })
            }
            Inspected::Product(id) => {
                let product = register::product(tx, id).await?;
                Ok(Subject {
                    province_code: product.place.province_code,
                    place_code: product.place.code,
                    producer_id: product.producer_id,
                    producer_name: product.producer_name,
                    product_id: Some(id),
                    product_name: product.name,
                    certificate_id: None,
                })
            }
            Inspected::Certificate(id) => {
                let certificate = certificate::certificate(tx, id).await?;
                Ok(Subject {
                    province_code: certificate.place.province_code,
                    place_code: certificate.place.code,
                    producer_id: certificate.producer_id,
                    producer_name: certificate.producer_name,
                    product_id: Some(certificate.product_id),
                    product_name: certificate.product_name,
                    certificate_id: Some(id),
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
        let target = Target::place(&subject.province_code, &subject.place_code);
        self.caller
            .within(target.of_producer(subject.producer_id))?;
        let inspection = Inspection::plan(tx.new_id(), subject, self.plan.clone(), tx.today());
        Ok(tx.create(inspection).await?)
    }
}
