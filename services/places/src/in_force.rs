//! Units that are named where only one of a day will do: in questions, and for what is said of a place now.

use chrono::NaiveDate;

use crate::{Places, Said, Unit};

/// Why no unit has a code on a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotInForce {
    /// No unit ever had it, as far as is known.
    #[error("{code} is no unit on {on} nor on any other day that is known; ListPlaces shows them")]
    Unknown {
        /// The code.
        code: String,
        /// The day.
        on: NaiveDate,
    },
    /// A unit has or had it on other days only.
    #[error("{0}")]
    OtherDays(Box<OtherDays>),
}

/// A unit that does not exist on the day for which it is named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{code} ({name}) is no unit on {on}, only in {period}; {hint}",
    hint = if successors.is_empty() {
        "name the day for which it is said".to_owned()
    } else {
        format!("what lay there lies in {}: name that, or the day for which it is said", successors.join(" or "))
    }
)]
pub struct OtherDays {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The day.
    pub on: NaiveDate,
    /// When it existed.
    pub period: String,
    /// The units of the day that it may have become, at most five.
    pub successors: Vec<String>,
}

/// Successors named at most.
const MOST_NAMED: usize = 5;

impl Places {
    /// The unit that has a code on a day; or why there is none, with what the unit that had it has become.
    ///
    /// # Errors
    /// [`NotInForce`].
    pub fn in_force(&self, said: Said<'_>) -> Result<&Unit, NotInForce> {
        let Said { code, on } = said;
        self.unit(code, on)
            .ok_or_else(|| self.why_not_in_force(code, on))
    }

    fn why_not_in_force(&self, code: &str, on: NaiveDate) -> NotInForce {
        let mut named = self.named(code);
        let ended = named
            .iter()
            .rposition(|unit| unit.period.to.is_some_and(|to| to < on));
        let Some(unit) = ended.map(|at| named.remove(at)).or_else(|| named.pop()) else {
            return NotInForce::Unknown {
                code: code.to_owned(),
                on,
            };
        };
        let said = unit.period.to.or(unit.period.from).unwrap_or(on);
        let now = self.on(Said { code, on: said }, on);
        let successors = now.iter().take(MOST_NAMED);
        NotInForce::OtherDays(Box::new(OtherDays {
            code: code.to_owned(),
            name: unit.name.to_string(),
            on,
            period: unit.period.to_string(),
            successors: successors
                .map(|unit| format!("{} {}", unit.code, unit.name))
                .collect(),
        }))
    }
}
