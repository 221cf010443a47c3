//! What can happen to deliveries.

mod delete_old_deliveries;
mod queue_deliveries;
mod record_attempts;
mod recover_deliveries;
mod resend_delivery;
mod resend_failed;
mod saving;

pub use delete_old_deliveries::DeleteOldDeliveries;
use queue_deliveries::{PartnerEvent, queue_deliveries};
pub use record_attempts::{Made, RecordAttempts};
pub(super) use recover_deliveries::recover;
pub use recover_deliveries::{RecoverDeliveries, Recovered};
pub use resend_delivery::ResendDelivery;
pub use resend_failed::ResendFailed;
pub(super) use saving::{PartnerAggregate, save_and_deliver, save_one_and_deliver};
