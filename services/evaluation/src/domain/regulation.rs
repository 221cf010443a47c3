//! Regulations by date.
//!
//! Five regimes since 2018 differ in criteria, in who decides and in deadlines. A dossier keeps the
//! regulation under which it was lodged, a certificate the one under which it was given
//! (Articles 11 and 12), so they are data with dates and not code. Where the law leaves something
//! open, the reading chosen is a field here.

use std::fmt;
use std::str::FromStr;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The code of a regulation: the year in which it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Code {
    /// Decision 490/QĐ-TTg.
    R2018,
    /// Decisions 1048/QĐ-TTg and 781/QĐ-TTg.
    R2019,
    /// Decision 148/QĐ-TTg.
    R2023,
    /// Decision 148/QĐ-TTg as amended by 1489/QĐ-TTg.
    R2025,
    /// Decision 26/2026/QĐ-TTg.
    R2026,
}

/// Who decides on a star.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The district, which ended on 30 June 2025.
    District,
    /// The province.
    Province,
    /// The ministry in charge.
    Centre,
}

/// Which day is the last of a term of months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastDay {
    /// The day with the same number as the first: 22 May 2026 to 22 May 2029. A term counted in
    /// months or years leaves out the day it starts on and ends with the day of the same number
    /// (Civil Code 2015, Articles 147.2 and 148).
    Anniversary,
    /// The day before that: 22 May 2026 to 21 May 2029.
    Eve,
}

/// A legal regime of evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regulation {
    /// Its code.
    pub code: Code,
    /// The instruments that make it up.
    pub instruments: &'static [&'static str],
    /// First day in force.
    pub in_force_from: NaiveDate,
    /// Last day in force; `None` for the present one.
    pub in_force_to: Option<NaiveDate>,
    /// Points of the parts A, B and C; `None` where provinces set them.
    pub parts: Option<[u32; 3]>,
    /// Least average of the ranks 2, 3, 4 and 5. The law of 2019 wrote 50–69 and 70–89; what lies
    /// between is read as here.
    pub floors: [u32; 4],
    /// Who decides on three, four and five stars.
    pub decided_by: [Level; 3],
    /// Life of a certificate in calendar months.
    pub validity_months: u32,
    /// Which day is its last.
    pub last_day: LastDay,
    /// A re-evaluation is filed from so many days before the certificate's last day …
    pub filing_opens_days: u64,
    /// … until so many days before it; Article 7.6.
    pub filing_closes_days: u64,
    /// For how many days after its last day a certificate stays good while a dossier filed late is
    /// evaluated; Article 12.3. 0: never.
    pub grace_days: u64,
    /// Last day on which such grace may begin; `None` for no end, which is how the text reads.
    pub grace_until: Option<NaiveDate>,
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the dates of this file exist")
}

/// What all regulations share; each record names only what differs.
const BASE: Regulation = Regulation {
    code: Code::R2018,
    instruments: &[],
    in_force_from: day(2018, 5, 7),
    in_force_to: None,
    parts: Some([40, 25, 35]),
    floors: [30, 50, 70, 90],
    decided_by: [Level::Province, Level::Province, Level::Centre],
    validity_months: 36,
    last_day: LastDay::Anniversary,
    filing_opens_days: 180,
    filing_closes_days: 120,
    grace_days: 0,
    grace_until: None,
};

static ALL: [Regulation; 5] = [
    Regulation {
        code: Code::R2018,
        instruments: &["490/QĐ-TTg"],
        in_force_from: day(2018, 5, 7),
        in_force_to: Some(day(2019, 8, 20)),
        parts: None,
        ..BASE
    },
    Regulation {
        code: Code::R2019,
        instruments: &["1048/QĐ-TTg", "781/QĐ-TTg"],
        in_force_from: day(2019, 8, 21),
        in_force_to: Some(day(2023, 2, 23)),
        parts: Some([35, 25, 40]),
        ..BASE
    },
    Regulation {
        code: Code::R2023,
        instruments: &["148/QĐ-TTg"],
        in_force_from: day(2023, 2, 24),
        in_force_to: Some(day(2025, 7, 5)),
        decided_by: [Level::District, Level::Province, Level::Centre],
        ..BASE
    },
    Regulation {
        code: Code::R2025,
        instruments: &["148/QĐ-TTg", "1489/QĐ-TTg"],
        in_force_from: day(2025, 7, 6),
        in_force_to: Some(day(2026, 5, 21)),
        ..BASE
    },
    Regulation {
        code: Code::R2026,
        instruments: &["26/2026/QĐ-TTg"],
        in_force_from: day(2026, 5, 22),
        grace_days: 180,
        ..BASE
    },
];

impl Regulation {
    /// Every regulation, oldest first.
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// The regulation of a day; `None` before the programme began on 7 May 2018.
    pub fn in_force_on(date: NaiveDate) -> Option<&'static Self> {
        ALL.iter()
            .rev()
            .find(|regulation| regulation.in_force_from <= date)
    }

    /// The last day of a certificate whose first day is `from`. A month too short for the day
    /// (29 February) ends the term on its own last day.
    pub fn last_day_of_term(&self, from: NaiveDate) -> NaiveDate {
        let anniversary = from
            .checked_add_months(Months::new(self.validity_months))
            .unwrap_or(NaiveDate::MAX);
        match self.last_day {
            LastDay::Anniversary => anniversary,
            LastDay::Eve => anniversary.pred_opt().unwrap_or(anniversary),
        }
    }
}

impl Code {
    /// The regulation of this code.
    pub fn regulation(self) -> &'static Regulation {
        match self {
            Self::R2018 => &ALL[0],
            Self::R2019 => &ALL[1],
            Self::R2023 => &ALL[2],
            Self::R2025 => &ALL[3],
            Self::R2026 => &ALL[4],
        }
    }

    /// The code as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::R2018 => "R2018",
            Self::R2019 => "R2019",
            Self::R2023 => "R2023",
            Self::R2025 => "R2025",
            Self::R2026 => "R2026",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no regulation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no regulation {0:?}")]
pub struct UnknownRegulation(pub String);

impl FromStr for Code {
    type Err = UnknownRegulation;

    fn from_str(text: &str) -> Result<Self, UnknownRegulation> {
        ALL.iter()
            .map(|regulation| regulation.code)
            .find(|code| code.as_str() == text)
            .ok_or_else(|| UnknownRegulation(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_on(year: i32, month: u32, of_month: u32) -> Option<Code> {
        Regulation::in_force_on(day(year, month, of_month)).map(|regulation| regulation.code)
    }

    #[test]
    fn every_day_since_may_2018_has_one_regulation() {
        for (earlier, later) in ALL.iter().zip(&ALL[1..]) {
            assert_eq!(
                earlier.in_force_to.and_then(|last| last.succ_opt()),
                Some(later.in_force_from)
            );
        }
        assert_eq!(ALL.last().and_then(|present| present.in_force_to), None);
        assert_eq!(code_on(2018, 5, 6), None);
        assert_eq!(code_on(2022, 7, 14), Some(Code::R2019));
        assert_eq!(code_on(2026, 5, 21), Some(Code::R2025));
        assert_eq!(code_on(2026, 5, 22), Some(Code::R2026));
    }

    #[test]
    fn a_code_finds_its_own_record_and_reads_back() {
        for regulation in Regulation::all() {
            assert_eq!(regulation.code.regulation(), regulation);
            assert_eq!(regulation.code.as_str().parse(), Ok(regulation.code));
        }
        assert!("R2020".parse::<Code>().is_err());
    }

    #[test]
    fn thirty_six_months_end_on_the_day_of_the_same_number() {
        let law = Code::R2026.regulation();
        assert_eq!(law.last_day_of_term(day(2026, 6, 20)), day(2029, 6, 20));
        assert_eq!(law.last_day_of_term(day(2026, 8, 31)), day(2029, 8, 31));
    }

    #[test]
    fn thirty_six_months_from_a_leap_day_end_on_28_february() {
        assert_eq!(
            Code::R2026.regulation().last_day_of_term(day(2028, 2, 29)),
            day(2031, 2, 28)
        );
    }

    #[test]
    fn a_regulation_that_counts_the_first_day_ends_a_day_earlier() {
        let law = Regulation {
            last_day: LastDay::Eve,
            ..*Code::R2026.regulation()
        };
        assert_eq!(law.last_day_of_term(day(2026, 6, 20)), day(2029, 6, 19));
        assert_eq!(law.last_day_of_term(day(2026, 6, 1)), day(2029, 5, 31));
    }

    #[test]
    fn the_district_decides_on_three_stars_only_from_2023_to_2025() {
        let by_district: Vec<Code> = ALL
            .iter()
            .filter(|law| law.decided_by[0] == Level::District)
            .map(|law| law.code)
            .collect();
        assert_eq!(by_district, [Code::R2023]);
    }
}
