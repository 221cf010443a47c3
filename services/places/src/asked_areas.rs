//! Areas that were asked for lately. Nearly every list asks for that of a province, which goes over all that ever lay in it.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use chrono::NaiveDate;

use crate::area::Area;

/// Most areas kept: more than there are provinces, for today and some days of the past.
const MOST: usize = 256;

/// By the unit's place among all and the day it is one of.
#[derive(Default)]
pub(crate) struct AskedAreas(RwLock<HashMap<(usize, NaiveDate), Area>>);

impl AskedAreas {
    /// The area of a unit, found if it was not asked for before.
    pub(crate) fn of(&self, asked: (usize, NaiveDate), find: impl FnOnce() -> Area) -> Area {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(area) = known.get(&asked) {
            return area.clone();
        }
        drop(known);
        let area = find();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(asked, area.clone());
        area
    }
}

/// A copy begins anew.
impl Clone for AskedAreas {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Said, built_in};

    #[test]
    fn an_area_is_found_once_and_told_alike_ever_after() {
        let places = built_in().as_ref().clone();
        let on: NaiveDate = "2026-11-28".parse().unwrap();
        let within = Said { code: "51", on };
        let first = places.area(within);
        assert!(!first.is_empty());
        assert_eq!(places.area(within), first);
        assert_eq!(places.asked.0.read().unwrap().len(), 1);
        // Its day makes it another.
        let before: NaiveDate = "2025-06-30".parse().unwrap();
        assert_ne!(
            places.area(Said {
                code: "51",
                on: before
            }),
            first
        );
    }

    #[test]
    fn no_more_areas_are_kept_than_are_asked_for_in_a_while() {
        let asked = AskedAreas::default();
        let on = NaiveDate::MIN;
        for unit in 0..MOST * 3 {
            asked.of((unit, on), Area::default);
            assert!(asked.0.read().unwrap().len() <= MOST);
        }
    }
}
