//! What promotion can do: one file per use case. Each runs inside one transaction.

pub mod delivery;
mod error;
pub mod listing;
pub mod partner;
pub mod subscription;

pub use error::Error;

use ocop_chassis::database::Saved;
use ocop_identity::{Caller, OutOfScope, Target};
use uuid::Uuid;

use crate::domain::partner::{Partner, Refusal, Sourcing};
use crate::domain::subscription::{Refusal as NoSubscription, Subscription};
use crate::storage::{self, Tx};

/// Whether a caller may act for a partner: the partner itself, or whose scope holds every province the partner buys from.
/// For a partner that buys from anywhere the scope must be everywhere.
///
/// # Errors
/// It may not.
pub fn within(caller: &Caller, partner_id: Uuid, sourcing: &Sourcing) -> Result<(), OutOfScope> {
    let partner = Target::partner(partner_id);
    if sourcing.province_codes.is_empty() {
        return caller.within(partner);
    }
    sourcing.province_codes.iter().try_for_each(|code| {
        let province = Target::province(code.clone(), sourcing.said_on);
        caller.within(Target {
            partner: partner.partner.clone(),
            ..province
        })
    })
}

/// A partner for which the caller may act, and which has not left.
async fn own_partner(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Saved<Partner>, Error> {
    let found = storage::partner::partner(tx, id).await?;
    present(caller, id, found)
}

/// The same, with its row locked until the transaction ends: for what depends on what else it has.
async fn own_partner_to_change(
    tx: &Tx,
    caller: &Caller,
    id: Uuid,
) -> Result<Saved<Partner>, Error> {
    let found = storage::partner::partner_to_change(tx, id).await?;
    present(caller, id, found)
}

fn present(
    caller: &Caller,
    id: Uuid,
    found: Option<Saved<Partner>>,
) -> Result<Saved<Partner>, Error> {
    let partner = found.ok_or(Refusal::Unknown(id))?;
    within(caller, id, &partner.sourcing)?;
    partner.require_present()?;
    Ok(partner)
}

/// A subscription, to be changed, of a partner for which the caller may act. Its row is locked until the transaction ends.
async fn own_subscription(
    tx: &Tx,
    caller: &Caller,
    id: Uuid,
) -> Result<Saved<Subscription>, Error> {
    let subscription = storage::subscription::subscription(tx, id)
        .await?
        .ok_or(NoSubscription::Unknown(id))?;
    own_partner(tx, caller, subscription.partner_id).await?;
    Ok(subscription)
}
