//! Registers a product of a registered producer.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Touched};
use uuid::Uuid;

use crate::application::{Error, place};
use crate::domain::product::{Product, Profile};
use crate::domain::{self, Event, producer};
use crate::storage::{self, Tx};

/// The product to register.
#[derive(Debug)]
pub struct RegisterProduct {
    /// Who asks.
    pub caller: Caller,
    /// Id of its producer.
    pub producer_id: Uuid,
    /// Its description.
    pub profile: Profile,
    /// Code of the place it is made in.
    pub place_code: String,
}

impl UseCase<Event> for RegisterProduct {
    type Answer = Saved<Product>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Product>, Error> {
        let (maker, location) =
            storage::product::maker_and_location(tx, self.producer_id, &self.place_code).await?;
        let maker = maker.ok_or(producer::Refusal::Unknown(self.producer_id))?;
        let unknown = || domain::place::Refusal::Unknown(self.place_code.clone());
        let location = location.ok_or_else(unknown)?;
        let made_in = place::destination(&maker.province_code, &location, maker.id);
        let touched = Touched::new(made_in).of_producer(super::target_of_maker(&maker));
        self.caller.within(touched)?;
        let product = Product::register(tx.new_id(), maker, self.profile.clone(), location)?;
        Ok(tx.create(product).await?)
    }
}
