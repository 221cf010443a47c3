//! Changes what is said of a product.

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::{Caller, Target};
use uuid::Uuid;

use super::Error;
use crate::domain::product::Profile;
use crate::domain::{Event, Refusal};
use crate::storage::{self, ProductRecord, Tx};

/// The change.
pub struct UpdateProduct {
    /// Who asks.
    pub caller: Caller,
    /// Id of the product.
    pub id: Uuid,
    /// The version the caller saw.
    pub seen: u64,
    /// Code of the place it is made in from now on, if that changes.
    pub place_code: Option<String>,
    /// Makes the new profile of the old one: the fields that the caller named.
    pub change: Box<dyn Fn(Profile) -> Profile + Send + Sync>,
}

impl UseCase<Event> for UpdateProduct {
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
        let location = match &self.place_code {
            Some(code) => super::location(tx, code).await?,
            None => product.location.clone(),
        };
        product.update((self.change)(product.profile.clone()), location)?;
        tx.save(&mut product).await?;
        Ok(storage::product_record(tx, self.id).await?)
    }
}
