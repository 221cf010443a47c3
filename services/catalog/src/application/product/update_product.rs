//! Changes a product.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Role, Touched};
use uuid::Uuid;

use crate::application::Error;
use crate::application::place::{self, NamedPlace};
use crate::domain::Event;
use crate::domain::product::{Basis, Product, ProductPatch};
use crate::storage::Tx;

/// The change.
#[derive(Debug)]
pub struct UpdateProduct {
    /// Who asks.
    pub caller: Caller,
    /// Id of the product.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// The place it is made in from now on, if that changes.
    pub place: Option<NamedPlace>,
    /// The fields to change.
    pub patch: ProductPatch,
    /// Why; empty if no reason was given.
    pub reason: String,
}

impl UseCase<Event> for UpdateProduct {
    type Answer = Saved<Product>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Product>, Error> {
        let mut product = super::product(tx, self.id).await?;
        let location = NamedPlace::from(self.place.as_ref(), tx, &product.location).await?;
        let home = place::located(&product.location);
        let there = place::destination(&tx.units(), &home, &location, product.maker.id);
        let touched = Touched::new(super::target(&product)).going_to(there);
        self.caller.within(touched.clone())?;
        product.expect_version(self.seen)?;
        let profile = self.patch.apply(&product.profile);
        let basis = Basis {
            by_office: self
                .caller
                .only(&[Role::OcopOffice])
                .within(touched)
                .is_ok(),
            reason: &self.reason,
            on: tx.today(),
        };
        if profile.gtin != product.profile.gtin {
            super::gtin_is_free(tx, Some(product.id), profile.gtin.as_ref()).await?;
        }
        product.update(profile, location, &basis)?;
        tx.because(&self.reason);
        tx.save(&mut product).await?;
        Ok(product)
    }
}
