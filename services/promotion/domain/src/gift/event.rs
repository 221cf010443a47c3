//! What happened to a gift set, and to an order for one.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

use super::{GiftSet, Order};

/// What happened to a gift set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Change {
    /// It was put together.
    Composed,
    /// Name, seller, price or stock changed, or other items are not certified.
    Updated,
    /// Another product took the place of one.
    ItemReplaced,
    /// More or fewer of it are ordered, or were delivered.
    StockChanged,
    /// An item is not certified.
    Suspended,
    /// All items are certified again.
    Resumed,
    /// It was taken off.
    Closed,
}

/// An event of a gift set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The set afterwards.
    pub fact: Fact,
}

/// A gift set as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The set, without events.
    pub set: Box<GiftSet>,
}

/// What happened to an order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, EnumString, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum OrderChange {
    /// It was placed.
    Placed,
    /// The seller confirmed it.
    Confirmed,
    /// It was delivered.
    Delivered,
    /// The buyer or the seller ended it.
    Cancelled,
    /// An item of the set is not certified: nothing is delivered until it is, or is replaced.
    SetSuspended,
    /// The set may be delivered again.
    SetResumed,
}

/// An event of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderEvent {
    /// What happened.
    pub change: OrderChange,
    /// The order afterwards.
    pub fact: OrderFact,
}

/// An order as its events describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderFact {
    /// The order, without events.
    pub order: Box<Order>,
}
