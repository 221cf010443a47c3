//! What a code means that was said of something for a day.
//!
//! An act is sometimes added after its first day. What was said in between was said with the codes of before, for days
//! on which, as is known since, they are not in force any more. Such a code means the unit that had it last; where that
//! lies on another day is said by its successors. A code that the act gave to another unit at once names that one: it is
//! always among the successors of the unit that had it before.

use chrono::NaiveDate;

use crate::{Area, Period, Places, Unit};

/// A place as it was said: a code, and the day for which it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Said<'a> {
    /// The code.
    pub code: &'a str,
    /// The day.
    pub on: NaiveDate,
}

impl Places {
    /// The unit of which something was said: the one that has the code on the day, or that had it last before. `None` if
    /// none had it until then.
    pub fn meant(&self, said: Said<'_>) -> Option<&Unit> {
        self.at(self.index_meant(said)?)
    }

    /// The same as [`lies_in`](Self::lies_in) where the unit is no question's but was itself said of something, such as
    /// where a partner buys or what province a round is of: one that had ended by the day for which it was said means
    /// its successors on that day.
    pub fn lies_in_said(&self, said: Said<'_>, within: Said<'_>) -> bool {
        let units: Vec<usize> = self.indices_on(within, within.on);
        let index = self.index_meant(said).filter(|_| !units.is_empty());
        index.is_some_and(|index| self.index_lies_in(index, &units, within.on))
    }

    /// All places of which [`lies_in_said`](Self::lies_in_said) is true, apart from those of a unit that was divided among
    /// several of these.
    pub fn area_said(&self, within: Said<'_>) -> Area {
        let units = self.on(within, within.on).into_iter();
        let on = within.on;
        let areas = units.map(|unit| {
            let code = &unit.code;
            self.area(Said { code, on })
        });
        areas.fold(Area::default(), |mut all, mut one| {
            all.provinces.append(&mut one.provinces);
            all.places.append(&mut one.places);
            all
        })
    }

    pub(crate) fn index_meant(&self, said: Said<'_>) -> Option<usize> {
        let mut same = self.indices_of(said.code).rev();
        same.find(|index| {
            let unit = self.at(*index);
            unit.is_some_and(|unit| unit.period.from.is_none_or(|from| from <= said.on))
        })
    }

    /// The days for which something is said of a unit by its code: those of its period, and later ones until another unit
    /// has the code.
    pub(crate) fn said_of(&self, index: usize) -> Option<Period> {
        let unit = self.at(index)?;
        let next = self.at(index + 1).filter(|next| next.code == unit.code);
        Some(Period {
            from: unit.period.from,
            to: next
                .and_then(|next| next.period.from)
                .and_then(|from| from.pred_opt()),
        })
    }
}
