//! Rounds of evaluation (đợt đánh giá; Article 5): at least two a year at a province and at the
//! centre, each with a day by which dossiers must have been sent on. A province may hold more if its
//! council's regulation says so.

use chrono::{DateTime, NaiveDate, Utc};
use ocop_places::day_of;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Refusal;
use crate::criteria::regulation::{DossierKind, Level, Regulation};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    pub id: Uuid,
    pub opened_at: DateTime<Utc>,
    /// Whose it is: a province's or the centre's.
    pub level: Level,
    /// Code of its province; empty at the centre.
    pub province_code: String,
    pub year: i32,
    /// Its number within the year, from 1.
    pub number: u32,
    /// The council that scores it.
    pub council_id: Uuid,
    /// The last day on which a dossier may have been sent on to be in it; `None` for none.
    pub cut_off: Option<NaiveDate>,
    /// The day by which it is to be over.
    pub ends_on: Option<NaiveDate>,
}

/// What is put right of a round; `None` leaves it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    pub council_id: Option<Uuid>,
    pub cut_off: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
}

impl Round {
    /// The day for which the code of its province was said: that of the opening.
    pub fn said_on(&self) -> NaiveDate {
        day_of(self.opened_at)
    }

    /// Whether a dossier sent on on a day may be in it.
    pub fn admits(&self, sent_on: NaiveDate) -> bool {
        self.cut_off.is_none_or(|cut_off| sent_on <= cut_off)
    }

    /// Holds its days against the law: a round ends after its cut-off, and one that the law names is no later than the law has
    /// it (Article 5). A day of the law from before it was in force binds nobody: the first cut-off of 2026 had passed when Decision 26
    /// came.
    ///
    /// # Errors
    /// They do not fit.
    pub fn check_days(&self, law: &Regulation) -> Result<(), Refusal> {
        let (cut_off, end) = self.lawful_days(law);
        let binding = |day: &NaiveDate| *day >= law.in_force_from;
        let (lawful_cut_off, lawful_end) = (cut_off.filter(binding), end.filter(binding));
        let after = |day: Option<NaiveDate>, last: Option<NaiveDate>| {
            day.zip(last).is_some_and(|(day, last)| last < day)
        };
        let wrong = after(self.cut_off, self.ends_on)
            || after(self.cut_off, lawful_cut_off)
            || after(self.ends_on, lawful_end);
        if !wrong {
            return Ok(());
        }
        Err(Refusal::RoundDays {
            cut_off: self.cut_off,
            ends_on: self.ends_on,
            lawful_cut_off,
            lawful_end,
        })
    }

    /// Puts right what was recorded wrongly. What dossiers were accepted by stays once there are some: their council votes on them, and
    /// the cut-off only goes to a later day.
    ///
    /// # Errors
    /// Dossiers are in it that would be of another council or too late, or the days do not fit.
    pub fn correct(
        &mut self,
        values: &Values,
        has_dossiers: bool,
        law: &Regulation,
    ) -> Result<(), Refusal> {
        let other_council = values.council_id.is_some_and(|id| id != self.council_id);
        let earlier = values.cut_off.is_some_and(|day| !self.admits_until(day));
        if has_dossiers && (other_council || earlier) {
            return Err(Refusal::RoundTaken);
        }
        self.council_id = values.council_id.unwrap_or(self.council_id);
        self.cut_off = values.cut_off.or(self.cut_off);
        self.ends_on = values.ends_on.or(self.ends_on);
        self.check_days(law)
    }

    /// Whether a cut-off on a day would admit all that its own does.
    fn admits_until(&self, day: NaiveDate) -> bool {
        self.cut_off.is_some_and(|cut_off| cut_off <= day)
    }

    fn lawful_days(&self, law: &Regulation) -> (Option<NaiveDate>, Option<NaiveDate>) {
        (
            law.last_day_for_round(self.level, self.number, self.year),
            law.end_of_round(self.level, self.number, self.year),
        )
    }

    /// Fills in the days that the law names for a round of this level, number and year, where none were
    /// given (Article 5). `false` if the law names no such round: it is an extra one.
    pub fn take_lawful_days(&mut self, law: &Regulation) -> bool {
        let (cut_off, ends_on) = self.lawful_days(law);
        self.cut_off = self.cut_off.or(cut_off);
        self.ends_on = self.ends_on.or(ends_on);
        cut_off.is_some()
    }
}

/// The round that a dossier of a kind, sent on on a day, falls into: the first, by year and number, whose cut-off
/// had not passed (Article 5.1). A re-evaluation is not held to cut-offs (Article 7.6): where all have passed it goes to
/// the last round, whose council gives its written opinions.
pub fn landing(rounds: &[Round], kind: DossierKind, sent_on: NaiveDate) -> Option<&Round> {
    let by_number = |round: &&Round| (round.year, round.number);
    let last = || match kind {
        DossierKind::ReEvaluation => rounds.iter().max_by_key(by_number),
        DossierKind::First | DossierKind::Upgrade => None,
    };
    rounds
        .iter()
        .filter(|round| round.admits(sent_on))
        .min_by_key(|round| {
            (
                round.cut_off.unwrap_or(NaiveDate::MAX),
                round.year,
                round.number,
            )
        })
        .or_else(last)
}

#[cfg(test)]
pub(crate) mod tests;
