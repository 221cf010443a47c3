//! What promotion can do: one file per use case. Each runs inside one transaction.

pub mod create_subscription;
pub mod enable_subscription;
pub mod error;
pub mod follow_certificates;
pub mod follow_products;
pub mod forget_deliveries;
pub mod look_at_dates;
mod matching;
pub mod record_attempt;
pub mod register_partner;
pub mod resend_delivery;
pub mod update_sourcing;

pub use create_subscription::CreateSubscription;
pub use enable_subscription::EnableSubscription;
pub use error::Error;
pub use follow_certificates::follow_certificates;
pub use follow_products::follow_products;
pub use forget_deliveries::ForgetDeliveries;
pub use look_at_dates::LookAtDates;
pub use record_attempt::RecordAttempt;
pub use register_partner::RegisterPartner;
pub use resend_delivery::ResendDelivery;
pub use update_sourcing::UpdateSourcing;

use ocop_chassis::identity::{Caller, OutOfScope, Target};
use uuid::Uuid;

use crate::domain::partner::{Partner, Sourcing};
use crate::domain::refusal::Refusal;
use crate::storage::{self, Tx};

/// Whether a caller may act for a partner: the partner itself, or whose scope holds every province the partner buys from.
/// For a partner that buys from anywhere the scope must be everywhere.
///
/// # Errors
/// It may not.
pub fn within(caller: &Caller, partner_id: Uuid, sourcing: &Sourcing) -> Result<(), OutOfScope> {
    let partner = Target::partner(partner_id);
    if sourcing.province_codes.is_empty() {
        return caller.within(&partner);
    }
    sourcing.province_codes.iter().try_for_each(|code| {
        caller.within(&Target {
            province: Some(code.clone()),
            ..partner.clone()
        })
    })
}

/// A partner for which the caller may act.
async fn own_partner(tx: &Tx, caller: &Caller, id: Uuid) -> Result<Partner, Error> {
    let partner = storage::partner(tx, id)
        .await?
        .ok_or(Refusal::PartnerUnknown(id))?;
    within(caller, id, &partner.sourcing)?;
    Ok(partner)
}
