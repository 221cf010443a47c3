//! Retires a product that is no longer made.

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::{Caller, Target};
use uuid::Uuid;

use super::Error;
use crate::domain::{Event, Refusal};
use crate::storage::{self, ProductRecord, Tx};

/// The product to retire.
#[derive(Debug)]
pub struct RetireProduct {
    /// Who asks.
    pub caller: Caller,
    /// Id of the product.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
}

impl UseCase<Event> for RetireProduct {
    type Answer = ProductRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<ProductRecord, Error> {
        let mut product = storage::product(tx, self.id)
            .await?
            .ok_or(Refusal::ProductUnknown(self.id))?;
        let target = Target::place(&product.location.province.0, &product.location.place.code);
        self.caller.within(&target.of_producer(product.maker.id))?;
        if product.version != self.seen {
            return Err(Error::Stale { what: "product" });
        }
        product.retire()?;
        tx.save(&mut product).await?;
        Ok(storage::product_record(tx, self.id).await?)
    }
}
