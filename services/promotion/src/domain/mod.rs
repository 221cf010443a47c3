//! What promotion allows and what follows from what it hears. Pure: no clock, no database, no network.
//!
//! A product becomes a [`listing::Listing`] when its first certificate is valid. Every change of the listing is shown to
//! every partner's [`matching::Match`], which decides whether that partner must be told. What a partner must be told
//! becomes one [`delivery::Delivery`] per [`subscription::Subscription`] of the partner.
//!
//! The aggregates ([`listing`], [`partner`], [`matching`], [`subscription`]) keep the events that were not saved yet in
//! `events`, and count those that were in `version`.

pub mod address;
pub mod certificate;
pub mod delivery;
pub mod event;
pub mod listing;
pub mod matching;
pub mod partner;
pub mod product;
pub mod refusal;
pub mod schedule;
pub mod star;
pub mod subscription;
pub mod target;

#[cfg(test)]
mod samples;
