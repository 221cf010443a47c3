//! Takes over a certificate from the register of an earlier regulation. Its product code stays as it was printed; the
//! serial in it stays the product's as long as it is made in that commune.

use ocop_chassis::database::UseCase;
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::{Error, on, register};
use crate::domain::Event;
use crate::domain::certificate::Certificate;
use crate::domain::certificate::certification::OldCertificate;
use crate::domain::certificate::product_code::{Commune, ProductCode};
use crate::storage::{self, Tx};

/// The certificate to take over.
#[derive(Debug)]
pub struct ImportCertificate {
    pub caller: Caller,
    pub product_id: Uuid,
    /// The certificate; its id and the instant are given here.
    pub certificate: OldCertificate,
}

impl UseCase<Event> for ImportCertificate {
    type Answer = Certificate;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Certificate, Error> {
        let product = register::product(tx, self.product_id).await?;
        self.caller.within(register::touched_for(&product))?;
        on(tx, Some(self.certificate.decision.date))?;
        on(tx, Some(self.certificate.valid_from))?;
        let mut certificates = storage::certificate::certification(tx, product.id).await?;
        let old = OldCertificate {
            id: tx.new_id(),
            recorded_at: tx.now(),
            ..self.certificate.clone()
        };
        let printed = ProductCode::printed(&old.product_code);
        let id = certificates.import(&product, old, tx.today())?;
        if let Some(printed) = printed
            && Some(&printed.commune) == Commune::of(&product.place).as_ref()
        {
            storage::certificate::store_serial(tx, product.id, &printed.commune, printed.serial)
                .await?;
        }
        tx.save(&mut certificates).await?;
        super::granted(&certificates, id)
    }
}
