//! What can be done with transfers.

mod accept_transfer;
mod decline_transfer;
mod propose_transfer;
mod withdraw_transfer;

pub use accept_transfer::AcceptTransfer;
pub use decline_transfer::DeclineTransfer;
pub use propose_transfer::ProposeTransfer;
pub use withdraw_transfer::WithdrawTransfer;

use ocop_chassis::database::Saved;
use ocop_identity::Target;
use uuid::Uuid;

use super::Error;
use crate::domain::transfer::{Offer, Refusal, Transfer};
use crate::storage::{self, Tx};

/// The offer with this id, to be changed. Whoever loads it asks whether the caller covers the side for which it speaks.
async fn transfer(tx: &Tx, id: Uuid) -> Result<Saved<Transfer>, Error> {
    let found = storage::transfer::transfer(tx, id).await?;
    Ok(found.ok_or(Refusal::Unknown(id))?)
}

/// What moves, where it is, for comparing with scopes.
fn origin(offer: &Offer) -> Target {
    let from = &offer.from;
    Target::place(&from.province_code, &from.place_code, from.said_on)
        .of_producer(offer.producer_id)
}

/// Where it goes, for comparing with scopes. Its producer has no say there.
fn destination(offer: &Offer) -> Target {
    let to = &offer.to;
    Target::place(&to.province_code, &to.place_code, to.said_on)
}
