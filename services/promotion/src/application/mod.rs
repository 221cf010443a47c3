//! What promotion can do: one file per use case. Each runs inside one transaction.

pub mod campaign;
pub mod delivery;
mod error;
pub mod gift;
pub mod listing;
pub mod partner;
pub mod reward;
pub mod sales;
pub mod sales_point;
pub mod subscription;
pub mod top_list;
pub mod trade;

pub use error::Error;

use ocop_chassis::database::Saved;
use ocop_identity::{Caller, OutOfScope, Target};
use ocop_places::Places;
use uuid::Uuid;

use crate::domain::partner::{Partner, Refusal, Sourcing};
use crate::domain::subscription::{Refusal as NoSubscription, Subscription};
use crate::storage::{self, Tx};

/// All that what is done for a partner touches: the partner in every province that it buys from, or in all.
fn targets(places: &Places, partner_id: Uuid, sourcing: &Sourcing) -> Vec<Target> {
    let partner = Target::partner(partner_id);
    let mut targets = Vec::new();
    for profile in sourcing.profiles() {
        let Some(codes) = profile.provinces(places) else {
            return vec![partner];
        };
        targets.extend(codes.into_iter().map(|code| Target {
            partner: partner.partner.clone(),
            ..Target::province(code, profile.said_on)
        }));
    }
    if targets.is_empty() {
        // A partner that names no province is nobody's but its own; of no target at all every caller covers all.
        return vec![partner];
    }
    targets
}

/// Whether a caller may act for a partner: the partner itself, or whose scope holds every province the partner buys from.
/// For a partner that buys from anywhere the scope must be everywhere.
///
/// # Errors
/// It may not.
pub fn within(caller: &Caller, partner_id: Uuid, sourcing: &Sourcing) -> Result<(), OutOfScope> {
    let mut targets = targets(caller.units.places(), partner_id, sourcing).into_iter();
    targets.try_for_each(|target| caller.within(target))
}

/// Whether a caller is shown the people of a partner.
pub fn is_shown_people(caller: &Caller, partner: &Partner) -> bool {
    let mut targets = targets(caller.units.places(), partner.id, &partner.sourcing).into_iter();
    targets.all(|target| caller.is_shown_personal_data(&target))
}

/// A partner for which the caller may act, and which has not left.
async fn own_partner(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Saved<Partner>, Error> {
    let found = storage::partner::partner(tx, id).await?;
    present(caller, id, found)
}

/// A partner for which the caller may act, also one that has left: for what ends something.
async fn own_partner_to_end(tx: &Tx, caller: &Caller, id: Uuid) -> Result<(), Error> {
    let found = storage::partner::partner(tx, id).await?;
    let partner = found.ok_or(Refusal::Unknown(id))?;
    Ok(within(caller, id, &partner.sourcing)?)
}

/// A partner for which the caller may act and which has not left, with its row locked until the transaction ends: for what
/// depends on what else it has.
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
