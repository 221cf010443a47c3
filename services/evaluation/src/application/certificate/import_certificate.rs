//! Takes over a certificate from the register of an earlier regulation. Its product code stays as it was printed; the
//! serial in it stays the product's as long as it is made in that commune. Five stars are for a scope of everywhere.

use chrono::NaiveDate;
use ocop_chassis::database::UseCase;
use ocop_identity::{Caller, Target};
use uuid::Uuid;

use crate::application::{Error, Resource, on, register};
use crate::domain::Event;
use crate::domain::certificate::Certificate;
use crate::domain::certificate::certification::OldCertificate;
use crate::domain::criteria::star::Star;
use crate::storage::certificate::Deciding;
use crate::storage::{self, Tx};

/// The certificate to take over.
#[derive(Debug)]
pub struct ImportCertificate {
    pub caller: Caller,
    pub product_id: Uuid,
    /// The certificate; its id and the instant are given here.
    pub certificate: OldCertificate,
    /// The day since which decisions are made here.
    pub before: NaiveDate,
}

/// What was taken over.
#[derive(Debug)]
pub struct Imported {
    pub certificate: Certificate,
    /// One certificate of each decision that contradicts the one that gave it.
    pub contradicting: Vec<Certificate>,
}

impl Imported {
    pub(super) async fn of(tx: &Tx, certificate: Certificate) -> Result<Self, Error> {
        let decision = &certificate.decision;
        let province = Deciding::of(tx, &certificate.place, decision.date);
        let contradicting = storage::certificate::contradicting(tx, &province, decision).await?;
        Ok(Self {
            certificate,
            contradicting,
        })
    }
}

impl UseCase<Event> for ImportCertificate {
    type Answer = Imported;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Imported, Error> {
        let product = register::product(tx, self.product_id).await?;
        let mut touched = register::touched_for(&product);
        if self.certificate.star == Star::Five {
            touched = touched.and([Target::default()]);
        }
        self.caller.within(touched)?;
        on(tx, Some(self.certificate.decision.date))?;
        let merged = storage::certificate::of_merged(tx, &[product.id]).await?;
        let merged = merged.get(&product.id).map_or(&[][..], Vec::as_slice);
        if let Some(known) = self.certificate.known(merged)? {
            let found = merged.iter().find(|held| held.id == known).cloned();
            let certificate = Resource::Certificate.found(found, known)?;
            return Ok(Imported {
                certificate,
                contradicting: Vec::new(),
            });
        }
        let mut certificates = storage::certificate::certification(tx, product.id).await?;
        let old = OldCertificate {
            id: tx.new_id(),
            recorded_at: tx.now(),
            ..self.certificate.clone()
        };
        let id = certificates.import(&product, old, self.before, tx.today())?;
        let certificate = super::granted(&certificates, id)?;
        super::codes::take(tx, &product, Some(id), &certificate.product_code).await?;
        tx.save(&mut certificates).await?;
        Imported::of(tx, certificate).await
    }
}
