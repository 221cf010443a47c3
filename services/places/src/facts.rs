//! Units and successions as files: comma-separated, one header line, no quotes, days as YYYY-MM-DD, empty where there
//! is nothing.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::{Code, Kind, NotACode, Period, Succession, Text, Unit};

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
        Self::read_with(units, successors, |text| Cow::Owned(text.to_owned()))
    }

    /// Reads both files of the program, whose texts stay where they are.
    pub(crate) fn read_in_place(units: &'static str, successors: &str) -> Result<Self, Misread> {
        Self::read_with(units, successors, Cow::Borrowed)
    }

    fn read_with<'a>(
        units: &'a str,
        successors: &str,
        keep: fn(&'a str) -> Text,
    ) -> Result<Self, Misread> {
        Ok(Self {
            units: lines("units", UNITS, units, |fields| unit(fields, keep))?,
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

fn lines<'a, T, const COLUMNS: usize>(
    file: &'static str,
    header: &str,
    text: &'a str,
    read: impl Fn([&'a str; COLUMNS]) -> Result<T, String>,
) -> Result<Vec<T>, Misread> {
    let misread = |line, what| Misread { file, line, what };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().enumerate();
    match lines.next() {
        Some((_, first)) if first.trim_end() == header => {}
        _ => return Err(misread(1, format!("the header must be {header}"))),
    }
    let mut found = Vec::with_capacity(text.bytes().filter(|byte| *byte == b'\n').count());
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let mut fields = [""; COLUMNS];
        let mut columns = 0;
        for field in line.split(',') {
            if let Some(place) = fields.get_mut(columns) {
                *place = field.trim();
            }
            columns += 1;
        }
        if columns != COLUMNS {
            let what = format!("has {columns} columns, not {COLUMNS}");
            return Err(misread(index + 1, what));
        }
        found.push(read(fields).map_err(|what| misread(index + 1, what))?);
    }
    found.shrink_to_fit();
    Ok(found)
}

fn unit<'a>(fields: [&'a str; 9], keep: fn(&'a str) -> Text) -> Result<Unit, String> {
    let [code, name, kind, designation, parent, from, to, made, ended] = fields;
    Ok(Unit {
        code: read_code(code)?,
        name: keep(required("name", name)?),
        kind: one_of::<Kind>("kind", kind)?,
        designation: keep(designation),
        parent: (!parent.is_empty())
            .then(|| read_code(parent))
            .transpose()?,
        period: Period {
            from: optional_day(from)?,
            to: optional_day(to)?,
        },
        made_by: keep(made),
        ended_by: keep(ended),
    })
}

fn succession(fields: [&str; 4]) -> Result<Succession, String> {
    let [from, ended, to, part] = fields;
    Ok(Succession {
        from: read_code(from)?,
        ended: optional_day(ended)?.ok_or("from_valid_to is empty")?,
        to: read_code(to)?,
        part: one_of("part", part)?,
    })
}

fn read_code(text: &str) -> Result<Code, String> {
    let code = text.parse();
    code.map_err(|fault: NotACode| format!("{text:?} is {fault}"))
}

fn required<'a>(column: &str, text: &'a str) -> Result<&'a str, String> {
    if text.is_empty() {
        return Err(format!("{column} is empty"));
    }
    Ok(text)
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
