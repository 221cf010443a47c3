//! What promotion allows and what follows from the events it consumes. Pure: no clock, no database, no network.
//!
//! A product becomes a [`listing::Listing`] when its first certificate is valid. Every change of the listing is compared
//! with every partner's [`partner::Match`], which decides whether that partner must be notified. Each event of a match
//! becomes one [`delivery::Delivery`] per [`subscription::Subscription`] of the partner, and so does each of an order for gift
//! sets, of an offer for a demand of the partner, of a deal and of an invitation.
//!
//! What a province's rules owe for a recognition is a [`reward::Reward`]. Listings sold together are a [`gift::GiftSet`]. What a
//! buyer seeks for a time is a [`trade::Demand`], what comes of it a [`trade::Deal`].
//!
//! The areas use each other one way: delivery, subscription, partner, gift and trade, listing; reward, gift, sales_point, campaign, top_list and trade use listing,
//! and sales uses trade. Each owns
//! its events and its refusals.
//! An aggregate collects what happened to it in `events`; saving it publishes them.

pub mod campaign;
pub mod delivery;
pub mod gift;
pub mod listing;
pub mod partner;
pub mod reward;
pub mod sales;
pub mod sales_point;
pub mod subscription;
pub mod top_list;
pub mod trade;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

/// Something that happened, with everything a subscriber needs to act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// To a listing.
    Listing(listing::Event),
    /// To a match of a partner.
    Match(partner::MatchEvent),
    /// To a partner.
    Partner(partner::Event),
    /// To a subscription.
    Subscription(subscription::Event),
    /// To a campaign.
    Campaign(campaign::Event),
    /// To a gift set.
    GiftSet(gift::Event),
    /// To an order for gift sets.
    GiftOrder(gift::OrderEvent),
    /// To a reward.
    Reward(reward::Event),
    /// To a scheme of rewards.
    RewardScheme(reward::SchemeEvent),
    /// To a sales point.
    SalesPoint(sales_point::Event),
    /// To a design centre.
    DesignCentre(sales_point::CentreEvent),
    /// To a top list.
    TopList(top_list::Event),
    /// To a report of sales.
    SalesReport(sales::Event),
    /// To a demand.
    Demand(trade::DemandEvent),
    /// To an offer for a demand.
    TradeOffer(trade::OfferEvent),
    /// To a deal.
    TradeDeal(trade::DealEvent),
    /// To a session of trade connection.
    TradeSession(trade::SessionEvent),
    /// To an invitation to a session.
    TradeInvitation(trade::InvitationEvent),
    /// To a product and a demand that it came to suit.
    TradeMatch(trade::TradeMatchEvent),
}

impl From<listing::Event> for Event {
    fn from(event: listing::Event) -> Self {
        Self::Listing(event)
    }
}

impl From<partner::MatchEvent> for Event {
    fn from(event: partner::MatchEvent) -> Self {
        Self::Match(event)
    }
}

impl From<partner::Event> for Event {
    fn from(event: partner::Event) -> Self {
        Self::Partner(event)
    }
}

impl From<subscription::Event> for Event {
    fn from(event: subscription::Event) -> Self {
        Self::Subscription(event)
    }
}

impl From<sales_point::Event> for Event {
    fn from(event: sales_point::Event) -> Self {
        Self::SalesPoint(event)
    }
}

impl From<sales_point::CentreEvent> for Event {
    fn from(event: sales_point::CentreEvent) -> Self {
        Self::DesignCentre(event)
    }
}

impl From<top_list::Event> for Event {
    fn from(event: top_list::Event) -> Self {
        Self::TopList(event)
    }
}

impl From<campaign::Event> for Event {
    fn from(event: campaign::Event) -> Self {
        Self::Campaign(event)
    }
}

impl From<gift::Event> for Event {
    fn from(event: gift::Event) -> Self {
        Self::GiftSet(event)
    }
}

impl From<gift::OrderEvent> for Event {
    fn from(event: gift::OrderEvent) -> Self {
        Self::GiftOrder(event)
    }
}

impl From<reward::Event> for Event {
    fn from(event: reward::Event) -> Self {
        Self::Reward(event)
    }
}

impl From<reward::SchemeEvent> for Event {
    fn from(event: reward::SchemeEvent) -> Self {
        Self::RewardScheme(event)
    }
}

impl From<sales::Event> for Event {
    fn from(event: sales::Event) -> Self {
        Self::SalesReport(event)
    }
}

impl From<trade::DemandEvent> for Event {
    fn from(event: trade::DemandEvent) -> Self {
        Self::Demand(event)
    }
}

impl From<trade::OfferEvent> for Event {
    fn from(event: trade::OfferEvent) -> Self {
        Self::TradeOffer(event)
    }
}

impl From<trade::DealEvent> for Event {
    fn from(event: trade::DealEvent) -> Self {
        Self::TradeDeal(event)
    }
}

impl From<trade::SessionEvent> for Event {
    fn from(event: trade::SessionEvent) -> Self {
        Self::TradeSession(event)
    }
}

impl From<trade::InvitationEvent> for Event {
    fn from(event: trade::InvitationEvent) -> Self {
        Self::TradeInvitation(event)
    }
}

impl From<trade::TradeMatchEvent> for Event {
    fn from(event: trade::TradeMatchEvent) -> Self {
        Self::TradeMatch(event)
    }
}

/// Why something is not done: a sentence for people, and a stable reason for programs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub enum Refusal {
    /// By a rule of listings.
    Listing(#[from] listing::Refusal),
    /// By a rule of partners.
    Partner(#[from] partner::Refusal),
    /// By a rule of subscriptions.
    Subscription(#[from] subscription::Refusal),
    /// By a rule of deliveries.
    Delivery(#[from] delivery::Refusal),
    /// By a rule of campaigns.
    Campaign(#[from] campaign::Refusal),
    /// By a rule of gift sets.
    Gift(#[from] gift::Refusal),
    /// By a rule of rewards.
    Reward(#[from] reward::Refusal),
    /// By a rule of sales points and design centres.
    SalesPoint(#[from] sales_point::Refusal),
    /// By a rule of top lists.
    TopList(#[from] top_list::Refusal),
    /// By a rule of reported sales.
    Sales(#[from] sales::Refusal),
    /// By a rule of trade.
    Trade(#[from] trade::Refusal),
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Listing(refusal) => refusal.reason(),
            Self::Partner(refusal) => refusal.reason(),
            Self::Subscription(refusal) => refusal.reason(),
            Self::Delivery(refusal) => refusal.reason(),
            Self::Campaign(refusal) => refusal.reason(),
            Self::Gift(refusal) => refusal.reason(),
            Self::Reward(refusal) => refusal.reason(),
            Self::SalesPoint(refusal) => refusal.reason(),
            Self::TopList(refusal) => refusal.reason(),
            Self::Sales(refusal) => refusal.reason(),
            Self::Trade(refusal) => refusal.reason(),
        }
    }
}
