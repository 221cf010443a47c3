//! Registers a product of a registered producer.

use ocop_chassis::database::UseCase;
use ocop_chassis::identity::{Caller, Target};
use uuid::Uuid;

use super::Error;
use crate::domain::product::Profile;
use crate::domain::{Event, Product, Refusal};
use crate::storage::{self, ProductRecord, Tx};

/// The product to register.
#[derive(Debug)]
pub struct RegisterProduct {
    /// Who asks.
    pub caller: Caller,
    /// Id of its producer.
    pub producer_id: Uuid,
    /// What is said of it.
    pub profile: Profile,
    /// Code of the place it is made in.
    pub place_code: String,
}

impl UseCase<Event> for RegisterProduct {
    type Answer = ProductRecord;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<ProductRecord, Error> {
        let maker = storage::maker(tx, self.producer_id)
            .await?
            .ok_or(Refusal::ProducerUnknown(self.producer_id))?;
        let location = super::location(tx, &self.place_code).await?;
        let target = Target::place(&location.province.0, &location.place.code);
        self.caller.within(&target.of_producer(self.producer_id))?;
        let mut product = Product::register(tx.new_id(), maker, self.profile.clone(), location)?;
        tx.save(&mut product).await?;
        Ok(ProductRecord::registered(&product, tx.now()))
    }
}
