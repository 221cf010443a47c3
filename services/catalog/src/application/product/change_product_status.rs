//! Has a product stand elsewhere in its life.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::Event;
use crate::domain::product::{Product, Status};
use crate::storage::Tx;

/// The change.
#[derive(Debug)]
pub struct ChangeProductStatus {
    /// Who asks.
    pub caller: Caller,
    /// Id of the product.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// Where it is to stand.
    pub status: Status,
    /// Why; empty if no reason was given.
    pub reason: String,
}

impl UseCase<Event> for ChangeProductStatus {
    type Answer = Saved<Product>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Product>, Error> {
        let mut product = super::product(tx, self.id).await?;
        self.caller.within(super::target(&product))?;
        product.expect_version(self.seen)?;
        product.stand_at(self.status, &self.reason)?;
        tx.because(&self.reason);
        tx.save(&mut product).await?;
        Ok(product)
    }
}
