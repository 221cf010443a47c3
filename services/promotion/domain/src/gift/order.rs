//! An order for gift sets: a request of a buyer, such as an agency before Tết.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{GiftSet, OrderChange, OrderEvent, OrderFact, Refusal};
use crate::listing::Listing;

/// Where an order stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// The buyer asked for it.
    Placed,
    /// The seller will deliver it.
    Confirmed,
    /// It was delivered on a day.
    Delivered(NaiveDate),
    /// It ended without delivery, for a reason.
    Cancelled(String),
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Id given by promotion.
    pub id: Uuid,
    /// Id of the set.
    pub gift_set_id: Uuid,
    /// Id of the buyer.
    pub partner_id: Uuid,
    /// How many.
    pub quantity: u32,
    /// What one cost when it was placed, in VND.
    pub price_vnd: u64,
    /// The day by which the buyer needs them.
    pub needed_by: NaiveDate,
    /// What else the buyer says.
    pub note: String,
    /// The day on which it was placed; of orders from before this was kept nothing is known.
    #[serde(default)]
    pub placed_on: Option<NaiveDate>,
    /// The day on which the seller confirmed it, if that is known.
    #[serde(default)]
    pub confirmed_on: Option<NaiveDate>,
    /// Where it stands.
    pub state: OrderState,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<OrderEvent>,
}

impl Order {
    /// Orders some of a set.
    ///
    /// # Errors
    /// The day is over, the set is not sold today or on the day, or there are fewer.
    pub fn place(
        (id, partner_id): (Uuid, Uuid),
        set: &mut GiftSet,
        quantity: u32,
        (needed_by, today, note): (NaiveDate, NaiveDate, String),
    ) -> Result<Self, Refusal> {
        if needed_by < today {
            return Err(Refusal::NeededInPast(needed_by));
        }
        // An order may come before the season.
        set.require_sold_on(today.max(set.season.from))?;
        set.require_sold_on(needed_by)?;
        set.reserve(quantity)?;
        let mut order = Self {
            id,
            gift_set_id: set.id,
            partner_id,
            quantity,
            price_vnd: set.terms.price_vnd,
            needed_by,
            note,
            placed_on: Some(today),
            confirmed_on: None,
            state: OrderState::Placed,
            events: Vec::new(),
        };
        order.emit(OrderChange::Placed);
        Ok(order)
    }

    /// Whether it will still be delivered.
    pub fn is_open(&self) -> bool {
        matches!(self.state, OrderState::Placed | OrderState::Confirmed)
    }

    /// Promises to deliver it.
    ///
    /// # Errors
    /// It is not new, or the set is not sold.
    pub fn confirm(&mut self, set: &GiftSet, today: NaiveDate) -> Result<(), Refusal> {
        if self.state != OrderState::Placed {
            return Err(Refusal::OrderNotPlaced);
        }
        set.require_sold_on(today.max(set.season.from))?;
        self.confirmed_on = Some(today);
        self.state = OrderState::Confirmed;
        self.emit(OrderChange::Confirmed);
        Ok(())
    }

    /// Records that it was delivered on a day up to today. What counts is what was true on that day: an item may have lapsed since. What
    /// was promised is delivered also after the season, and from a set that was taken off meanwhile.
    ///
    /// # Errors
    /// It was not confirmed, or was placed or confirmed later, the season had not begun, or an item was not certified on that day.
    pub fn deliver(
        &mut self,
        set: &mut GiftSet,
        listings: &HashMap<Uuid, &Listing>,
        on: NaiveDate,
    ) -> Result<(), Refusal> {
        if self.state != OrderState::Confirmed {
            return Err(Refusal::OrderNotConfirmed);
        }
        if let Some(step) = self.placed_on.max(self.confirmed_on)
            && on < step
        {
            return Err(Refusal::DeliveredBefore(step));
        }
        if on < set.season.from {
            return Err(Refusal::OutOfSeason(on));
        }
        set.require_certified_then(listings, on)?;
        set.hand_over(self.quantity);
        self.state = OrderState::Delivered(on);
        self.emit(OrderChange::Delivered);
        Ok(())
    }

    /// Ends it without delivery.
    ///
    /// # Errors
    /// It ended already.
    pub fn cancel(&mut self, set: &mut GiftSet, reason: String) -> Result<(), Refusal> {
        if !self.is_open() {
            return Err(Refusal::OrderEnded);
        }
        set.give_back(self.quantity);
        self.state = OrderState::Cancelled(reason);
        self.emit(OrderChange::Cancelled);
        Ok(())
    }

    /// Tells the buyer that the set was suspended, or goes on.
    pub fn apply(&mut self, set: &GiftSet) {
        if self.is_open() {
            self.emit(if set.is_suspended() {
                OrderChange::SetSuspended
            } else {
                OrderChange::SetResumed
            });
        }
    }

    fn emit(&mut self, change: OrderChange) {
        let order = Box::new(Self {
            events: Vec::new(),
            ..self.clone()
        });
        self.events.push(OrderEvent {
            change,
            fact: OrderFact { order },
        });
    }
}
