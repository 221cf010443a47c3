//! What a buyer and a producer agreed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DealChange, DealEvent, DealFact, Goods, Month, Period, Refusal};
use crate::listing::Amount;

/// How a deal came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// From an offer that was accepted.
    Offer {
        /// Id of the demand.
        demand_id: Uuid,
        /// Id of the offer.
        offer_id: Uuid,
    },
    /// Recorded as this contract or these minutes prove it.
    Document(String),
}

/// What was delivered in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivered {
    /// The month.
    pub month: Month,
    /// How much.
    pub quantity: u64,
    /// The day on which it was reported.
    pub reported_on: NaiveDate,
}

/// Where a deal stands. What is open is delivered in part once something was reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is to be delivered.
    Open,
    /// It was completed on a day; with the reason why less than all of it is enough.
    Completed(NaiveDate, Option<String>),
    /// It ended before, for a reason.
    Cancelled(String),
}

/// A deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// Id given by promotion.
    pub id: Uuid,
    /// Id of the buyer.
    pub partner_id: Uuid,
    /// Name of the buyer.
    pub partner_name: String,
    /// The product.
    pub goods: Goods,
    /// How it came about.
    pub origin: Origin,
    /// How much.
    pub volume: Amount,
    /// The price of one of the unit, in VND.
    pub price_vnd: u64,
    /// When it is delivered.
    pub period: Period,
    /// The day on which it was agreed.
    pub agreed_on: NaiveDate,
    /// What was delivered, by month.
    pub deliveries: Vec<Delivered>,
    /// Where it stands.
    pub state: State,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<DealEvent>,
}

impl Deal {
    /// Agrees on some of a product.
    pub fn agree(
        id: Uuid,
        (partner_id, partner_name): (Uuid, String),
        (goods, origin): (Goods, Origin),
        (volume, price_vnd): (Amount, u64),
        (period, agreed_on): (Period, NaiveDate),
    ) -> Self {
        let mut deal = Self {
            id,
            partner_id,
            partner_name,
            goods,
            origin,
            volume,
            price_vnd,
            period,
            agreed_on,
            deliveries: Vec::new(),
            state: State::Open,
            events: Vec::new(),
        };
        deal.emit(DealChange::Agreed);
        deal
    }

    /// The demand that it serves.
    pub fn demand_id(&self) -> Option<Uuid> {
        match self.origin {
            Origin::Offer { demand_id, .. } => Some(demand_id),
            Origin::Document(_) => None,
        }
    }

    /// How much was delivered.
    pub fn delivered(&self) -> u64 {
        let all = self.deliveries.iter().map(|one| one.quantity);
        all.fold(0, u64::saturating_add)
    }

    /// How much is still to be delivered.
    pub fn outstanding(&self) -> u64 {
        match self.state {
            State::Open => self.volume.quantity.saturating_sub(self.delivered()),
            State::Completed(..) | State::Cancelled(_) => 0,
        }
    }

    /// What it is worth as it was agreed, in VND.
    pub fn value_vnd(&self) -> u128 {
        u128::from(self.volume.quantity) * u128::from(self.price_vnd)
    }

    /// How much of what is to be delivered falls into a month: equal parts of the months that are left, the first ones more by
    /// one where it does not come out even. What is late falls into the present month.
    pub fn due_in(&self, month: Month, today: NaiveDate) -> u64 {
        let first = Month::of(self.period.from.max(today));
        let last = Month::of(self.period.to).max(first);
        if month < first || month > last {
            return 0;
        }
        let months = u64::from(last.since(first).unsigned_abs()) + 1;
        let nth = u64::from(month.since(first).unsigned_abs());
        let outstanding = self.outstanding();
        outstanding / months + u64::from(nth < outstanding % months)
    }

    /// Reports what was delivered in a month, or puts it right.
    ///
    /// # Errors
    /// It ended otherwise than by its deliveries, the month is before it was agreed or has not come, another quantity was
    /// reported and no reason is given, or more would be delivered than was agreed.
    pub fn report(
        &mut self,
        delivered: Delivered,
        has_reason: bool,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        // What only its deliveries completed may be found not to be.
        if !matches!(self.state, State::Open | State::Completed(_, None)) {
            return Err(Refusal::DealEnded);
        }
        if delivered.month > Month::of(today) {
            return Err(Refusal::MonthNotCome);
        }
        if delivered.month < Month::of(self.agreed_on.min(self.period.from)) {
            return Err(Refusal::BeforeDeal);
        }
        let mut known = self.deliveries.iter();
        let before = known.position(|one| one.month == delivered.month);
        let reported = before.and_then(|at| self.deliveries.get(at));
        if reported.is_some_and(|one| one.quantity == delivered.quantity) {
            return Ok(());
        }
        if reported.is_some() && !has_reason {
            return Err(Refusal::ReasonMissing);
        }
        let others = self.delivered() - reported.map_or(0, |one| one.quantity);
        let left = self.volume.quantity.saturating_sub(others);
        if delivered.quantity > left {
            return Err(Refusal::MoreThanAgreed { left });
        }
        let change = match reported {
            Some(_) => DealChange::DeliveryCorrected,
            None => DealChange::DeliveryReported,
        };
        self.deliveries.retain(|one| one.month != delivered.month);
        self.deliveries.push(delivered);
        self.deliveries.sort_by_key(|one| one.month);
        self.state = State::Open;
        self.emit(change);
        if self.outstanding() == 0 {
            self.state = State::Completed(today, None);
            self.emit(DealChange::Completed);
        }
        Ok(())
    }

    /// Takes what was delivered for all of it. Answers how much will not be delivered.
    ///
    /// # Errors
    /// It ended.
    pub fn complete(&mut self, reason: String, today: NaiveDate) -> Result<u64, Refusal> {
        self.require_open()?;
        let outstanding = self.outstanding();
        self.state = State::Completed(today, Some(reason));
        self.emit(DealChange::Completed);
        Ok(outstanding)
    }

    /// Ends it. Answers how much will not be delivered.
    ///
    /// # Errors
    /// It ended already.
    pub fn cancel(&mut self, reason: String) -> Result<u64, Refusal> {
        self.require_open()?;
        let outstanding = self.outstanding();
        self.state = State::Cancelled(reason);
        self.emit(DealChange::Cancelled);
        Ok(outstanding)
    }

    fn require_open(&self) -> Result<(), Refusal> {
        match self.state {
            State::Open => Ok(()),
            State::Completed(..) | State::Cancelled(_) => Err(Refusal::DealEnded),
        }
    }

    fn emit(&mut self, change: DealChange) {
        let deal = Box::new(Self {
            events: Vec::new(),
            ..self.clone()
        });
        let fact = DealFact { deal };
        self.events.push(DealEvent { change, fact });
    }
}
