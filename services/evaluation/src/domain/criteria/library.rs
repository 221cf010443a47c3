//! The criteria sets that this program knows: files compiled into it, read and checked at start.

use chrono::NaiveDate;

use super::CriteriaSet;
use super::check::{Problem, check};
use super::file::{Unreadable, read};
use crate::domain::regulation::{Code, Regulation};

/// Every file with its name, for messages.
const FILES: &[(&str, &str)] = &[
    (
        "2026/09.toml",
        include_str!("../../../criteria/2026/09.toml"),
    ),
    (
        "2026/10.toml",
        include_str!("../../../criteria/2026/10.toml"),
    ),
];

/// The criteria sets known, by regulation and number.
#[derive(Clone, Debug)]
pub struct Library {
    sets: Vec<CriteriaSet>,
}

/// A file of the project that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// It cannot be read.
    #[error("{file}: {why}")]
    Unreadable {
        /// The file.
        file: &'static str,
        /// Why.
        why: Unreadable,
    },
    /// It does not hold together.
    #[error("{file}: {problem}")]
    Problem {
        /// The file.
        file: &'static str,
        /// What is wrong.
        problem: Problem,
    },
    /// Another file has the same regulation and number.
    #[error("{file}: another file has set {number} of {regulation} too")]
    Twice {
        /// The file.
        file: &'static str,
        /// The regulation.
        regulation: Code,
        /// The number.
        number: u8,
    },
}

impl Library {
    /// Reads and checks every file.
    ///
    /// # Errors
    /// Everything that is wrong with any of them.
    pub fn load() -> Result<Self, Vec<Defect>> {
        Self::from_files(FILES)
    }

    fn from_files(files: &[(&'static str, &str)]) -> Result<Self, Vec<Defect>> {
        let (mut sets, mut defects) = (Vec::<CriteriaSet>::new(), Vec::new());
        for &(file, text) in files {
            let set = match read(text) {
                Ok(set) => set,
                Err(why) => {
                    defects.push(Defect::Unreadable { file, why });
                    continue;
                }
            };
            let problems = check(&set).err().unwrap_or_default();
            defects.extend(
                problems
                    .into_iter()
                    .map(|problem| Defect::Problem { file, problem }),
            );
            let (regulation, number) = (set.regulation, set.number);
            if sets
                .iter()
                .any(|other| (other.regulation, other.number) == (regulation, number))
            {
                defects.push(Defect::Twice {
                    file,
                    regulation,
                    number,
                });
            }
            sets.push(set);
        }
        if defects.is_empty() {
            Ok(Self { sets })
        } else {
            Err(defects)
        }
    }

    /// The set of a number under a regulation, if it is known.
    pub fn set(&self, regulation: Code, number: u8) -> Option<&CriteriaSet> {
        self.sets
            .iter()
            .find(|set| (set.regulation, set.number) == (regulation, number))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_9_and_10_of_2026_are_there_with_their_31_and_32_criteria() {
        let library = Library::load().unwrap();
        let size = |number| {
            library
                .set(Code::R2026, number)
                .map(|set| set.criteria().count())
        };
        assert_eq!((size(9), size(10), size(11)), (Some(31), Some(32), None));
    }

    #[test]
    fn the_regulation_of_the_day_decides_which_set_counts() {
        let library = Library::load().unwrap();
        let on = |text: &str| {
            library
                .set_on(text.parse().unwrap(), 9)
                .map(|set| set.regulation)
        };
        assert_eq!(on("2026-05-22"), Some(Code::R2026));
        assert_eq!(on("2026-05-21"), None);
    }

    #[test]
    fn a_file_given_twice_is_a_defect() {
        let defects = Library::from_files(&[FILES[0], FILES[0]]).unwrap_err();
        let twice = Defect::Twice {
            file: "2026/09.toml",
            regulation: Code::R2026,
            number: 9,
        };
        assert_eq!(defects, vec![twice]);
    }

    #[test]
    fn every_defect_of_every_file_is_reported() {
        let wrong = FILES[0].1.replacen("[\"1.1\", 5,", "[\"1.1\", 4,", 1);
        let defects =
            Library::from_files(&[("broken", "number ="), ("wrong", &wrong)]).unwrap_err();
        assert!(matches!(
            defects[0],
            Defect::Unreadable { file: "broken", .. }
        ));
        assert_eq!(defects.len(), 3);
    }

    /// The star marks of the decision, written the way its readers know them: criterion ≥ points.
    #[test]
    fn the_minimum_answers_are_those_of_the_decision() {
        use crate::domain::star::Star::{Five, Four, Three};
        let library = Library::load().unwrap();
        let needs = |number: u8, star| {
            let set = library.set(Code::R2026, number).unwrap();
            let lines = set.criteria().filter_map(|criterion| {
                Some(format!("{}≥{}", criterion.code, criterion.needs(star)?))
            });
            lines.collect::<Vec<_>>().join(" ")
        };
        for number in [9, 10] {
            assert_eq!(
                needs(number, Three),
                "1.1≥1 2.2≥2 2.3≥1 3.5≥1 4.1≥2 5.3≥1 8≥2 9≥1"
            );
        }
        let rest = "4.1≥3 5.1≥5 5.3≥1 6.1≥2 6.3≥2 6.4≥2 6.5≥2 7≥3 8≥2 9≥3";
        assert_eq!(
            needs(9, Four),
            format!("1.1≥1 1.4≥2 1.5≥1 2.1≥3 2.2≥2 2.3≥3 3.4≥2 3.5≥2 {rest}")
        );
        assert_eq!(
            needs(10, Four),
            format!("1.1≥1 1.5≥2 1.6≥1 2.1≥3 2.2≥2 2.3≥3 3.4≥2 3.5≥1 {rest}")
        );
        let rest = "4.1≥5 5.1≥5 5.3≥1 6.1≥2 6.3≥3 6.4≥3 6.5≥4 7≥5 8≥2 9≥3";
        assert_eq!(
            needs(9, Five),
            format!("1.1≥1 1.4≥3 1.5≥1 2.1≥3 2.2≥2 2.3≥3 3.4≥2 3.5≥2 {rest}")
        );
        assert_eq!(
            needs(10, Five),
            format!("1.1≥1 1.5≥3 1.6≥1 2.1≥3 2.2≥2 2.3≥3 3.4≥2 3.5≥1 {rest}")
        );
    }
}
