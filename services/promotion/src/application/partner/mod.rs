//! What can be done with partners, and the matches that follow.

mod end_left_partners;
mod issue_nats_credentials;
mod matching;
mod near_misses;
mod preview_sourcing;
mod record_match_step;
mod register_partner;
mod remove_partner;
mod return_partner;
mod revoke_nats_credentials;
mod update_partner;
mod update_sourcing;

pub use end_left_partners::EndLeftPartners;
pub use issue_nats_credentials::IssueNatsCredentials;
pub(super) use matching::{apply_dates, save_and_notify};
pub use near_misses::{NearMiss, near_misses};
pub use preview_sourcing::{Preview, preview_sourcing};
pub use record_match_step::RecordMatchStep;
pub use register_partner::RegisterPartner;
pub use remove_partner::RemovePartner;
pub use return_partner::ReturnPartner;
pub use revoke_nats_credentials::RevokeNatsCredentials;
pub use update_partner::UpdatePartner;
pub use update_sourcing::UpdateSourcing;
