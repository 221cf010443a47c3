//! Regulations by date.
//!
//! Five regimes since 2018 differ in criteria, in who decides and in deadlines. A dossier keeps the
//! regulation under which it was lodged, a certificate the one under which it was given
//! (Articles 11 and 12), so they are data with dates and not code: the file
//! `criteria/regulations.toml`, read ([`mod@file`]) and checked ([`mod@check`]) once. Where the law
//! leaves something open, the reading chosen is a field there.

pub mod check;
pub mod file;
pub mod least_ballots;
mod terms;
mod year_day;

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize};
use strum::{Display, EnumString};

use check::Defect;
use least_ballots::LeastBallots;
pub use year_day::{NotAYearDay, YearDay};

/// The code of a regulation: the year in which it began, such as `R2026`.
///
/// A code is only ever that of a regulation that is known: any other text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Code(&'static str);

/// Who decides on a star.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Display, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Level {
    /// The district, which ended on 30 June 2025.
    District,
    Province,
    /// The ministry in charge.
    Centre,
}

/// What a dossier asks for; Article 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Display, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DossierKind {
    /// First evaluation (lần đầu).
    First,
    /// A higher star (nâng hạng).
    Upgrade,
    /// Evaluation again before the certificate ends (phân hạng lại).
    ReEvaluation,
}

impl DossierKind {
    /// Its Vietnamese name.
    pub fn name_vi(self) -> &'static str {
        match self {
            Self::First => "đánh giá lần đầu",
            Self::Upgrade => "nâng hạng",
            Self::ReEvaluation => "phân hạng lại",
        }
    }
}

/// Which day is the last of a term of months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastDay {
    /// The day with the same number as the first: 22 May 2026 to 22 May 2029. A term counted in
    /// months or years leaves out the day it starts on and ends with the day of the same number
    /// (Civil Code 2015, Articles 147.2 and 148).
    Anniversary,
    /// The day before that: 22 May 2026 to 21 May 2029.
    Eve,
}

/// A legal regime of evaluation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regulation {
    #[serde(deserialize_with = "file::new_code")]
    pub code: Code,
    /// The instruments that make it up.
    pub instruments: Vec<String>,
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
    /// So many days before a certificate's last day its producer is reminded, most days first.
    pub reminder_days: Vec<u64>,
    /// Working days that the commune has to check a dossier and send it on (Article 7.2); `None`
    /// where communes have no such step or no term is known.
    pub commune_working_days: Option<u32>,
    /// Days that a re-evaluation may take (Article 7.6); `None` where no term is known.
    pub re_evaluation_days: Option<u32>,
    /// Days from the authority's conclusion to the decision to revoke (Article 8); `None` where no
    /// term is known.
    pub revocation_days: Option<u32>,
    /// Days from this regulation's first day in which dossiers lodged before it are to be finished
    /// under the one before (Articles 11 and 12); `None` where no term is known.
    pub finish_earlier_days: Option<FinishDays>,
    /// Whether the certificate that another replaced is in force again, for what is left of its term, when that one is
    /// withdrawn because it was given wrongly (Article 10.1b). The text does not say.
    pub withdrawal_revives: bool,
    /// Whether a result of 90 points or more that lacks a minimum of five stars goes to the centre (Articles 4 and 7.3e)
    /// or stays with the province as four stars. The words allow both.
    pub forward_without_minimums: bool,
    /// Whether a re-evaluation must be lodged before its certificate ends (Article 12.3), or also while it would be in
    /// grace.
    pub lodge_before_end: bool,
    /// The rounds of a year, those of a level in order of their numbers (Article 5).
    #[serde(default, rename = "round")]
    pub rounds: Vec<YearlyRound>,
    /// Whether the day that a cut-off names is itself in time. The text says "before" (trước).
    pub cut_off_day_in_time: bool,
    /// The least number of ballots that are a council's result.
    pub least_ballots: LeastBallots,
}

/// Days in which dossiers of an earlier regulation are to be finished, by kind of dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinishDays {
    /// Of first evaluations.
    pub first: u64,
    pub upgrade: u64,
    pub re_evaluation: u64,
}

/// A round that comes every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearlyRound {
    pub level: Level,
    /// Its number within the year as the law counts them, from 1.
    pub number: u32,
    /// The day that the law names for dossiers to be there.
    pub cut_off: YearDay,
    /// The day that the law names for the round to be over.
    pub end: YearDay,
}

static ALL: LazyLock<Result<Vec<Regulation>, Vec<Defect>>> =
    LazyLock::new(|| file::read(include_str!("../../../criteria/regulations.toml")));

/// Every regulation of this program, oldest first.
///
/// # Errors
/// Everything that is wrong with their file. A service asks once, at start.
pub fn load() -> Result<&'static [Regulation], &'static [Defect]> {
    match &*ALL {
        Ok(all) => Ok(all),
        Err(defects) => Err(defects),
    }
}

impl Regulation {
    /// Every regulation, oldest first; none if their file is defective, which [`load`] tells.
    pub fn all() -> &'static [Self] {
        load().unwrap_or_default()
    }

    /// The regulation of a day; `None` before the programme began on 7 May 2018.
    pub fn in_force_on(date: NaiveDate) -> Option<&'static Self> {
        Self::all()
            .iter()
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

    /// The last day by which a dossier lodged before this regulation is to be finished under the one
    /// before it (Articles 11 and 12); `None` where no term is known.
    pub fn finish_earlier_by(&self, kind: DossierKind) -> Option<NaiveDate> {
        let days = self.finish_earlier_days?;
        let days = match kind {
            DossierKind::First => days.first,
            DossierKind::Upgrade => days.upgrade,
            DossierKind::ReEvaluation => days.re_evaluation,
        };
        self.in_force_from.checked_add_days(Days::new(days))
    }

    /// The last day on which a dossier is in time for a round of a year (Article 5); `None` where
    /// the regulation names no such round.
    pub fn last_day_for_round(&self, level: Level, number: u32, year: i32) -> Option<NaiveDate> {
        let round = self
            .rounds
            .iter()
            .find(|round| (round.level, round.number) == (level, number))?;
        let named = round.cut_off.in_year(year)?;
        if self.cut_off_day_in_time {
            Some(named)
        } else {
            named.pred_opt()
        }
    }
}

impl Code {
    pub fn regulation(self) -> &'static Regulation {
        Regulation::all()
            .iter()
            .find(|regulation| regulation.code == self)
            .expect("a code is made of nothing but a regulation of the file")
    }

    /// The code as it is written.
    pub fn as_str(self) -> &'static str {
        self.0
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
        Regulation::all()
            .iter()
            .map(|regulation| regulation.code)
            .find(|code| code.as_str() == text)
            .ok_or_else(|| UnknownRegulation(text.to_owned()))
    }
}

// By hand: derived, it would borrow the text from what is read, which does not last.
impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
