//! What can be done with partners, and the matches that follow.

mod matching;
mod register_partner;
mod remove_partner;
mod update_sourcing;

pub(super) use matching::save_and_notify;
pub use register_partner::RegisterPartner;
pub use remove_partner::RemovePartner;
pub use update_sourcing::UpdateSourcing;
