//! What can be done with subscriptions.

mod create_subscription;
mod enable_subscription;

pub use create_subscription::CreateSubscription;
pub use enable_subscription::EnableSubscription;
