//! Whether the units fit together.

use chrono::NaiveDate;

use crate::{Kind, LAST_DAY_OF_DISTRICTS, Part, Period, Places, Unit, built_in};

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Two units have one code on one day.
    #[error("{code} names two units at the same time: {one} and {two}")]
    Overlap {
        /// The code.
        code: String,
        /// The period of one.
        one: Period,
        /// And of the other.
        two: Period,
    },
    /// A code has not as many digits as those of its level.
    #[error(
        "{0} is no code of a {1}: two digits of a province, three of a district, five of a commune"
    )]
    Digits(String, Kind),
    /// A unit is called what no unit of its level is.
    #[error("{code} is called {designation:?}, which no {kind} is")]
    Designation {
        /// Its code.
        code: String,
        /// What it is called.
        designation: String,
        /// Its level.
        kind: Kind,
    },
    /// A unit lies in none, or in one of the wrong level, on some day of its period.
    #[error("{code} ({period}) lies in no unit of the level above it on every day: {parent:?}")]
    Parent {
        /// Its code.
        code: String,
        /// Its period.
        period: Period,
        /// The code of what it should lie in.
        parent: String,
    },
    /// A unit ended before it began.
    #[error("{0} ends before it begins: {1}")]
    Backwards(String, Period),
    /// A commune or province ended and nothing says what became of it.
    #[error("{0} ended on {1}, and nothing says what became of it")]
    NoSuccessor(String, NaiveDate),
    /// A succession does not lead from a unit that ended to one that exists on the next day.
    #[error(
        "nothing leads from {from} (until {ended}) to {to}: one ends that day, the other exists on the next"
    )]
    Succession {
        /// What ended.
        from: String,
        /// On which day.
        ended: NaiveDate,
        /// What followed.
        to: String,
    },
    /// A unit went as a whole to several.
    #[error("{0} ended on {1} and went as a whole to several units")]
    WholeToSeveral(String, NaiveDate),
    /// There are more or fewer units on a day than the law counts.
    #[error("there are {found:?} provinces, districts and communes on {on}, not {expected:?}")]
    Count {
        /// The day.
        on: NaiveDate,
        /// How many there are.
        found: [usize; 3],
        /// How many there should be.
        expected: [usize; 3],
    },
}

impl Fault {
    /// The code of the unit that does not fit; none if it is their number.
    pub fn code(&self) -> &str {
        match self {
            Self::Overlap { code, .. }
            | Self::Designation { code, .. }
            | Self::Parent { code, .. } => code,
            Self::Digits(code, _)
            | Self::Backwards(code, _)
            | Self::NoSuccessor(code, _)
            | Self::WholeToSeveral(code, _) => code,
            Self::Succession { from, .. } => from,
            Self::Count { .. } => "",
        }
    }
}

/// Provinces, districts and communes as official figures count them: before and after the mergers of 2025 (202/2025/QH15,
/// 203/2025/QH15 and 1654 to 1687/NQ-UBTVQH15), and since the acts of 2026, which raised units and merged none.
const COUNTS: [(NaiveDate, [usize; 3]); 3] = [
    (LAST_DAY_OF_DISTRICTS, [63, 696, 10_035]),
    (day(2025, 7, 1), [34, 0, 3_321]),
    (day(2026, 9, 20), [34, 0, 3_321]),
];

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

impl Places {
    /// How many provinces, districts and communes there are on a day.
    pub fn counts(&self, on: NaiveDate) -> [usize; 3] {
        [Kind::Province, Kind::District, Kind::Commune].map(|kind| {
            let units = self.units().iter();
            units
                .filter(|unit| unit.kind == kind && unit.period.holds(on))
                .count()
        })
    }

    /// Whether the units fit together: no code names two at a time, each lies in one of the level above throughout,
    /// and of each commune or province that ended since the mergers it is said what became of it.
    ///
    /// # Errors
    /// The first thing that does not.
    pub fn check(&self) -> Result<(), Fault> {
        self.all_faults().next().map_or(Ok(()), Err)
    }

    /// All that does not fit together, the first `most` of it.
    pub fn faults(&self, most: usize) -> Vec<Fault> {
        self.all_faults().take(most).collect()
    }

    fn all_faults(&self) -> impl Iterator<Item = Fault> + '_ {
        let overlaps = self.units().windows(2).filter_map(|pair| match pair {
            [one, two] if one.code == two.code && one.period.meets(&two.period) => {
                Some(Fault::Overlap {
                    code: one.code.to_string(),
                    one: one.period,
                    two: two.period,
                })
            }
            _ => None,
        });
        let units = self.units().iter().enumerate();
        let units = units.filter_map(|(index, unit)| self.fits(index, unit).err());
        overlaps
            .chain(units)
            .chain(self.successions_that_do_not_fit())
            .chain(self.wholes_to_several())
    }

    fn fits(&self, index: usize, unit: &Unit) -> Result<(), Fault> {
        let digits = match unit.kind {
            Kind::Province => 2,
            Kind::District => 3,
            Kind::Commune => 5,
        };
        if unit.code.len() != digits {
            return Err(Fault::Digits(unit.code.to_string(), unit.kind));
        }
        if let Period {
            from: Some(from),
            to: Some(to),
        } = unit.period
            && to < from
        {
            return Err(Fault::Backwards(unit.code.to_string(), unit.period));
        }
        if !self.has_parents(unit) {
            return Err(Fault::Parent {
                code: unit.code.to_string(),
                period: unit.period,
                parent: unit.parent.as_deref().unwrap_or_default().to_owned(),
            });
        }
        match unit.period.to {
            Some(to)
                if to >= LAST_DAY_OF_DISTRICTS
                    && unit.kind != Kind::District
                    && self.successors_of(index).next().is_none() =>
            {
                Err(Fault::NoSuccessor(unit.code.to_string(), to))
            }
            _ => Ok(()),
        }
    }

    /// Whether a unit lies in one of the level above on every day of its period, from its last day back as far as
    /// anything is known.
    fn has_parents(&self, unit: &Unit) -> bool {
        let Some(parent) = unit.parent else {
            return unit.kind == Kind::Province;
        };
        let above = self.indices_with(parent).rev();
        let mut last = unit.period.to;
        let mut met = false;
        for one in above.filter_map(|index| self.at(index)) {
            let holds = match last {
                Some(last) => one.period.holds(last),
                None => one.period.to.is_none(),
            };
            if !holds {
                if met {
                    break;
                }
                continue;
            }
            met = true;
            let fits = match (unit.kind, one.kind) {
                (Kind::District, above) => above == Kind::Province,
                (Kind::Commune, above) => above != Kind::Commune,
                (Kind::Province, _) => false,
            };
            if !fits {
                return false;
            }
            match (one.period.from, unit.period.from) {
                (None, _) => return true,
                (Some(above), Some(own)) if above <= own => return true,
                (Some(above), _) => last = above.pred_opt(),
            }
        }
        met && unit.period.from.is_none()
    }

    fn successions_that_do_not_fit(&self) -> impl Iterator<Item = Fault> + '_ {
        self.successions().iter().filter_map(|one| {
            let unit = |code, on| self.index_of(code, on).and_then(|index| self.at(index));
            let ended = unit(one.from, one.ended);
            let ended = ended.is_some_and(|unit| unit.period.to == Some(one.ended));
            let next = one.ended.succ_opt();
            let follows = next.is_some_and(|next| unit(one.to, next).is_some());
            (!ended || !follows).then(|| Fault::Succession {
                from: one.from.to_string(),
                ended: one.ended,
                to: one.to.to_string(),
            })
        })
    }

    fn wholes_to_several(&self) -> impl Iterator<Item = Fault> + '_ {
        self.parts().filter_map(|(unit, mut parts)| {
            let whole = parts.len() > 1 && parts.any(|part| part == Part::Whole);
            let ended = unit.period.to.filter(|_| whole)?;
            Some(Fault::WholeToSeveral(unit.code.to_string(), ended))
        })
    }
}

/// Checks the units that come with the program: that they fit together, and that there are as many as the law counts.
///
/// # Errors
/// The first thing that is wrong.
pub fn check() -> Result<(), Fault> {
    let places = built_in();
    for (on, expected) in COUNTS {
        let found = places.counts(on);
        if found != expected {
            return Err(Fault::Count {
                on,
                found,
                expected,
            });
        }
    }
    places.check()
}
