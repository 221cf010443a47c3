//! Registers a producer.

use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::Caller;

use crate::application::Error;
use crate::application::place::{self, NamedPlace};
use crate::domain::Event;
use crate::domain::producer::{Producer, Profile};
use crate::storage::Tx;

/// The producer to register.
#[derive(Debug)]
pub struct RegisterProducer {
    /// Who asks.
    pub caller: Caller,
    /// Its profile.
    pub profile: Profile,
    /// The place it is in.
    pub place: NamedPlace,
}

impl UseCase<Event> for RegisterProducer {
    type Answer = Saved<Producer>;
    type Error = Error;

    async fn run(&self, tx: &mut Tx) -> Result<Saved<Producer>, Error> {
        let location = self.place.site(tx).await?;
        self.caller.within(place::target(&location))?;
        super::numbers_are_free(tx, None, &self.profile).await?;
        let producer = Producer::register(tx.new_id(), self.profile.clone(), location)?;
        Ok(tx.create(producer).await?)
    }
}
