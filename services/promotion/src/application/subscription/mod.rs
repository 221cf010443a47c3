//! What can be done with subscriptions.

pub mod claim_notice;
mod create_subscription;
mod delete_subscription;
mod disable_subscription;
mod enable_subscription;
mod forget_notices;
mod pause_subscription;
mod record_verification;
mod reseal_secrets;
mod resume_subscription;
mod rotate_secret;
mod update_subscription;

pub use create_subscription::CreateSubscription;
pub use delete_subscription::DeleteSubscription;
pub use disable_subscription::DisableSubscription;
pub use enable_subscription::EnableSubscription;
pub use forget_notices::{ForgetNotice, ForgetNotices};
pub use pause_subscription::PauseSubscription;
pub use record_verification::RecordVerification;
pub use reseal_secrets::ResealSecrets;
pub use resume_subscription::ResumeSubscription;
pub use rotate_secret::RotateSecret;
pub use update_subscription::UpdateSubscription;
