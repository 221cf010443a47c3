use chrono::NaiveDate;
use uuid::Uuid;

/// Why a rule of gift sets says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no set with this id.
    #[error("there is no gift set with the id {0}")]
    Unknown(Uuid),
    /// There is no order with this id.
    #[error("there is no order with the id {0}")]
    OrderUnknown(Uuid),
    /// A product is not certified on a day on which the set is sold.
    #[error("the product {product} is not certified on {on}{}", and_others(*others))]
    Uncertified {
        /// The first such product.
        product: Uuid,
        /// The first day.
        on: NaiveDate,
        /// How many others there are.
        others: usize,
    },
    /// The product is in the set already.
    #[error("the product {0} is in the gift set already")]
    ItemTwice(Uuid),
    /// The product is not in the set.
    #[error("the product {0} is not in the gift set")]
    ItemUnknown(Uuid),
    /// It was taken off.
    #[error("the gift set was taken off")]
    Closed,
    /// An item is not certified.
    #[error("an item of the gift set is not certified; replace it first")]
    Suspended,
    /// It is not sold on that day.
    #[error("the gift set is not sold on {0}")]
    OutOfSeason(NaiveDate),
    /// It is not sold any more.
    #[error("the last day on which the gift set was sold was {0}")]
    SeasonOver(NaiveDate),
    /// The day is over.
    #[error("{0} is over")]
    NeededInPast(NaiveDate),
    /// It had not been ordered, or not been promised.
    #[error("the order was placed or confirmed on {0}; nothing was delivered before")]
    DeliveredBefore(NaiveDate),
    /// The day has not come.
    #[error("{0} has not come yet")]
    InFuture(NaiveDate),
    /// Fewer are left.
    #[error("{left} of the gift set are left")]
    OutOfStock {
        /// How many.
        left: u32,
    },
    /// More are ordered than there would be.
    #[error("{0} of the gift set are ordered")]
    LessThanOrdered(u32),
    /// The order was confirmed already, or ended.
    #[error("the order is not one that waits to be confirmed")]
    OrderNotPlaced,
    /// The order was not confirmed, or ended.
    #[error("the order is not one that was confirmed")]
    OrderNotConfirmed,
    /// The order was delivered or cancelled.
    #[error("the order was delivered or cancelled already")]
    OrderEnded,
}

fn and_others(count: usize) -> String {
    match count {
        0 => String::new(),
        count => format!(", and {count} others are not on some day of the season"),
    }
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "GIFT_SET_UNKNOWN",
            Self::OrderUnknown(_) => "GIFT_ORDER_UNKNOWN",
            Self::Uncertified { .. } => "ITEM_NOT_CERTIFIED",
            Self::ItemTwice(_) => "ITEM_TWICE",
            Self::ItemUnknown(_) => "ITEM_UNKNOWN",
            Self::Closed => "GIFT_SET_CLOSED",
            Self::Suspended => "GIFT_SET_SUSPENDED",
            Self::OutOfSeason(_) => "OUT_OF_SEASON",
            Self::SeasonOver(_) => "SEASON_OVER",
            Self::NeededInPast(_) => "NEEDED_IN_PAST",
            Self::DeliveredBefore(_) => "BEFORE_ORDER",
            Self::InFuture(_) => "IN_FUTURE",
            Self::OutOfStock { .. } => "OUT_OF_STOCK",
            Self::LessThanOrdered(_) => "LESS_THAN_ORDERED",
            Self::OrderNotPlaced => "GIFT_ORDER_NOT_PLACED",
            Self::OrderNotConfirmed => "GIFT_ORDER_NOT_CONFIRMED",
            Self::OrderEnded => "GIFT_ORDER_ENDED",
        }
    }
}
