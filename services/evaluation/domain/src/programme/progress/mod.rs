//! How a programme stands on a day: what is valid, what moved, who holds it, and how it went month by month.
//!
//! Everything is asked of the dates of certificates, so that a past day is answered with what was true then. What is
//! known of producers is what is known today. The database
//! counts; the tests hold it against a recount of all certificates.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate};

use crate::programme::count::Dimension;
use crate::programme::sales::Growth;
use crate::programme::target::ProducerTrait;
use crate::register::producer::ProducerKind;

/// Every dimension, in the order of an answer.
pub const DIMENSIONS: [Dimension; 6] = [
    Dimension::Star,
    Dimension::Branch,
    Dimension::CriteriaSet,
    Dimension::Province,
    Dimension::District,
    Dimension::Commune,
];

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub as_of: NaiveDate,
    /// The first day from which movements are counted.
    pub since: NaiveDate,
    /// Only this province, and what became part of it.
    pub province: Option<String>,
    /// The day in whose administrative units the province is named and places are counted.
    pub in_units_of: NaiveDate,
    /// How many months the trend goes back, that of the day included.
    pub months: u32,
}

/// One line of a count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What is counted, as the dimension says.
    pub key: String,
    /// The name of a place, as it was when the certificate was given; empty for what has none.
    pub name: String,
    pub count: u32,
}

/// A count by one dimension, greatest first, then by key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub by: Dimension,
    pub lines: Vec<Line>,
}

/// What began and ended in a period. A certificate is compared with the one before it of the same product, even after a
/// gap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Movements {
    /// Certificates of products that had none before.
    pub first: u32,
    /// With a higher star than the one before.
    pub upgraded: u32,
    /// With the same star.
    pub renewed: u32,
    /// With a lower star.
    pub lowered: u32,
    /// That ran out, and no other followed on the next day.
    pub expired: u32,
    /// That were valid and were revoked.
    pub revoked: u32,
}

/// Producers with a valid certificate; each counts once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Producers {
    pub total: u32,
    pub led_by_woman: u32,
    /// Led by somebody of an ethnic minority.
    pub led_by_minority: u32,
    /// Led by somebody with a recognised disability.
    pub led_by_disabled: u32,
    /// In a circular or green chain with stable raw material.
    pub circular: u32,
    /// Sold through modern channels in the last twelve months.
    pub modern_channels: u32,
    /// Attended a session of training since the day from which movements are counted.
    pub trained: u32,
    /// By kind; the key is empty for those whose kind is not known here.
    pub kinds: BTreeMap<String, u32>,
}

impl Producers {
    /// How many of them have a trait.
    pub fn such(&self, which: ProducerTrait) -> u32 {
        let kind = |kind: ProducerKind| {
            self.kinds
                .get(&kind.to_string())
                .copied()
                .unwrap_or_default()
        };
        match which {
            ProducerTrait::Any => self.total,
            ProducerTrait::Circular => self.circular,
            ProducerTrait::Woman => self.led_by_woman,
            ProducerTrait::Minority => self.led_by_minority,
            ProducerTrait::Disabled => self.led_by_disabled,
            ProducerTrait::ModernChannels => self.modern_channels,
            ProducerTrait::Cooperative => kind(ProducerKind::Cooperative),
            ProducerTrait::Enterprise => kind(ProducerKind::Enterprise),
            ProducerTrait::Household => kind(ProducerKind::Household),
        }
    }
}

/// A point of the trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The last day of a month, or the day asked about.
    pub on: NaiveDate,
    /// Certificates valid on it with three, four and five stars.
    pub stars: [u32; 3],
}

/// How a programme stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many certificates are valid.
    pub total: u32,
    /// By each dimension.
    pub groups: Vec<Group>,
    /// What began and ended.
    pub movements: Movements,
    /// Who holds what is valid.
    pub producers: Producers,
    pub trend: Vec<Point>,
    /// How sales grew.
    pub sales: Growth,
}

/// The days of a trend: the last of each month, and the day itself for its own month.
pub fn points(as_of: NaiveDate, months: u32) -> Vec<NaiveDate> {
    let first = as_of.with_day(1).unwrap_or(as_of);
    let end = |back: u32| {
        let next = first.checked_sub_months(Months::new(back - 1))?;
        next.pred_opt()
    };
    let mut days: Vec<NaiveDate> = (1..months).rev().filter_map(end).collect();
    days.push(as_of);
    days
}

#[cfg(test)]
mod tests;
