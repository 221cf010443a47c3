//! The criteria sets that this program knows: files compiled into it, read and checked at start.

use chrono::NaiveDate;

use super::CriteriaSet;
use super::check::{Problem, check};
use super::file::{Unreadable, read};
use crate::criteria::regulation::{self, Code, Regulation};

/// Every file of `criteria/<year>/` with its name, for messages; found when the program is built.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/criteria.rs"));

/// The criteria sets known, in order of regulation and number.
#[derive(Clone, Debug)]
pub struct Library {
    sets: Vec<CriteriaSet>,
}

/// A file of the project that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    #[error("regulations.toml: {0}")]
    Regulations(regulation::check::Defect),
    #[error("{file}: {why}")]
    Unreadable { file: String, why: Unreadable },
    #[error("{file}: {problem}")]
    Problem { file: String, problem: Problem },
    #[error("{file}: another file has set {number} of {regulation} too")]
    Twice {
        file: String,
        regulation: Code,
        number: u8,
    },
}

impl Library {
    /// Reads and checks every file of this program.
    ///
    /// # Errors
    /// Everything that is wrong with any of them.
    pub fn load() -> Result<Self, Vec<Defect>> {
        let laws = regulation::load().map_err(|defects| {
            let defects = defects.iter().cloned();
            defects.map(Defect::Regulations).collect::<Vec<_>>()
        })?;
        Self::from_files(laws, FILES)
    }

    /// Reads and checks files, each given as its name and its text, whose sets are of the
    /// regulations `laws`.
    ///
    /// # Errors
    /// Everything that is wrong with any of them.
    pub fn from_files(
        laws: &'static [Regulation],
        files: &[(&str, &str)],
    ) -> Result<Self, Vec<Defect>> {
        let (mut sets, mut defects) = (Vec::<CriteriaSet>::new(), Vec::new());
        for &(file, text) in files {
            let file = || file.to_owned();
            let set = match read(laws, text) {
                Ok(set) => set,
                Err(why) => {
                    defects.push(Defect::Unreadable { file: file(), why });
                    continue;
                }
            };
            let problems = check(&set).err().unwrap_or_default();
            defects.extend(problems.into_iter().map(|problem| Defect::Problem {
                file: file(),
                problem,
            }));
            match sets.binary_search_by_key(&place(&set), place) {
                Ok(_) => defects.push(Defect::Twice {
                    file: file(),
                    regulation: set.regulation(),
                    number: set.number,
                }),
                Err(at) => sets.insert(at, set),
            }
        }
        if defects.is_empty() {
            Ok(Self { sets })
        } else {
            Err(defects)
        }
    }

    /// The set of a number under a regulation, if it is known.
    pub fn set(&self, regulation: Code, number: u8) -> Option<&CriteriaSet> {
        let found = self.sets.binary_search_by_key(&(regulation, number), place);
        found.ok().and_then(|at| self.sets.get(at))
    }

    /// The set of a number under the regulation in force on a day, if it is known.
    pub fn set_on(&self, date: NaiveDate, number: u8) -> Option<&CriteriaSet> {
        self.set(Regulation::in_force_on(date)?.code, number)
    }

    /// Every set known.
    pub fn sets(&self) -> &[CriteriaSet] {
        &self.sets
    }
}

/// Where a set stands in the library.
fn place(set: &CriteriaSet) -> (Code, u8) {
    (set.regulation(), set.number)
}

#[cfg(test)]
mod tests;
