//! What can be done with producers.

mod erase_personal_data;
mod register_producer;
mod update_producer;

pub use erase_personal_data::ErasePersonalData;
pub use register_producer::RegisterProducer;
pub use update_producer::UpdateProducer;

use ocop_chassis::database::Saved;
use ocop_identity::Target;
use uuid::Uuid;

use super::{Error, place};
use crate::domain::producer::{Producer, Profile, Refusal};
use crate::storage::{self, Tx};

/// The producer with this id, to be changed. Whoever loads it asks whether the caller covers what becomes of it.
pub(super) async fn producer(tx: &Tx, id: Uuid) -> Result<Saved<Producer>, Error> {
    let found = storage::producer::producer(tx, id).await?;
    Ok(found.ok_or(Refusal::Unknown(id))?)
}

/// Refuses a registration number or GLN by which another producer is found since one that bore it was merged into that.
async fn numbers_are_free(tx: &Tx, this: Option<Uuid>, profile: &Profile) -> Result<(), Error> {
    match storage::producer::former_holder(tx, profile, this).await? {
        Some((_, holder)) => Err(Refusal::NumberLeadsTo(holder).into()),
        None => Ok(()),
    }
}

/// What a producer is and where, for comparing with scopes.
pub(super) fn target(producer: &Producer) -> Target {
    place::target(&producer.location).of_producer(producer.id)
}
