//! Registers a product of a registered producer.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, Touched};
use uuid::Uuid;

use crate::application::Error;
use crate::application::place::{self, NamedPlace};
use crate::domain::product::{Product, Profile, Similar};
use crate::domain::{Event, producer};
use crate::storage::{self, Tx};

/// A product that was registered.
#[derive(Debug)]
pub struct Registered {
    /// The product.
    pub product: Saved<Product>,
    /// Products of the same producer that it may be another writing of.
    pub similar: Vec<Similar>,
}

/// The product to register.
#[derive(Debug)]
pub struct RegisterProduct {
    /// Who asks.
    pub caller: Caller,
    /// Id of its producer.
    pub producer_id: Uuid,
    /// Its description.
    pub profile: Profile,
    /// The place it is made in.
    pub place: NamedPlace,
    /// Whether it is only prepared.
    pub draft: bool,
}

impl UseCase<Event> for RegisterProduct {
    type Answer = Registered;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Registered, Error> {
        let name = &self.profile.name;
        let ground = storage::product::ground(tx, self.producer_id, name).await?;
        let maker = ground
            .maker
            .ok_or(producer::Refusal::Unknown(self.producer_id))?;
        let location = self.place.site(tx).await?;
        let home = super::home_of(&maker);
        let made_in = place::destination(&tx.units(), &home, &location, maker.id);
        let touched = Touched::new(made_in).of_producer(super::target_of_maker(&maker));
        self.caller.within(touched)?;
        super::gtin_is_free(tx, None, self.profile.gtin.as_ref()).await?;
        let (id, profile) = (tx.new_id(), self.profile.clone());
        let product = if self.draft {
            Product::draft(id, maker, profile, location)?
        } else {
            Product::register(id, maker, profile, location)?
        };
        Ok(Registered {
            product: tx.create(product).await?,
            similar: ground.similar,
        })
    }
}
