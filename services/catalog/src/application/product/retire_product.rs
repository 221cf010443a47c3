//! Retires a product that is no longer made.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::product::Product;
use crate::storage::Tx;

/// The product to retire.
#[derive(Debug)]
pub struct RetireProduct {
    /// Who asks.
    pub caller: Caller,
    /// Id of the product.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// Why; empty if no reason was given.
    pub reason: String,
}

impl UseCase<Event> for RetireProduct {
    type Answer = Saved<Product>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Product>, Error> {
        let mut product = super::product(tx, self.id).await?;
        self.caller.within(super::target(&product))?;
        product.expect_version(self.seen)?;
        product.retire(&self.reason)?;
        tx.because(&self.reason);
        tx.save(&mut product).await?;
        Ok(product)
    }
}
