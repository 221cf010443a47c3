//! Demands and what comes to suit them, offers, deals, sessions and invitations to them, all of trade connection.

mod deals;
mod demands;
mod invitations;
mod matches;
mod offers;
mod sessions;

pub use deals::{
    DealFilter, DealStatus, agreed_by_product, deal_to_change, deals, list_deals, open_deals_of,
    similar_deals,
};
pub use demands::{
    DemandFilter, DemandStatus, demand, demand_to_change, list_demands, over, similar_demands,
    sought_by, sought_by_keys,
};
pub use invitations::{
    InvitationFilter, InvitationStatus, invitation_to_change, invitations_of, invitations_to,
    list_invitations,
};
pub use matches::notified_pairs;
pub use offers::{
    OfferFilter, OfferStatus, count_open_offers, list_offers, offer, offer_of_product, open_offers,
    open_offers_to_change,
};
pub use sessions::{
    SessionFilter, list_sessions, session, session_to_change, sessions_naming, similar_sessions,
};
