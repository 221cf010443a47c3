//! A criteria set with answers and what else was found, as a caller asks about them: read without a
//! copy, every violation reported at once.

use std::borrow::Cow;

use chrono::NaiveDate;
use ocop_chassis::grpc::{RpcError, Violations};
use ocop_proto::evaluation::v1 as proto;
use tonic::Code;

use crate::domain::criteria;
use crate::domain::criteria::library::Library;
use crate::domain::criteria::scoring::Found;
use crate::domain::criteria::sheet::Sheet;
use crate::domain::criteria::{CriteriaSet, Label};
use crate::transport::errors;

/// Most answers in one request: the largest set has far fewer criteria.
const MOST: usize = 200;

/// What a request says of a set.
pub(crate) struct Asked<'r> {
    pub(crate) number: u32,
    pub(crate) on_date: &'r str,
    pub(crate) answers: &'r [proto::Answer],
    pub(crate) knock_outs: &'r [String],
    pub(crate) disqualifiers: &'r [u32],
    /// Criteria that are to stay as they are.
    pub(crate) keep: &'r [String],
}

/// What was asked, as the domain knows it.
pub(crate) struct Known<'a> {
    pub(crate) sheet: Sheet<'a>,
    pub(crate) found: Found<'a>,
    /// Of each criterion, in the order of the law, whether it is to stay as it is.
    pub(crate) keep: Vec<bool>,
}

/// The set of a number under the regulation of a day. `v` has what was wrong with the rest of the
/// request.
///
/// # Errors
/// Everything that is wrong with the request; else there is no such set here.
pub(crate) fn set(
    mut v: Violations,
    library: &Library,
    number: u32,
    on: NaiveDate,
) -> Result<&CriteriaSet, RpcError> {
    let number = v
        .within("number", number, 1..=26)
        .and_then(|number| u8::try_from(number).ok());
    v.finish()?;
    let number = number.unwrap_or_default();
    library.set_on(on, number).ok_or_else(|| {
        let rule = criteria::Refusal::NoCriteriaSet { number, on };
        RpcError::new(Code::NotFound, "NO_CRITERIA_SET", rule.to_string())
    })
}

/// Reads what is asked. `v` has what was wrong with the rest of the request.
///
/// # Errors
/// Everything that is wrong with its shape; else everything that does not fit the set.
pub(crate) fn read<'a>(
    mut v: Violations,
    library: &'a Library,
    today: NaiveDate,
    asked: &Asked<'_>,
) -> Result<Known<'a>, RpcError> {
    let on = v.optional_date("on_date", asked.on_date).unwrap_or(today);
    let mut too_many = false;
    for (field, length) in [
        ("answers", asked.answers.len()),
        ("knock_outs", asked.knock_outs.len()),
        ("disqualifiers", asked.disqualifiers.len()),
        ("keep", asked.keep.len()),
    ] {
        if length > MOST {
            v.add(field, "TOO_MANY", format!("must be at most {MOST}"));
            too_many = true;
        }
    }
    if too_many {
        // Nothing of a list without end is looked at.
        return Err(v.finish().err().unwrap_or_else(RpcError::internal));
    }
    let mut given = Vec::with_capacity(asked.answers.len());
    for (at, answer) in asked.answers.iter().enumerate() {
        let criterion = code(&mut v, &answer.criterion, || {
            format!("answers[{at}].criterion")
        });
        let option = code(&mut v, &answer.option, || format!("answers[{at}].option"));
        given.extend(criterion.zip(option));
    }
    let knock_outs = codes(&mut v, "knock_outs", asked.knock_outs);
    let keep = codes(&mut v, "keep", asked.keep);
    let set = set(v, library, asked.number, on)?;

    let mut violations = Vec::new();
    let given = given.iter().map(|(code, option)| (&**code, &**option));
    let sheet = Sheet::parse(set, given);
    if let Err(problems) = &sheet {
        violations.extend(errors::of_answers("answers", problems));
    }
    let mut found = Found::default();
    for code in &knock_outs {
        match set.knock_out(code) {
            Some(hit) if found.knock_outs.contains(&hit) => {}
            Some(hit) => found.knock_outs.push(hit),
            None => violations.push(errors::violation(
                format!("knock_outs[{code}]"),
                "UNKNOWN_KNOCK_OUT",
                format!("the set has no knock-out at criterion {code}"),
            )),
        }
    }
    for &number in asked.disqualifiers {
        match disqualifier(set, number) {
            Some(hit) if found.disqualifiers.contains(&hit) => {}
            Some(hit) => found.disqualifiers.push(hit),
            None => violations.push(errors::violation(
                format!("disqualifiers[{number}]"),
                "UNKNOWN_DISQUALIFIER",
                format!("the set has {} disqualifiers", set.disqualifiers.len()),
            )),
        }
    }
    let mut kept = Vec::new();
    for code in &keep {
        match set.position(code) {
            Some(at) => {
                kept.resize(set.size(), false);
                kept[at] = true;
            }
            None => violations.push(errors::violation(
                format!("keep[{code}]"),
                "UNKNOWN_CRITERION",
                format!("the set has no criterion {code}"),
            )),
        }
    }
    match sheet {
        Ok(sheet) if violations.is_empty() => Ok(Known {
            sheet,
            found,
            keep: kept,
        }),
        _ => Err(errors::invalid(
            "what is given does not fit the criteria set",
            violations,
        )),
    }
}

/// Number of a disqualifier of a set, from 1.
pub(crate) fn number_of(set: &CriteriaSet, label: &Label) -> u32 {
    let numbers = (1..).zip(&set.disqualifiers);
    numbers
        .into_iter()
        .find(|(_, other)| *other == label)
        .map_or(0, |(number, _)| number)
}

fn disqualifier(set: &CriteriaSet, number: u32) -> Option<&Label> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    set.disqualifiers.get(at)
}

fn codes<'r>(v: &mut Violations, field: &str, said: &'r [String]) -> Vec<Cow<'r, str>> {
    let read = said.iter().enumerate();
    read.filter_map(|(at, said)| code(v, said, || format!("{field}[{at}]")))
        .collect()
}

/// A code as it was given, where it is one by its looks; else what is wrong with it is noted under
/// `field`.
fn code<'r>(v: &mut Violations, said: &'r str, field: impl Fn() -> String) -> Option<Cow<'r, str>> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.';
    if (1..=10).contains(&said.len()) && said.bytes().all(plain) {
        return Some(said.into());
    }
    v.required_text(&field(), said, 10).map(Cow::Owned)
}
