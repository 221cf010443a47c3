//! A criteria set with answers and what else was found, as a caller asks about them. Nothing is copied: answers are
//! the hottest request of the service.

use chrono::NaiveDate;
use ocop_chassis::grpc::{RpcError, Violations};
use ocop_chassis::text::stored;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::limits::is_forbidden;
use tonic::Code;

use crate::domain::criteria;
use crate::domain::criteria::library::Library;
use crate::domain::criteria::scoring::Found;
use crate::domain::criteria::sheet::Sheet;
use crate::domain::criteria::{CriteriaSet, Label};
use crate::transport::error;

/// Most answers in one request: the largest set has far fewer criteria.
const MAX_ANSWERS: usize = 200;

/// Answers to a set; whether they fit the set is not known yet.
#[derive(Debug)]
pub(crate) struct Question {
    number: u8,
    on: NaiveDate,
    answers: Vec<(String, String)>,
    knock_outs: Vec<String>,
    disqualifiers: Vec<u32>,
    /// Criteria that are to stay as they are.
    keep: Vec<String>,
}

/// Answers that fit their set.
pub(crate) struct Known<'a> {
    pub(crate) sheet: Sheet<'a>,
    pub(crate) found: Found<'a>,
    /// Of each criterion, in the order of the law, whether it is to stay as it is.
    pub(crate) keep: Vec<bool>,
}

/// Reads the number of a set.
pub(crate) fn number(v: &mut Violations, number: u32) -> Option<u8> {
    let number = v.within("number", number, 1..=26)?;
    u8::try_from(number).ok()
}

/// The set of a number under the regulation of a day.
///
/// # Errors
/// There is no such set here.
pub(crate) fn set(library: &Library, number: u8, on: NaiveDate) -> Result<&CriteriaSet, RpcError> {
    library.set_on(on, number).ok_or_else(|| {
        let rule = criteria::Refusal::NoCriteriaSet { number, on };
        RpcError::new(Code::NotFound, "NO_CRITERIA_SET", rule.to_string())
    })
}

/// Reads what is to be assessed.
pub(crate) fn assessment(
    v: &mut Violations,
    request: proto::AssessBallotRequest,
    today: NaiveDate,
) -> Option<Question> {
    let request = proto::AdviseUpgradeRequest {
        number: request.number,
        on_date: request.on_date,
        answers: request.answers,
        knock_outs: request.knock_outs,
        disqualifiers: request.disqualifiers,
        ..proto::AdviseUpgradeRequest::default()
    };
    advice(v, request, today)
}

/// Reads what advice is asked about, but for the star that is aimed at.
pub(crate) fn advice(
    v: &mut Violations,
    request: proto::AdviseUpgradeRequest,
    today: NaiveDate,
) -> Option<Question> {
    let on = v.optional_date("on_date", &request.on_date);
    let mut too_many = false;
    for (field, length) in [
        ("answers", request.answers.len()),
        ("knock_outs", request.knock_outs.len()),
        ("disqualifiers", request.disqualifiers.len()),
        ("keep", request.keep.len()),
    ] {
        if length > MAX_ANSWERS {
            v.add(field, "TOO_MANY", format!("must be at most {MAX_ANSWERS}"));
            too_many = true;
        }
    }
    if too_many {
        // The entries of a list that is too long are not read.
        return None;
    }
    let answers = request.answers.into_iter();
    let answers = answers.map(|answer| (code(answer.criterion), code(answer.option)));
    Some(Question {
        number: number(v, request.number)?,
        on: on.unwrap_or(today),
        answers: answers.collect(),
        knock_outs: request.knock_outs.into_iter().map(code).collect(),
        disqualifiers: request.disqualifiers,
        keep: request.keep.into_iter().map(code).collect(),
    })
}

impl Question {
    /// Fits what is asked to its set.
    ///
    /// # Errors
    /// There is no such set; else everything that does not fit it.
    pub(crate) fn fit<'a>(&self, library: &'a Library) -> Result<Known<'a>, RpcError> {
        let set = set(library, self.number, self.on)?;
        let mut violations = Vec::new();
        let given = self
            .answers
            .iter()
            .map(|(code, option)| (&**code, &**option));
        let sheet = Sheet::parse(set, given);
        if let Err(problems) = &sheet {
            violations.extend(error::of_answers("answers", problems));
        }
        let mut found = Found::default();
        for code in &self.knock_outs {
            match set.knock_out(code) {
                Some(hit) if found.knock_outs.contains(&hit) => {}
                Some(hit) => found.knock_outs.push(hit),
                None => violations.push(error::violation(
                    format!("knock_outs[{code}]"),
                    "UNKNOWN_KNOCK_OUT",
                    format!("the set has no knock-out at criterion {code}"),
                )),
            }
        }
        for &number in &self.disqualifiers {
            match disqualifier(set, number) {
                Some(hit) if found.disqualifiers.contains(&hit) => {}
                Some(hit) => found.disqualifiers.push(hit),
                None => violations.push(error::violation(
                    format!("disqualifiers[{number}]"),
                    "UNKNOWN_DISQUALIFIER",
                    format!("the set has {} disqualifiers", set.disqualifiers.len()),
                )),
            }
        }
        let mut kept = Vec::new();
        for code in &self.keep {
            match set.position(code) {
                Some(at) => {
                    kept.resize(set.size(), false);
                    kept[at] = true;
                }
                None => violations.push(error::violation(
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
            _ => Err(error::invalid(
                "what is given does not fit the criteria set",
                violations,
            )),
        }
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

/// Most characters of the code of a criterion or of an answer, with room to spare.
const LONGEST_CODE: usize = 10;

/// A code as it was given. Whether there is one like it is for the set to say, together with everything else: what
/// cannot be a code is cut short and stands for none.
pub(crate) fn code(text: String) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.';
    if text.len() <= LONGEST_CODE && text.bytes().all(plain) {
        return text;
    }
    let text = stored(&text);
    let known = text.chars().filter(|one| !is_forbidden(*one));
    known.take(LONGEST_CODE + 1).collect()
}
