//! What can be done with places.

mod add_place;

pub use add_place::AddPlace;

use ocop_identity::Target;
use uuid::Uuid;

use super::Error;
use crate::domain::place::{Location, Refusal};
use crate::storage::{self, Tx};

/// Where a place lies. It must exist.
pub(super) async fn location(tx: &Tx, code: &str) -> Result<Location, Error> {
    let location = storage::place::location(tx, code).await?;
    Ok(location.ok_or_else(|| Refusal::Unknown(code.to_owned()))?)
}

/// What lies there, for comparing with scopes.
pub(super) fn target(location: &Location) -> Target {
    Target::place(&location.province.code, &location.place.code)
}

/// Where something of a producer goes, for comparing with scopes: the producer itself may put it anywhere in the
/// `home` province; beyond it, the other province has its say.
pub(super) fn destination(home: &str, to: &Location, producer: Uuid) -> Target {
    if to.province.code == home {
        target(to).of_producer(producer)
    } else {
        target(to)
    }
}
