//! Units and successions as files: comma-separated, one header line, no quotes, days as YYYY-MM-DD, empty where there
//! is nothing.

use std::fmt::Write as _;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::{Kind, Period, Succession, Unit};

const UNITS: &str = "code,name,kind,type,parent_code,valid_from,valid_to,decision,ended_by";
const SUCCESSORS: &str = "from_code,from_valid_to,to_code,part";

/// A line that is not of the form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the {file}: {what}")]
pub struct Misread {
    /// "units" or "successors".
    pub file: &'static str,
    /// Its number, the header is 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// Units, and what became of those that ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The units.
    pub units: Vec<Unit>,
    /// What became of them.
    pub successions: Vec<Succession>,
}

impl Facts {
    /// Reads both files.
    ///
    /// # Errors
    /// The first line that is not of the form.
    pub fn read(units: &str, successors: &str) -> Result<Self, Misread> {
        Ok(Self {
            units: lines("units", UNITS, units, unit)?,
            successions: lines("successors", SUCCESSORS, successors, succession)?,
        })
    }

    /// The file of what became of them.
    pub fn successors_file(&self) -> String {
        let mut file = format!("{SUCCESSORS}\n");
        for one in &self.successions {
            let Succession {
                from,
                ended,
                to,
                part,
            } = one;
            // Writing to a String cannot fail.
            let _ = writeln!(file, "{from},{ended},{to},{part}");
        }
        file
    }

    /// The file of the units.
    pub fn units_file(&self) -> String {
        let mut file = format!("{UNITS}\n");
        for unit in &self.units {
            let Period { from, to } = unit.period;
            let (from, to) = (written(from), written(to));
            let parent = unit.parent.as_deref().unwrap_or_default();
            let (code, name, kind) = (&unit.code, &unit.name, unit.kind);
            let (designation, made, ended) = (&unit.designation, &unit.made_by, &unit.ended_by);
            // Writing to a String cannot fail.
            let _ = writeln!(
                file,
                "{code},{name},{kind},{designation},{parent},{from},{to},{made},{ended}"
            );
        }
        file
    }
}

fn written(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn lines<T>(
    file: &'static str,
    header: &str,
    text: &str,
    read: fn(&[&str]) -> Result<T, String>,
) -> Result<Vec<T>, Misread> {
    let misread = |line, what| Misread { file, line, what };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().enumerate();
    let columns = header.split(',').count();
    match lines.next() {
        Some((_, first)) if first.trim_end() == header => {}
        _ => return Err(misread(1, format!("the header must be {header}"))),
    }
    let mut found = Vec::new();
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        if fields.len() != columns {
            let what = format!("has {} columns, not {columns}", fields.len());
            return Err(misread(index + 1, what));
        }
        found.push(read(&fields).map_err(|what| misread(index + 1, what))?);
    }
    Ok(found)
}

fn unit(fields: &[&str]) -> Result<Unit, String> {
    let [code, name, kind, designation, parent, from, to, made, ended] = fields else {
        return Err("columns are missing".to_owned());
    };
    Ok(Unit {
        code: digits(code)?,
        name: required("name", name)?,
        kind: one_of::<Kind>("kind", kind)?,
        designation: (*designation).to_owned(),
        parent: (!parent.is_empty()).then(|| digits(parent)).transpose()?,
        period: Period {
            from: optional_day(from)?,
            to: optional_day(to)?,
        },
        made_by: (*made).to_owned(),
        ended_by: (*ended).to_owned(),
    })
}

fn succession(fields: &[&str]) -> Result<Succession, String> {
    let [from, ended, to, part] = fields else {
        return Err("columns are missing".to_owned());
    };
    Ok(Succession {
        from: digits(from)?,
        ended: optional_day(ended)?.ok_or("from_valid_to is empty")?,
        to: digits(to)?,
        part: one_of("part", part)?,
    })
}

fn digits(code: &str) -> Result<String, String> {
    if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("{code:?} is no code: digits only"));
    }
    Ok(code.to_owned())
}

fn required(column: &str, text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err(format!("{column} is empty"));
    }
    Ok(text.to_owned())
}

fn one_of<T: FromStr>(column: &str, text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|_| format!("{text:?} is no {column} that is known"))
}

fn optional_day(text: &str) -> Result<Option<NaiveDate>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = text.parse();
    day.map(Some)
        .map_err(|_| format!("{text:?} is no day: YYYY-MM-DD"))
}
