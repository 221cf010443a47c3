//! All places that lie in a unit, for a query.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{Kind, Period, Places, Said};

/// Codes that, said for a day of a period, name places in an [`Area`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The codes.
    pub codes: Vec<String>,
    /// The days for which they were said.
    pub period: Period,
}

/// What lies in a unit of a day, whatever day it was said for: provinces as a whole, and single places of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Provinces that lie in it with all that is in them.
    pub provinces: Vec<Span>,
    /// Places of other provinces.
    pub places: Vec<Span>,
}

impl Area {
    /// Nothing lies in it.
    pub fn is_empty(&self) -> bool {
        self.provinces.is_empty() && self.places.is_empty()
    }

    /// Whether something in a place of a province lies in it.
    pub fn holds(&self, province: &str, place: &str, on: NaiveDate) -> bool {
        let any = |spans: &[Span], code: &str| {
            let mut spans = spans.iter();
            spans.any(|span| span.period.holds(on) && span.codes.iter().any(|one| one == code))
        };
        any(&self.provinces, province) || any(&self.places, place)
    }
}

impl Places {
    /// All places that lie in a unit of a day for certain, as [`lies_in`](Self::lies_in) says it of each. Empty if
    /// there is no such unit.
    pub fn area(&self, within: Said<'_>) -> Area {
        let Some(unit) = self.index(within.code, within.on) else {
            return Area::default();
        };
        let found = || self.area_of(unit, within);
        self.asked.of((unit, within.on), found)
    }

    fn area_of(&self, unit: usize, within: Said<'_>) -> Area {
        let mut provinces: BTreeMap<Period, Vec<String>> = BTreeMap::new();
        let mut places: BTreeMap<Period, Vec<String>> = BTreeMap::new();
        let mut whole = BTreeSet::new();
        let candidates = self.candidates(unit);
        let lie_in = candidates
            .into_iter()
            .filter(|index| self.index_lies_in(*index, &[unit], within.on))
            .filter_map(|index| Some((index, self.at(index)?)));
        let mut found: Vec<_> = lie_in.collect();
        found.sort_by_key(|(_, unit)| unit.kind);
        for (index, one) in found {
            let period = self.said_of(index).unwrap_or(one.period);
            if one.kind == Kind::Province {
                whole.insert(index);
                let codes = provinces.entry(period).or_default();
                codes.push(one.code.to_string());
            } else if !self.in_whole(index, &whole) {
                let codes = places.entry(period).or_default();
                codes.push(one.code.to_string());
            }
        }
        let spans = |all: BTreeMap<Period, Vec<String>>| {
            let span = |(period, codes)| Span { codes, period };
            all.into_iter().map(span).collect()
        };
        Area {
            provinces: spans(provinces),
            places: spans(places),
        }
    }

    /// Whether the provinces of a unit are among some, on all days for which something is said of it by its code.
    fn in_whole(&self, index: usize, whole: &BTreeSet<usize>) -> bool {
        let Some(unit) = self.at(index) else {
            return false;
        };
        let mut above: Vec<usize> = vec![index];
        for _ in 0..2 {
            above = above
                .iter()
                .flat_map(|index| self.parents_of(*index))
                .collect();
            if above.is_empty() {
                return false;
            }
            let mut provinces = above.iter().filter_map(|index| self.at(*index));
            if provinces.all(|above| above.kind == Kind::Province) {
                let own = self.said_of(index).unwrap_or(unit.period);
                let codes: BTreeSet<&str> = above
                    .iter()
                    .filter_map(|index| Some(self.at(*index)?.code.as_str()))
                    .collect();
                let named = codes.into_iter().flat_map(|code| self.indices_of(code));
                let mut met = named.filter(|index| {
                    let said = self.said_of(*index);
                    said.is_some_and(|said| said.meets(&own))
                });
                return met.all(|index| whole.contains(&index));
            }
        }
        false
    }

    /// The units that a unit lies in at some time of its period.
    fn parents_of(&self, index: usize) -> Vec<usize> {
        let unit = self.at(index);
        let parent = unit.and_then(|unit| unit.parent.as_deref().map(|code| (unit.period, code)));
        let Some((period, code)) = parent else {
            return Vec::new();
        };
        let same = self.indices_of(code);
        same.filter(|index| {
            self.at(*index)
                .is_some_and(|above| above.period.meets(&period))
        })
        .collect()
    }

    /// Units that may lie in one: what lies in it on the day, what came of that and what that came of, and what those
    /// lie in.
    fn candidates(&self, unit: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::from([unit]);
        let mut open = vec![unit];
        while let Some(index) = open.pop() {
            let Some(period) = self.at(index).map(|unit| unit.period) else {
                continue;
            };
            let code = self.at(index).map_or("", |unit| &*unit.code);
            let inside = self.indices_ever_inside(code).filter(|inside| {
                let own = self.at(*inside).map(|unit| unit.period);
                own.is_some_and(|own| own.meets(&period))
            });
            for other in inside.chain(self.linked(index)) {
                if found.insert(other) {
                    open.push(other);
                }
            }
        }
        let above: Vec<usize> = found
            .iter()
            .flat_map(|index| self.parents_of(*index))
            .collect();
        found.extend(above);
        found
    }
}
