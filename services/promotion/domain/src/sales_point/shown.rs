//! What a point shows, by day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Change, Refusal, SalesPoint};

/// What a point shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// A product that has a listing.
    Ocop(Uuid),
    /// Another one.
    Other {
        /// Its name.
        name: String,
        /// Code of its group in the rules.
        group: String,
    },
}

/// A product that is there for some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// The product.
    pub shown: Shown,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, if it is known.
    pub to: Option<NaiveDate>,
}

impl Present {
    /// Whether it is there on a day.
    pub fn on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

impl SalesPoint {
    /// Says what it shows from a day on, until the next day for which it was said.
    ///
    /// # Errors
    /// It was given up.
    pub fn show_from(&mut self, day: NaiveDate, products: Vec<Shown>) -> Result<(), Refusal> {
        self.require_there()?;
        let next = self.said_after(day);
        let before = self.present.iter().filter(|known| known.from < day);
        let before = before.map(|known| Present {
            to: earlier(known.to, day.pred_opt()),
            ..known.clone()
        });
        let after = next.into_iter().flat_map(|next| {
            let known = self.present.iter();
            let known = known.filter(move |known| known.to.is_none_or(|to| next <= to));
            known.map(move |known| Present {
                from: known.from.max(next),
                ..known.clone()
            })
        });
        let now = products.into_iter().map(|shown| Present {
            shown,
            from: day,
            to: next.and_then(|next| next.pred_opt()),
        });
        let present = joined(before.chain(now).chain(after).collect());
        if self.said.insert(day) || present != self.present {
            self.present = present;
            self.emit(Change::ProductsChanged);
        }
        Ok(())
    }

    /// The first day after another for which it was said what it shows.
    fn said_after(&self, day: NaiveDate) -> Option<NaiveDate> {
        let known = self.present.iter();
        let changes = known.flat_map(|known| {
            let left = known.to.and_then(|to| to.succ_opt());
            [Some(known.from), left]
        });
        let said = self.said.iter().copied().chain(changes.flatten());
        said.filter(|said| *said > day).min()
    }

    /// What it shows on a day.
    pub fn shown_on(&self, day: NaiveDate) -> impl Iterator<Item = &Shown> {
        let there = self.present.iter().filter(move |present| present.on(day));
        there.map(|present| &present.shown)
    }
}

/// The earlier of two last days, of which one that is not known comes last.
fn earlier(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The same, with what follows itself without a gap as one.
fn joined(mut all: Vec<Present>) -> Vec<Present> {
    all.sort_by_key(|present| present.from);
    let mut joined: Vec<Present> = Vec::with_capacity(all.len());
    for next in all {
        let follows = |known: &&mut Present| {
            let after = known.to.and_then(|to| to.succ_opt());
            known.shown == next.shown && after == Some(next.from)
        };
        match joined.iter_mut().find(follows) {
            Some(known) => known.to = next.to,
            None => joined.push(next),
        }
    }
    joined
}
