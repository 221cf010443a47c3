//! What the year should give, in plain intervals: no state machine, no regulation, no database.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};

/// The districts that the products are made in.
pub(super) const DISTRICTS: [(&str, &str); 3] =
    [("524", "Bình Sơn"), ("533", "Mộ Đức"), ("536", "Lý Sơn")];

/// What a council is going to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Result {
    /// Three stars.
    Three,
    /// Four stars.
    Four,
    /// No trademark application.
    Failed,
}

/// What happens to the n-th product.
pub(super) struct Plan;

impl Plan {
    /// The decision of its old certificate, if it has one, and its star.
    pub(super) fn old_certificate(n: u32) -> (NaiveDate, u32) {
        let (from, star) = match n {
            // Ends between 2 March and 29 May 2027.
            1..=90 => ("2024-03-01", if n.is_multiple_of(4) { 4 } else { 3 }),
            _ => ("2025-08-01", 3),
        };
        (day(from) + Days::new((n % 90).into()), star)
    }

    /// What its council finds.
    pub(super) fn result(n: u32) -> Result {
        match n % 10 {
            0 => Result::Failed,
            1..=6 => Result::Three,
            _ => Result::Four,
        }
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[derive(Clone, Debug)]
struct Held {
    star: u32,
    from: NaiveDate,
    to: NaiveDate,
    /// The day it is gone from, if not by its term.
    gone: Option<NaiveDate>,
}

impl Held {
    fn on(&self, on: NaiveDate) -> bool {
        self.from <= on && on <= self.to && self.gone.is_none_or(|gone| on < gone)
    }
}

/// The certificates of every product.
#[derive(Default)]
pub(super) struct Model {
    held: BTreeMap<u32, Vec<Held>>,
    /// How the dossier of each product ended.
    ends: BTreeMap<u32, &'static str>,
    events: BTreeMap<&'static str, u32>,
}

impl Model {
    /// A certificate was given; one that would have gone on ends with it.
    pub(super) fn given(&mut self, n: u32, date: NaiveDate, star: u32) {
        let all = self.held.entry(n).or_default();
        let before = all.iter_mut().find(|held| held.on(date));
        let event = match &before {
            None => "issued",
            Some(held) if star > held.star => "upgraded",
            Some(held) if star == held.star => "renewed",
            Some(_) => "lowered",
        };
        if let Some(held) = before {
            held.gone = Some(date);
        }
        all.push(Held {
            star,
            from: date,
            to: date + Months::new(36),
            gone: None,
        });
        *self.events.entry(event).or_default() += 1;
    }

    /// The certificate held was taken away.
    pub(super) fn revoked(&mut self, n: u32, date: &str) {
        let date = day(date);
        let held = self.held.get_mut(&n).unwrap().last_mut().unwrap();
        assert!(held.on(date));
        held.gone = Some(date);
        *self.events.entry("revoked").or_default() += 1;
    }

    /// The decision on the newest certificate is of another day than was told.
    pub(super) fn decided_on(&mut self, n: u32, date: &str) {
        let held = self.held.get_mut(&n).unwrap().last_mut().unwrap();
        held.from = day(date);
        held.to = held.from + Months::new(36);
    }

    /// The dossier of a product ended so; whatever was said of it before is over.
    pub(super) fn ended(&mut self, n: u32, how: &'static str) {
        self.ends.insert(n, how);
    }

    /// How many dossiers ended in each way.
    pub(super) fn by_end(&self) -> BTreeMap<String, u32> {
        let mut counts = BTreeMap::new();
        for how in self.ends.values() {
            *counts.entry((*how).to_owned()).or_default() += 1;
        }
        counts
    }

    pub(super) fn star_on(&self, n: u32, on: &str) -> Option<u32> {
        let held = self.held.get(&n)?.iter().find(|held| held.on(day(on)))?;
        Some(held.star)
    }

    pub(super) fn by_star(&self, on: &str) -> BTreeMap<String, u32> {
        self.counted(on, |_, held| held.star.to_string())
    }

    pub(super) fn by_district(&self, on: &str) -> BTreeMap<String, u32> {
        let of = |n: u32, held: &Held| {
            // There are no districts since July 2025.
            let there = held.from < day("2025-07-01");
            let code = DISTRICTS[n as usize % 3].0;
            if there { code } else { "" }.to_owned()
        };
        self.counted(on, of)
    }

    fn counted(&self, on: &str, key: impl Fn(u32, &Held) -> String) -> BTreeMap<String, u32> {
        let mut counts = BTreeMap::new();
        for (n, all) in &self.held {
            if let Some(held) = all.iter().find(|held| held.on(day(on))) {
                *counts.entry(key(*n, held)).or_default() += 1;
            }
        }
        counts
    }

    /// How often each kind of event of certificates was told by a day: with the ends of terms that have
    /// run out.
    pub(super) fn events(&self, by: &str) -> BTreeMap<&'static str, u32> {
        let mut events = self.events.clone();
        let ended = self.held.values().filter(|all| {
            let newest = all.last().unwrap();
            newest.gone.is_none() && newest.to < day(by)
        });
        *events.entry("expired").or_default() += u32::try_from(ended.count()).unwrap();
        events
    }
}
