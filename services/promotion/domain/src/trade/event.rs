//! What happened to a demand, an offer, a deal and a session.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

use super::{Deal, Demand, Invitation, Meeting, Offer, Session, TradeMatch};

/// What happened to a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum DemandChange {
    /// It was opened.
    Opened,
    /// The buyer seeks more or less of it, at another price or at another time.
    Changed,
    /// More or less of it is in deals.
    AgreedChanged,
    /// As much as is asked for is in deals.
    Fulfilled,
    /// A deal ended, and less is in deals than is asked for again.
    Reopened,
    /// The buyer does not look for it any more.
    Withdrawn,
    /// Its last day is over.
    Expired,
}

/// An event of a demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandEvent {
    /// What happened.
    pub change: DemandChange,
    /// The demand afterwards.
    pub fact: DemandFact,
}

/// A demand as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandFact {
    /// The demand, without events.
    pub demand: Box<Demand>,
}

/// What happened to an offer.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumString, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum OfferChange {
    /// It was made.
    Made,
    /// The time of the demand changed, and with it what is offered over the whole of it.
    TotalChanged,
    /// The producer took it back.
    Withdrawn,
    /// The buyer said no.
    Declined,
    /// The buyer said yes.
    Accepted,
}

/// An event of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferEvent {
    /// What happened.
    pub change: OfferChange,
    /// The offer afterwards.
    pub fact: OfferFact,
}

/// An offer as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferFact {
    /// The offer, without events.
    pub offer: Box<Offer>,
}

/// What happened to a deal.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumString, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DealChange {
    /// Buyer and producer agreed.
    Agreed,
    /// A month's delivery was reported.
    DeliveryReported,
    /// What was reported of a month was put right.
    DeliveryCorrected,
    /// It is delivered, or enough of it.
    Completed,
    /// One side ended it.
    Cancelled,
}

/// An event of a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealEvent {
    /// What happened.
    pub change: DealChange,
    /// The deal afterwards.
    pub fact: DealFact,
}

/// A deal as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealFact {
    /// The deal, without events.
    pub deal: Box<Deal>,
}

/// What happened to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum SessionChange {
    /// It was planned.
    Planned,
    /// A buyer and a producer met.
    Met,
    /// What was recorded of two who met was put right.
    MeetingCorrected,
    /// It is not held.
    CalledOff,
}

/// An event of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEvent {
    /// What happened.
    pub change: SessionChange,
    /// The session afterwards.
    pub fact: SessionFact,
}

/// A session as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionFact {
    /// The session, without meetings and events.
    pub session: Box<Session>,
    /// How many met.
    pub meetings: usize,
    /// Whom the event is about.
    pub meeting: Option<Meeting>,
}

/// What happened to an invitation.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumString, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum InvitationChange {
    /// The office invited the partner.
    Sent,
    /// The partner comes.
    Accepted,
    /// The partner does not come.
    Declined,
    /// The session is not held.
    CalledOff,
}

/// An event of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationEvent {
    /// What happened.
    pub change: InvitationChange,
    /// The invitation afterwards.
    pub fact: InvitationFact,
}

/// An invitation as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationFact {
    /// The invitation, without events.
    pub invitation: Box<Invitation>,
}

/// What happened to a product and a demand.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumString, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TradeMatchChange {
    /// The product came to suit the demand.
    Found,
}

/// An event of a product and a demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TradeMatchEvent {
    /// What happened.
    pub change: TradeMatchChange,
    /// Demand and product.
    pub fact: TradeMatchFact,
}

/// A product and a demand as their events describe them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TradeMatchFact {
    /// They, without events.
    pub found: Box<TradeMatch>,
}
