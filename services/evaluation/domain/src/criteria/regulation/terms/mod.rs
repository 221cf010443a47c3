//! Days that follow from a regulation and another date.

use chrono::NaiveDate;

use super::{Level, Regulation};
use crate::criteria::star::Star;

impl Regulation {
    /// Who decides on a star.
    pub fn decided_by(&self, star: Star) -> Level {
        let [three, four, five] = self.decided_by;
        match star {
            Star::Three => three,
            Star::Four => four,
            Star::Five => five,
        }
    }

    /// The regulation that came after this one.
    pub fn successor(&self) -> Option<&'static Self> {
        Self::in_force_on(self.in_force_to?.succ_opt()?)
    }

    /// The last day on which a round of a year is to be over (Article 5); `None` where the regulation
    /// names no such round.
    pub fn end_of_round(&self, level: Level, number: u32, year: i32) -> Option<NaiveDate> {
        let round = self
            .rounds
            .iter()
            .find(|round| (round.level, round.number) == (level, number))?;
        round.end.in_year(year)
    }

    /// Whether a certificate whose last day this is stays good while a dossier filed late is evaluated
    /// (Article 12.3).
    pub fn grants_grace(&self, last_day: Option<NaiveDate>) -> bool {
        let begins = last_day.and_then(|day| day.succ_opt());
        self.grace_days > 0
            && begins.is_some_and(|day| self.grace_until.is_none_or(|until| day <= until))
    }
}

#[cfg(test)]
mod tests;
