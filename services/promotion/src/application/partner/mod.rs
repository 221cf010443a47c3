//! What can be done with partners, and the matches that follow.

mod issue_nats_credentials;
mod matching;
mod register_partner;
mod remove_partner;
mod revoke_nats_credentials;
mod update_sourcing;

pub use issue_nats_credentials::IssueNatsCredentials;
pub(super) use matching::save_and_notify;
pub use register_partner::RegisterPartner;
pub use remove_partner::RemovePartner;
pub use revoke_nats_credentials::RevokeNatsCredentials;
pub use update_sourcing::UpdateSourcing;
