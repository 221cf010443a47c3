//! What can be done with places.

mod add_place;

pub use add_place::AddPlace;

use super::Error;
use crate::domain::place::{Location, Refusal};
use crate::storage::{self, Tx};

/// Where a place lies. It must exist.
pub(super) async fn location(tx: &Tx, code: &str) -> Result<Location, Error> {
    let location = storage::place::location(tx, code).await?;
    Ok(location.ok_or_else(|| Refusal::Unknown(code.to_owned()))?)
}
