//! Reads the file of the regulations; `criteria/README.md` says how one is written.

use chrono::NaiveDate;
use serde::Deserialize;

use super::check::{Defect, check};
use super::{Code, FinishDays, LastDay, Level, Regulation, YearDay, YearlyRound};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    regulation: Vec<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    code: String,
    instruments: Vec<String>,
    in_force_from: NaiveDate,
    in_force_to: Option<NaiveDate>,
    parts: Option<[u32; 3]>,
    floors: [u32; 4],
    decided_by: [Level; 3],
    validity_months: u32,
    last_day: LastDay,
    filing_opens_days: u64,
    filing_closes_days: u64,
    grace_days: u64,
    grace_until: Option<NaiveDate>,
    reminder_days: Vec<u64>,
    commune_working_days: Option<u32>,
    re_evaluation_days: Option<u32>,
    revocation_days: Option<u32>,
    finish_earlier_days: Option<FinishDays>,
    #[serde(default)]
    round: Vec<RoundTable>,
    cut_off_day_in_time: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoundTable {
    level: Level,
    number: u32,
    cut_off: YearDay,
    end: YearDay,
}

/// Reads and checks regulations.
///
/// # Errors
/// The place where the text is no such file; else everything that is wrong with what it says.
pub fn read(text: &str) -> Result<Vec<Regulation>, Vec<Defect>> {
    let file: File =
        toml::from_str(text).map_err(|error| vec![Defect::Unreadable(error.to_string())])?;
    let all: Vec<Regulation> = file.regulation.into_iter().map(regulation).collect();
    let defects = check(&all);
    if defects.is_empty() {
        Ok(all)
    } else {
        Err(defects)
    }
}

fn regulation(table: Table) -> Regulation {
    Regulation {
        // Kept for ever, so that a code can be copied: there are a handful, read once.
        code: Code(Box::leak(table.code.into_boxed_str())),
        instruments: table.instruments,
        in_force_from: table.in_force_from,
        in_force_to: table.in_force_to,
        parts: table.parts,
        floors: table.floors,
        decided_by: table.decided_by,
        validity_months: table.validity_months,
        last_day: table.last_day,
        filing_opens_days: table.filing_opens_days,
        filing_closes_days: table.filing_closes_days,
        grace_days: table.grace_days,
        grace_until: table.grace_until,
        reminder_days: table.reminder_days,
        commune_working_days: table.commune_working_days,
        re_evaluation_days: table.re_evaluation_days,
        revocation_days: table.revocation_days,
        finish_earlier_days: table.finish_earlier_days,
        rounds: table.round.into_iter().map(round).collect(),
        cut_off_day_in_time: table.cut_off_day_in_time,
    }
}

fn round(table: RoundTable) -> YearlyRound {
    YearlyRound {
        level: table.level,
        number: table.number,
        cut_off: table.cut_off,
        end: table.end,
    }
}
