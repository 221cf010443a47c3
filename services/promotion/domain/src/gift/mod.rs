//! Gift sets (*giỏ quà*): certified products of several producers sold together for a while, and the orders for them.
//!
//! A set is sold from a day to a day, and every item must be certified on each of them. What its items are worth follows
//! from their listings: one that lapses suspends the set, and the set goes on by itself when the item is certified again,
//! or after it was replaced.

mod event;
mod item;
mod order;
mod refusal;

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use event::{Change, Event, Fact, OrderChange, OrderEvent, OrderFact};
pub use item::{Item, Lapse, Season, Substitute, lapse};
pub use order::{Order, OrderState};
pub use refusal::Refusal;

use crate::listing::Listing;

/// Where a set stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It may be sold in its season.
    Open,
    /// It may not: these items are not certified.
    Suspended(Vec<Lapse>),
    /// It was taken off.
    Closed,
}

/// What of a set can be changed while it is sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// What it is called.
    pub name: String,
    /// Who sells it.
    pub seller: String,
    /// What it costs, in VND.
    pub price_vnd: u64,
    /// How many there are that were not delivered.
    pub stock: u32,
}

/// A gift set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftSet {
    /// Id given by promotion.
    pub id: Uuid,
    /// Code of the province whose set it is.
    pub province_code: String,
    /// The day for which the code was said.
    pub said_on: NaiveDate,
    /// Name, seller, price and stock.
    pub terms: Terms,
    /// When it is sold.
    pub season: Season,
    /// What is in it, each product once.
    pub items: Vec<Item>,
    /// How many are ordered and not delivered; never more than there are.
    pub reserved: u32,
    /// Where it stands.
    pub state: State,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<Event>,
}

impl GiftSet {
    /// A new set of a province that was said for a day. [`uncertified`](Self::uncertified) says whether it may be sold.
    pub fn compose(
        id: Uuid,
        (province_code, said_on): (String, NaiveDate),
        terms: Terms,
        (season, items): (Season, Vec<Item>),
    ) -> Self {
        let mut set = Self {
            id,
            province_code,
            said_on,
            terms,
            season,
            items,
            reserved: 0,
            state: State::Open,
            events: Vec::new(),
        };
        set.emit(Change::Composed);
        set
    }

    /// The products that are not certified on every day of a season from a day on, each with the first day on which it is
    /// not. One without a listing is not certified at all.
    pub fn uncertified(
        products: impl IntoIterator<Item = Uuid>,
        listings: &HashMap<Uuid, &Listing>,
        (season, since): (Season, NaiveDate),
    ) -> Vec<(Uuid, NaiveDate)> {
        let lapsed = products.into_iter().filter_map(|id| {
            let day = match listings.get(&id) {
                Some(listing) => lapse(listing, season, since),
                None => Some(season.from.max(since)),
            };
            day.map(|day| (id, day))
        });
        lapsed.collect()
    }

    /// The items that are not certified today or, before the season, on its first day.
    pub fn lapsed(
        &self,
        listings: &HashMap<Uuid, &Listing>,
        today: NaiveDate,
    ) -> Vec<(Uuid, NaiveDate)> {
        let now = self.season.from.max(today);
        let products = self.items.iter().map(|item| item.product_id);
        let mut lapsed = Self::uncertified(products, listings, (self.season, today));
        lapsed.retain(|(_, day)| *day <= now);
        lapsed
    }

    /// The item of a product.
    pub fn item(&self, product_id: Uuid) -> Option<&Item> {
        let mut items = self.items.iter();
        items.find(|item| item.product_id == product_id)
    }

    /// Whether these are the items that it is suspended for.
    pub fn knows(&self, lapsed: &[(Uuid, NaiveDate)]) -> bool {
        let now: BTreeSet<Uuid> = lapsed.iter().map(|(id, _)| *id).collect();
        let known: BTreeSet<Uuid> = match &self.state {
            State::Suspended(known) => known.iter().map(|lapse| lapse.product_id).collect(),
            State::Open | State::Closed => BTreeSet::new(),
        };
        known == now
    }

    /// Brings its state to the items that lapsed. One that was taken off stays so. `true` if it began or ceased to be
    /// suspended.
    pub fn settle(&mut self, lapses: Vec<Lapse>) -> bool {
        let lapsed: Vec<_> = lapses
            .iter()
            .map(|lapse| (lapse.product_id, lapse.on))
            .collect();
        if self.state == State::Closed || self.knows(&lapsed) {
            return false;
        }
        let was_suspended = self.is_suspended();
        self.state = if lapses.is_empty() {
            State::Open
        } else {
            State::Suspended(lapses)
        };
        match (was_suspended, self.is_suspended()) {
            (false, _) => self.emit(Change::Suspended),
            (true, false) => self.emit(Change::Resumed),
            (true, true) => self.emit(Change::Updated),
        }
        was_suspended != self.is_suspended()
    }

    /// Whether an item is not certified.
    pub fn is_suspended(&self) -> bool {
        matches!(self.state, State::Suspended(_))
    }

    /// Changes name, seller, price and stock.
    ///
    /// # Errors
    /// It was taken off, its season is over, or more is ordered than there would be.
    pub fn update(&mut self, terms: Terms, today: NaiveDate) -> Result<(), Refusal> {
        self.require_there()?;
        self.season.require_left(today)?;
        if terms.stock < self.reserved {
            return Err(Refusal::LessThanOrdered(self.reserved));
        }
        if self.terms != terms {
            self.terms = terms;
            self.emit(Change::Updated);
        }
        Ok(())
    }

    /// Puts another product in the place of one; its state is [settled](Self::settle) afterwards.
    ///
    /// # Errors
    /// It was taken off, or the one is not in it, or the other is.
    pub fn replace(&mut self, product_id: Uuid, by: Item) -> Result<(), Refusal> {
        self.require_there()?;
        if self.item(by.product_id).is_some() {
            return Err(Refusal::ItemTwice(by.product_id));
        }
        let mut items = self.items.iter_mut();
        let item = items.find(|item| item.product_id == product_id);
        *item.ok_or(Refusal::ItemUnknown(product_id))? = by;
        if let State::Suspended(lapses) = &mut self.state {
            lapses.retain(|lapse| lapse.product_id != product_id);
            if lapses.is_empty() {
                self.state = State::Open;
                self.emit(Change::ItemReplaced);
                self.emit(Change::Resumed);
                return Ok(());
            }
        }
        self.emit(Change::ItemReplaced);
        Ok(())
    }

    /// Takes it off.
    ///
    /// # Errors
    /// It was taken off already.
    pub fn close(&mut self) -> Result<(), Refusal> {
        self.require_there()?;
        self.state = State::Closed;
        self.emit(Change::Closed);
        Ok(())
    }

    /// Checks that it may be sold on a day.
    ///
    /// # Errors
    /// It was taken off, is suspended, or is not sold on that day.
    pub fn require_sold_on(&self, day: NaiveDate) -> Result<(), Refusal> {
        self.require_there()?;
        if self.is_suspended() {
            return Err(Refusal::Suspended);
        }
        if day < self.season.from || day > self.season.to {
            return Err(Refusal::OutOfSeason(day));
        }
        Ok(())
    }

    /// Checks that every item was certified on a day up to today.
    fn require_certified_then(
        &self,
        listings: &HashMap<Uuid, &Listing>,
        day: NaiveDate,
    ) -> Result<(), Refusal> {
        let certified = |id: &Uuid| {
            let listing = listings.get(id);
            listing.is_some_and(|listing| listing.was_certified_on(day))
        };
        let items = self.items.iter().map(|item| item.product_id);
        let lapsed: Vec<Uuid> = items.filter(|id| !certified(id)).collect();
        match lapsed.split_first() {
            None => Ok(()),
            Some((product, others)) => Err(Refusal::Uncertified {
                product: *product,
                on: day,
                others: others.len(),
            }),
        }
    }

    /// Keeps some for an order.
    ///
    /// # Errors
    /// Fewer are left.
    pub(crate) fn reserve(&mut self, quantity: u32) -> Result<(), Refusal> {
        let left = self.terms.stock - self.reserved;
        if quantity > left {
            return Err(Refusal::OutOfStock { left });
        }
        self.reserved += quantity;
        self.emit(Change::StockChanged);
        Ok(())
    }

    /// Gives back what was kept for an order.
    pub(crate) fn give_back(&mut self, quantity: u32) {
        self.reserved = self.reserved.saturating_sub(quantity);
        self.emit(Change::StockChanged);
    }

    /// Hands over what was kept for an order.
    pub(crate) fn hand_over(&mut self, quantity: u32) {
        self.reserved = self.reserved.saturating_sub(quantity);
        self.terms.stock = self.terms.stock.saturating_sub(quantity);
        self.emit(Change::StockChanged);
    }

    fn require_there(&self) -> Result<(), Refusal> {
        match self.state {
            State::Closed => Err(Refusal::Closed),
            State::Open | State::Suspended(_) => Ok(()),
        }
    }

    fn emit(&mut self, change: Change) {
        let set = Box::new(Self {
            events: Vec::new(),
            ..self.clone()
        });
        self.events.push(Event {
            change,
            fact: Fact { set },
        });
    }
}

#[cfg(test)]
mod tests;
