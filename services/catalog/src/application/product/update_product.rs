//! Changes a product.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use super::product_within;
use crate::application::{Error, place};
use crate::domain::Event;
use crate::domain::product::{Product, ProductPatch};
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
    /// Code of the place it is made in from now on, if that changes.
    pub place_code: Option<String>,
    /// The fields to change.
    pub patch: ProductPatch,
}

impl UseCase<Event> for UpdateProduct {
    type Answer = Saved<Product>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Product>, Error> {
        let mut product = product_within(tx, &self.caller, self.id).await?;
        product.expect_version(self.seen)?;
        let location = match &self.place_code {
            Some(code) => place::location(tx, code).await?,
            None => product.location.clone(),
        };
        let profile = self.patch.apply(&product.profile);
        product.update(profile, location)?;
        tx.save(&mut product).await?;
        Ok(product)
    }
}
