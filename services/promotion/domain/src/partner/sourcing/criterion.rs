//! One thing that a partner asks of a product, and how a product answers it.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use ocop_places::Places;
use serde::{Deserialize, Serialize};
use strum::Display;

use crate::listing::{
    Amount, Branch, Certificate, CriteriaSet, Paper, Price, ProducerKind, Product, Star, Term,
};

/// Whether a product must answer a criterion, or is the better for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// Without it a product does not fit.
    Must,
    /// It counts for the score.
    Wish,
}

/// What is asked. Places are codes of the day for which the profile says them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// One of these criteria sets.
    Sets(BTreeSet<CriteriaSet>),
    /// One of these branches.
    Branches(BTreeSet<Branch>),
    /// Made in one of these provinces, districts or communes.
    Places(BTreeSet<String>),
    /// At least so many stars.
    Star(Star),
    /// A certificate that is valid for at least so many days more, today among them.
    DaysLeft(u32),
    /// A paper that is valid.
    Paper(Paper),
    /// A GTIN.
    Gtin,
    /// At least so many days on the shelf.
    ShelfLife(u32),
    /// At least so much a month.
    Capacity(Amount),
    /// No more than this to be ordered at once.
    Order(Amount),
    /// No higher price for traders.
    Price(Price),
    /// Made in a green value chain.
    Green,
    /// A producer of one of these kinds.
    ProducerKinds(BTreeSet<ProducerKind>),
}

/// What kind of thing is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CriterionKind {
    /// Criteria sets.
    Sets,
    /// Branches.
    Branches,
    /// Places.
    Places,
    /// Stars.
    Star,
    /// Days of validity left.
    DaysLeft,
    /// A paper.
    Paper,
    /// A GTIN.
    Gtin,
    /// Days on the shelf.
    ShelfLife,
    /// Capacity per month.
    Capacity,
    /// The least that is sold at once.
    Order,
    /// The price for traders.
    Price,
    /// A green value chain.
    Green,
    /// The kind of the producer.
    ProducerKind,
}

/// A criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Whether it must be answered.
    pub demand: Demand,
    /// What is asked.
    pub asked: Asked,
}

/// How a product answers a criterion, with the figures of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing is asked.
    pub kind: CriterionKind,
    /// The paper that is asked for, if it is one.
    pub paper: Option<Paper>,
    /// Whether it must be answered.
    pub demand: Demand,
    /// Until when it is answered.
    pub term: Term,
    /// What is asked, such as "4" or "500 chai".
    pub asked: String,
    /// What the product has; empty if it has nothing.
    pub has: String,
}

fn joined<T: ToString>(values: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
    words.join(", ")
}

fn amount(amount: &Amount) -> String {
    format!("{} {}", amount.quantity, amount.unit)
}

fn price(price: &Price) -> String {
    format!("{} {}", price.vnd, price.per)
}

fn or_nothing<T>(value: Option<&T>, text: impl Fn(&T) -> String) -> String {
    value.map(text).unwrap_or_default()
}

/// What is not known of a product is not there.
fn known<T>(value: Option<T>, answers: impl FnOnce(T) -> bool) -> Term {
    Term::of(value.is_some_and(answers))
}

impl Asked {
    /// What kind of thing it is.
    pub fn kind(&self) -> CriterionKind {
        match self {
            Self::Sets(_) => CriterionKind::Sets,
            Self::Branches(_) => CriterionKind::Branches,
            Self::Places(_) => CriterionKind::Places,
            Self::Star(_) => CriterionKind::Star,
            Self::DaysLeft(_) => CriterionKind::DaysLeft,
            Self::Paper(_) => CriterionKind::Paper,
            Self::Gtin => CriterionKind::Gtin,
            Self::ShelfLife(_) => CriterionKind::ShelfLife,
            Self::Capacity(_) => CriterionKind::Capacity,
            Self::Order(_) => CriterionKind::Order,
            Self::Price(_) => CriterionKind::Price,
            Self::Green => CriterionKind::Green,
            Self::ProducerKinds(_) => CriterionKind::ProducerKind,
        }
    }

    /// Until when a product answers it, whose places were said for a day.
    pub(super) fn term(
        &self,
        (product, certificate): (&Product, &Certificate),
        places: &Places,
        said_on: NaiveDate,
    ) -> Term {
        let trade = &product.trade;
        match self {
            Self::Sets(sets) => Term::of(sets.contains(&product.criteria_set)),
            Self::Branches(branches) => {
                let mut branches = branches.iter();
                Term::of(branches.any(|branch| branch.holds(product.criteria_set)))
            }
            Self::Places(codes) => {
                let mut codes = codes.iter();
                Term::of(codes.any(|code| product.place.is_in(places, code, said_on)))
            }
            Self::Star(least) => Term::of(certificate.star >= *least),
            Self::DaysLeft(days) => {
                let before_last = Days::new(u64::from(days.saturating_sub(1)));
                let until = certificate.valid_to.checked_sub_days(before_last);
                until.map_or(Term::Never, Term::Until)
            }
            Self::Paper(paper) => trade.paper(*paper),
            Self::Gtin => Term::of(trade.gtin.is_some()),
            Self::ShelfLife(least) => known(trade.shelf_life_days, |days| days >= *least),
            Self::Capacity(least) => known(
                trade
                    .capacity_per_month
                    .as_ref()
                    .and_then(|has| has.in_unit_of(least)),
                |quantity| quantity >= least.quantity,
            ),
            Self::Order(most) => known(
                trade
                    .minimum_order
                    .as_ref()
                    .and_then(|has| has.in_unit_of(most)),
                |quantity| quantity <= most.quantity,
            ),
            Self::Price(most) => known(
                trade
                    .wholesale_price
                    .as_ref()
                    .and_then(|has| has.in_unit_of(most)),
                |vnd| vnd <= most.vnd,
            ),
            Self::Green => Term::of(trade.is_green()),
            Self::ProducerKinds(kinds) => known(trade.producer_kind, |kind| kinds.contains(&kind)),
        }
    }

    fn in_words(&self) -> String {
        match self {
            Self::Sets(sets) => joined(sets.iter().map(|set| set.number())),
            Self::Branches(branches) => joined(branches),
            Self::Places(codes) => joined(codes),
            Self::Star(star) => star.number().to_string(),
            Self::DaysLeft(days) | Self::ShelfLife(days) => days.to_string(),
            Self::Paper(paper) => paper.to_string(),
            Self::Gtin => String::new(),
            Self::Capacity(asked) | Self::Order(asked) => amount(asked),
            Self::Price(asked) => price(asked),
            Self::Green => "green".to_owned(),
            Self::ProducerKinds(kinds) => joined(kinds),
        }
    }

    /// What a product has of it on a day.
    fn has(&self, product: &Product, certificate: &Certificate, today: NaiveDate) -> String {
        let (trade, place) = (&product.trade, &product.place);
        match self {
            Self::Sets(_) | Self::Branches(_) => product.criteria_set.number().to_string(),
            Self::Places(_) => format!("{}, {}", place.code, place.province_code),
            Self::Star(_) => certificate.star.number().to_string(),
            Self::DaysLeft(_) => {
                let left = (certificate.valid_to - today).num_days() + 1;
                left.max(0).to_string()
            }
            Self::Paper(paper) => match trade.paper(*paper) {
                Term::Never => String::new(),
                Term::Until(day) => day.to_string(),
                Term::Always => paper.to_string(),
            },
            Self::Gtin => trade.gtin.clone().unwrap_or_default(),
            Self::ShelfLife(_) => or_nothing(trade.shelf_life_days.as_ref(), ToString::to_string),
            Self::Capacity(_) => or_nothing(trade.capacity_per_month.as_ref(), amount),
            Self::Order(_) => or_nothing(trade.minimum_order.as_ref(), amount),
            Self::Price(_) => or_nothing(trade.wholesale_price.as_ref(), price),
            Self::Green => or_nothing(trade.value_chain.as_ref(), ToString::to_string),
            Self::ProducerKinds(_) => or_nothing(trade.producer_kind.as_ref(), ToString::to_string),
        }
    }
}

impl Criterion {
    /// One that must be answered.
    pub fn must(asked: Asked) -> Self {
        let demand = Demand::Must;
        Self { demand, asked }
    }

    /// One that is wished for.
    pub fn wish(asked: Asked) -> Self {
        let demand = Demand::Wish;
        Self { demand, asked }
    }

    /// How a product answers it.
    pub(super) fn judge(
        &self,
        (product, certificate): (&Product, &Certificate),
        (places, said_on): (&Places, NaiveDate),
        today: NaiveDate,
    ) -> Finding {
        Finding {
            kind: self.asked.kind(),
            paper: match self.asked {
                Asked::Paper(paper) => Some(paper),
                _ => None,
            },
            demand: self.demand,
            term: self.asked.term((product, certificate), places, said_on),
            asked: self.asked.in_words(),
            has: self.asked.has(product, certificate, today),
        }
    }
}
