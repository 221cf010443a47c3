//! What must be true of the regulations whatever they say, so that a slip in their file stops the
//! service at start and not a dossier years later.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{Regulation, YearlyRound};

/// Something wrong with the file of the regulations.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// It is not TOML of the right shape; the message has line and column.
    #[error("{0}")]
    Unreadable(String),
    #[error("there is no regulation")]
    None,
    #[error("{0:?} is no code: write R and the year in which it begins, such as R2026")]
    Code(String),
    #[error("{0} appears twice")]
    Twice(String),
    #[error("{code} begins on {from}, but the one before it ends on {}", day(.before))]
    NotContiguous {
        code: String,
        from: NaiveDate,
        before: Option<NaiveDate>,
    },
    #[error("{0} ends before it begins")]
    EndsBeforeItBegins(String),
    #[error("{0} is the last one and has an end")]
    NoneAfter(String),
    #[error("{0} names no instrument")]
    NoInstrument(String),
    #[error("{code}: the floors {floors:?} do not rise from above 0 to at most 100")]
    Floors { code: String, floors: [u32; 4] },
    #[error("{code}: the parts add up to {sum}, not to 100")]
    Parts { code: String, sum: u32 },
    #[error("{0}: a certificate must be valid for a month at least")]
    Validity(String),
    #[error("{0}: filing closes before it opens")]
    Window(String),
    #[error("{0}: grace has a last day but no days")]
    Grace(String),
    #[error("{0}: the reminders do not come with fewer and fewer days")]
    Reminders(String),
    #[error("{code}: {term} is 0: leave it out where no term is known")]
    NoTerm { code: String, term: &'static str },
    #[error("{code}: round {number} of a level appears twice")]
    RoundTwice { code: String, number: u32 },
    #[error("{code}: round {number} ends before its cut-off")]
    RoundEnds { code: String, number: u32 },
    #[error("{0}: a result is of one ballot at least and of a share below 100 percent")]
    LeastBallots(String),
}

fn day(day: &Option<NaiveDate>) -> String {
    day.map_or_else(|| "no day".to_owned(), |day| day.to_string())
}

/// Everything that is wrong with regulations, in their order.
pub fn check(all: &[Regulation]) -> Vec<Defect> {
    let mut defects = Vec::new();
    if all.is_empty() {
        defects.push(Defect::None);
    }
    let mut codes = HashSet::new();
    let mut before: Option<&Regulation> = None;
    for law in all {
        let code = law.code.as_str();
        let year = code.strip_prefix('R').unwrap_or_default();
        if year.len() != 4 || !year.bytes().all(|digit| digit.is_ascii_digit()) {
            defects.push(Defect::Code(code.to_owned()));
        }
        if !codes.insert(code) {
            defects.push(Defect::Twice(code.to_owned()));
        }
        if let Some(before) = before
            && before.in_force_to.and_then(|last| last.succ_opt()) != Some(law.in_force_from)
        {
            defects.push(Defect::NotContiguous {
                code: code.to_owned(),
                from: law.in_force_from,
                before: before.in_force_to,
            });
        }
        alone(law, &mut defects);
        before = Some(law);
    }
    if let Some(last) = all.last().filter(|last| last.in_force_to.is_some()) {
        defects.push(Defect::NoneAfter(last.code.to_string()));
    }
    defects
}

/// What is wrong with a regulation whatever the others say.
fn alone(law: &Regulation, defects: &mut Vec<Defect>) {
    let code = || law.code.to_string();
    if law.in_force_to.is_some_and(|last| last < law.in_force_from) {
        defects.push(Defect::EndsBeforeItBegins(code()));
    }
    if law.instruments.iter().all(|name| name.trim().is_empty()) {
        defects.push(Defect::NoInstrument(code()));
    }
    let rises = law.floors.windows(2).all(|pair| pair[0] < pair[1]);
    if !rises || law.floors[0] == 0 || law.floors[3] > 100 {
        defects.push(Defect::Floors {
            code: code(),
            floors: law.floors,
        });
    }
    let sum = law.parts.map_or(100, |parts| parts.iter().sum());
    if sum != 100 {
        defects.push(Defect::Parts { code: code(), sum });
    }
    if law.validity_months == 0 {
        defects.push(Defect::Validity(code()));
    }
    if law.filing_opens_days < law.filing_closes_days {
        defects.push(Defect::Window(code()));
    }
    if law.grace_days == 0 && law.grace_until.is_some() {
        defects.push(Defect::Grace(code()));
    }
    if law.reminder_days.windows(2).any(|pair| pair[0] <= pair[1]) {
        defects.push(Defect::Reminders(code()));
    }
    let terms = [
        ("commune_working_days", law.commune_working_days),
        ("re_evaluation_days", law.re_evaluation_days),
        ("revocation_days", law.revocation_days),
    ];
    for (term, _) in terms.iter().filter(|(_, days)| *days == Some(0)) {
        defects.push(Defect::NoTerm { code: code(), term });
    }
    if law.least_ballots.number == 0 || law.least_ballots.more_than_percent >= 100 {
        defects.push(Defect::LeastBallots(code()));
    }
    for (at, round) in law.rounds.iter().enumerate() {
        let same =
            |other: &&YearlyRound| (other.level, other.number) == (round.level, round.number);
        let number = round.number;
        if law.rounds[..at].iter().any(|other| same(&other)) {
            defects.push(Defect::RoundTwice {
                code: code(),
                number,
            });
        }
        if round.end < round.cut_off {
            defects.push(Defect::RoundEnds {
                code: code(),
                number,
            });
        }
    }
}

#[cfg(test)]
mod tests;
