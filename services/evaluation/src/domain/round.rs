//! Rounds of evaluation of a province (đợt đánh giá; Article 5.1): at least two a year, each with a
//! day by which communes must have sent dossiers on.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Its id.
    pub id: Uuid,
    /// Code of its province.
    pub province_code: String,
    /// Its year.
    pub year: i32,
    /// Its number within the year, from 1.
    pub number: u32,
    /// The council that scores it.
    pub council_id: Uuid,
    /// The last day on which a dossier may have been endorsed to be in it; `None` for none. Whether
    /// "before 30 April" takes in 30 April is thus for whoever opens the round to say.
    pub cut_off: Option<NaiveDate>,
}

impl Round {
    /// Whether a dossier endorsed on a day may be in it.
    pub fn admits(&self, endorsed_on: NaiveDate) -> bool {
        self.cut_off.is_none_or(|cut_off| endorsed_on <= cut_off)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The first round of 2026 of province 51.
    pub(crate) fn first_round(cut_off: Option<&str>) -> Round {
        Round {
            id: Uuid::from_u128(0xA0),
            province_code: "51".into(),
            year: 2026,
            number: 1,
            council_id: Uuid::from_u128(0xC0),
            cut_off: cut_off.map(|day| day.parse().unwrap()),
        }
    }

    #[test]
    fn the_cut_off_day_itself_is_in_time() {
        let round = first_round(Some("2026-10-30"));
        let admits = |day: &str| round.admits(day.parse().unwrap());
        assert!(admits("2026-10-30"));
        assert!(!admits("2026-10-31"));
        assert!(first_round(None).admits("2026-12-31".parse().unwrap()));
    }
}
