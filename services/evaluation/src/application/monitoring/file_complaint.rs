//! Files a complaint against a result or a decision.

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Target};

use crate::application::{Error, Resource, certificate, on};
use crate::domain::Event;
use crate::domain::dossier::Dossier;
use crate::domain::monitoring::complaint::{Against, Complaint, Concerned, Statement};
use crate::storage::{self, Tx};

#[derive(Debug)]
pub struct FileComplaint {
    pub caller: Caller,
    pub statement: Statement,
    /// The day it is filed; today if none.
    pub filed_on: Option<NaiveDate>,
}

impl FileComplaint {
    /// What is complained of, and since when it is there.
    async fn concerned(&self, tx: &Tx) -> Result<(Concerned, Option<NaiveDate>), Error> {
        match self.statement.against {
            Against::Dossier(id) => {
                let found: Option<Saved<Dossier>> = tx.load(id).await?;
                let dossier = Resource::Dossier.found(found, id)?.into_inner();
                let since = Some(dossier.result_since()?);
                let concerned = Concerned {
                    product_id: dossier.product_id,
                    product_name: dossier.product_name,
                    producer_id: dossier.producer_id,
                    province_code: dossier.place.province_code,
                    place_code: dossier.place.code,
                    place_said_on: dossier.place.said_on,
                };
                Ok((concerned, since))
            }
            Against::Certificate(id) => {
                let certificate = certificate::certificate(tx, id).await?;
                let product = storage::register::resolved(tx, certificate.product_id).await?;
                let since = certificate.decision.date;
                let concerned = Concerned {
                    product_id: product,
                    product_name: certificate.product_name,
                    producer_id: certificate.producer_id,
                    province_code: certificate.place.province_code,
                    place_code: certificate.place.code,
                    place_said_on: certificate.place.said_on,
                };
                Ok((concerned, Some(since)))
            }
        }
    }
}

impl UseCase<Event> for FileComplaint {
    type Answer = Saved<Complaint>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Complaint>, Error> {
        let (concerned, since) = self.concerned(tx).await?;
        let target = Target::place(
            &concerned.province_code,
            &concerned.place_code,
            concerned.place_said_on,
        );
        self.caller
            .within(target.of_producer(concerned.producer_id))?;
        on(tx, Some(self.statement.known_on))?;
        let on = on(tx, self.filed_on)?;
        let statement = (self.statement.clone(), since);
        let complaint = Complaint::file(tx.new_id(), concerned, statement, on)?;
        Ok(tx.create(complaint).await?)
    }
}
