//! Rounds of evaluation (đợt đánh giá; Article 5): at least two a year at a province and at the
//! centre, each with a day by which dossiers must have been sent on. A province may hold more if its
//! council's regulation says so.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::criteria::regulation::{Level, Regulation};

/// A round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Its id.
    pub id: Uuid,
    /// Whose it is: a province's or the centre's.
    pub level: Level,
    /// Code of its province; empty at the centre.
    pub province_code: String,
    /// Its year.
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

impl Round {
    /// Whether a dossier sent on on a day may be in it.
    pub fn admits(&self, sent_on: NaiveDate) -> bool {
        self.cut_off.is_none_or(|cut_off| sent_on <= cut_off)
    }

    /// Fills in the days that the law names for a round of this level, number and year, where none were
    /// given (Article 5). `false` if the law names no such round: it is an extra one.
    pub fn take_lawful_days(&mut self, law: &Regulation) -> bool {
        let cut_off = law.last_day_for_round(self.level, self.number, self.year);
        let ends_on = law.end_of_round(self.level, self.number, self.year);
        self.cut_off = self.cut_off.or(cut_off);
        self.ends_on = self.ends_on.or(ends_on);
        cut_off.is_some()
    }
}

/// The round that a dossier sent on on a day falls into: the first, by year and number, whose cut-off
/// had not passed (Article 5.1).
pub fn landing(rounds: &[Round], sent_on: NaiveDate) -> Option<&Round> {
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
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::criteria::regulation::Code;

    /// The first round of 2026 of province 51.
    pub(crate) fn first_round(cut_off: Option<&str>) -> Round {
        Round {
            id: Uuid::from_u128(0xA0),
            level: Level::Province,
            province_code: "51".into(),
            year: 2026,
            number: 1,
            council_id: Uuid::from_u128(0xC0),
            cut_off: cut_off.map(|day| day.parse().unwrap()),
            ends_on: None,
        }
    }

    fn numbered(level: Level, number: u32) -> Round {
        let mut round = Round {
            id: Uuid::from_u128(number.into()),
            level,
            number,
            ..first_round(None)
        };
        round.take_lawful_days(Code::R2026.regulation());
        round
    }

    #[test]
    fn the_cut_off_day_itself_is_in_time() {
        let round = first_round(Some("2026-10-30"));
        let admits = |day: &str| round.admits(day.parse().unwrap());
        assert!(admits("2026-10-30"));
        assert!(!admits("2026-10-31"));
        assert!(first_round(None).admits("2026-12-31".parse().unwrap()));
    }

    #[test]
    fn the_law_names_two_rounds_of_a_province_and_two_of_the_centre() {
        let days = |level, number| {
            let round = numbered(level, number);
            (round.cut_off, round.ends_on)
        };
        let day = |text: &str| Some(text.parse().unwrap());
        assert_eq!(
            days(Level::Province, 1),
            (day("2026-04-30"), day("2026-06-30"))
        );
        assert_eq!(
            days(Level::Province, 2),
            (day("2026-10-30"), day("2026-12-30"))
        );
        assert_eq!(
            days(Level::Centre, 1),
            (day("2026-07-30"), day("2026-09-30"))
        );
        assert_eq!(
            days(Level::Centre, 2),
            (day("2026-01-30"), day("2026-03-30"))
        );
        assert!(!numbered(Level::Province, 3).take_lawful_days(Code::R2026.regulation()));
    }

    #[test]
    fn a_dossier_of_30_april_is_in_the_first_round_and_one_of_1_may_in_the_second() {
        let rounds = [numbered(Level::Province, 2), numbered(Level::Province, 1)];
        let lands = |day: &str| landing(&rounds, day.parse().unwrap()).map(|round| round.number);
        assert_eq!(lands("2026-04-30"), Some(1));
        assert_eq!(lands("2026-05-01"), Some(2));
        assert_eq!(lands("2026-10-31"), None);
    }
}
