//! What producers sell of a product in a month, as they report it, and what changed with a certificate, an upgrade or a
//! campaign ([`effect`]).

mod effect;
mod event;
mod refusal;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use effect::{
    ByProduct, Case, Effect, Figure, MAX_MONTHS, Occasion, OccasionKind, Window, effect,
};
pub use event::{Change, Event, Fact};
pub use refusal::Refusal;

use crate::listing::{Amount, CriteriaSet, Place, Product};
use crate::trade::Month;

/// Corrections of a report, at most.
pub const MAX_CORRECTIONS: usize = 50;

/// Months before the present one of which sales may be reported.
const OLDEST: i32 = 240;

/// What was sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sold {
    /// For how much, in VND.
    pub vnd: u64,
    /// How much of that through modern channels: supermarkets, convenience shops, e-commerce, export.
    pub modern_vnd: u64,
    /// How much of the product, if it was counted.
    pub volume: Option<Amount>,
}

/// What was reported before, and why it was put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What was reported.
    pub before: Sold,
    /// The day on which it was put right.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// The report of what was sold of a product in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Id given by promotion.
    pub id: Uuid,
    /// Id of the product.
    pub product_id: Uuid,
    /// Its name.
    pub product_name: String,
    /// Id of its producer.
    pub producer_id: Uuid,
    /// Name of its producer.
    pub producer_name: String,
    /// Its criteria set.
    pub criteria_set: CriteriaSet,
    /// Where it is made.
    pub place: Place,
    /// The month.
    pub month: Month,
    /// What was sold.
    pub sold: Sold,
    /// What was put right, the first first.
    pub corrections: Vec<Correction>,
    /// What happened since it was loaded.
    #[serde(skip)]
    pub events: Vec<Event>,
}

impl Report {
    /// Reports what was sold of a product in a month.
    ///
    /// # Errors
    /// The month has not come or is too long ago, or more was sold through modern channels than in all.
    pub fn file(
        id: Uuid,
        product: &Product,
        month: Month,
        sold: Sold,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        let ago = Month::of(today).since(month);
        if ago < 0 {
            return Err(Refusal::MonthNotCome);
        }
        if ago > OLDEST {
            return Err(Refusal::TooLongAgo);
        }
        sold.require_whole()?;
        let mut report = Self {
            id,
            product_id: product.id,
            product_name: product.name.clone(),
            producer_id: product.producer_id,
            producer_name: product.producer_name.clone(),
            criteria_set: product.criteria_set,
            place: product.place.clone(),
            month,
            sold,
            corrections: Vec::new(),
            events: Vec::new(),
        };
        report.emit(Change::Reported);
        Ok(report)
    }

    /// Puts right what was reported. The same again changes nothing.
    ///
    /// # Errors
    /// No reason is given, it was put right as often as is kept, or more was sold through modern channels than in all.
    pub fn correct(&mut self, sold: Sold, reason: &str, today: NaiveDate) -> Result<(), Refusal> {
        if self.sold == sold {
            return Ok(());
        }
        if reason.is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        if self.corrections.len() >= MAX_CORRECTIONS {
            return Err(Refusal::TooManyCorrections);
        }
        sold.require_whole()?;
        let before = std::mem::replace(&mut self.sold, sold);
        self.corrections.push(Correction {
            before,
            on: today,
            reason: reason.to_owned(),
        });
        self.emit(Change::Corrected);
        Ok(())
    }

    fn emit(&mut self, change: Change) {
        let report = Box::new(Self {
            events: Vec::new(),
            ..self.clone()
        });
        let fact = Fact { report };
        self.events.push(Event { change, fact });
    }
}

impl Sold {
    fn require_whole(&self) -> Result<(), Refusal> {
        if self.modern_vnd > self.vnd {
            return Err(Refusal::MoreThanAll);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
