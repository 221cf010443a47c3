//! Reading a request: every field is read, everything wrong is noted, and all of it is reported at
//! once, as far as it fits into an answer. Texts come out in the form in which they are stored: see
//! [`text::stored`](crate::text::stored).

mod names;
mod order;
mod units;

use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};
use ocop_proto::limits::{MAX_VIOLATIONS, is_forbidden};
use tonic::Code;
use tracing::error;
use uuid::Uuid;

use super::{RpcError, Violation};
use crate::text::stored;

/// What is wrong with a value, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Why, as a stable word.
    pub reason: &'static str,
    /// Why, in words.
    pub description: String,
}

/// The years that dates and times may lie in. Before and after them are typing errors, such as a year
/// of two or five digits, and what databases keep differently.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// What is wrong with a request so far.
#[derive(Debug, Default)]
pub struct Violations {
    named: Vec<Violation>,
    left_out: usize,
}

impl Violations {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that a field is wrong.
    pub fn add(
        &mut self,
        field: impl Into<String>,
        reason: &'static str,
        description: impl Into<String>,
    ) {
        if self.named.len() == MAX_VIOLATIONS {
            self.left_out += 1;
            return;
        }
        self.named.push(Violation {
            field: field.into(),
            reason,
            description: description.into(),
        });
    }

    /// The value, or `None` and a note.
    pub fn check<T, E: Into<FieldError>>(&mut self, field: &str, read: Result<T, E>) -> Option<T> {
        read.map_err(|fault| {
            let fault = fault.into();
            self.add(field, fault.reason, fault.description);
        })
        .ok()
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// INVALID_ARGUMENT with everything that was noted.
    pub fn finish(self) -> Result<(), RpcError> {
        let Some(first) = self.named.first() else {
            return Ok(());
        };
        let message = format!("{}: {}", first.field, first.description);
        let message = match self.named.len() - 1 + self.left_out {
            0 => message,
            more => format!("{message} (and {more} more; see the details)"),
        };
        let mut error = RpcError::new(Code::InvalidArgument, "INVALID_REQUEST", message);
        if self.left_out > 0 {
            error = error.with("violations_left_out", self.left_out.to_string());
        }
        error.violations = self.named;
        Err(error)
    }

    /// Ends the reading with what was read. A reader that gives nothing and notes no violation is a fault
    /// of the program: it is logged here, and its caller is answered INTERNAL.
    ///
    /// # Errors
    /// INVALID_ARGUMENT with everything that was noted; INTERNAL.
    pub fn finish_with<T>(self, read: Option<T>) -> Result<T, RpcError> {
        self.finish()?;
        read.ok_or_else(|| {
            error!("a request could not be read, but nothing wrong with it was noted");
            RpcError::internal()
        })
    }

    /// Reads a text that must be there.
    pub fn required_text(&mut self, field: &str, text: &str, most: usize) -> Option<String> {
        let read = self.optional_text(field, text, most)?;
        if read.is_empty() {
            self.add(field, "REQUIRED", "must be given");
            return None;
        }
        Some(read)
    }

    /// Reads a text that may be empty, of at most `most` characters.
    pub fn optional_text(&mut self, field: &str, text: &str, most: usize) -> Option<String> {
        let read = stored(text);
        if read.chars().any(is_forbidden) {
            self.add(
                field,
                "CONTROL_CHARACTER",
                "must not hold control characters or turn the direction of writing",
            );
            return None;
        }
        let length = read.chars().count();
        if length > most {
            self.add(
                field,
                "TOO_LONG",
                format!("must have at most {most} characters, has {length}"),
            );
            return None;
        }
        Some(read)
    }

    /// Reads an id.
    pub fn uuid(&mut self, field: &str, text: &str) -> Option<Uuid> {
        if text.trim().is_empty() {
            self.add(field, "REQUIRED", "must be given");
            return None;
        }
        let read = Uuid::parse_str(text.trim()).ok();
        if read.is_none() {
            self.add(
                field,
                "MALFORMED",
                "must be a UUID such as 0198b9c2-7d3e-7c11-8f2a-5c9d1e4b7a60",
            );
        }
        read
    }

    /// Reads an etag, which is the version last seen.
    pub fn etag(&mut self, field: &str, text: &str) -> Option<u64> {
        if text.is_empty() {
            self.add(
                field,
                "REQUIRED",
                "must be the etag of the resource as it was last read",
            );
            return None;
        }
        // `parse` alone would take +1 and 01.
        let read = text.parse::<u64>().ok();
        let read = read.filter(|version| version.to_string() == text);
        if read.is_none() {
            self.add(field, "MALFORMED", "is not an etag that this service gave");
        }
        read
    }

    /// Reads a date that must be there.
    pub fn date(&mut self, field: &str, text: &str) -> Option<NaiveDate> {
        if text.trim().is_empty() {
            self.add(field, "REQUIRED", "must be a date, YYYY-MM-DD");
            return None;
        }
        self.optional_date(field, text)
    }

    /// Reads a date that may be empty.
    pub fn optional_date(&mut self, field: &str, text: &str) -> Option<NaiveDate> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        // `parse` alone would take 2026-6-5.
        let read = NaiveDate::from_str(text)
            .ok()
            .filter(|date| date.to_string() == text);
        match read {
            None => {
                let rule = "must be a date of the calendar, YYYY-MM-DD";
                self.add(field, "MALFORMED", rule);
                None
            }
            Some(date) if !YEARS.contains(&date.year()) => {
                self.add(field, "OUT_OF_RANGE", "must lie in the years 1900 to 2200");
                None
            }
            date => date,
        }
    }

    /// Reads a date that must be there and is not one to come.
    pub fn not_in_future(
        &mut self,
        field: &str,
        text: &str,
        today: NaiveDate,
    ) -> Option<NaiveDate> {
        let read = self.date(field, text)?;
        if read > today {
            self.add(field, "IN_FUTURE", "must not be after today");
            return None;
        }
        Some(read)
    }

    /// Reads a value of an enumeration that must be given and known.
    pub fn known<T: TryFrom<i32>>(&mut self, field: &str, number: i32) -> Option<T> {
        if number == 0 {
            self.add(field, "REQUIRED", "must be given");
            return None;
        }
        self.known_or_any(field, number)
    }

    /// Reads a value of an enumeration that may be left out; one that is given must be known.
    pub fn known_or_any<T: TryFrom<i32>>(&mut self, field: &str, number: i32) -> Option<T> {
        let read = T::try_from(number).ok();
        if read.is_none() {
            self.add(
                field,
                "UNKNOWN_VALUE",
                format!("{number} is not a value of this enumeration"),
            );
        }
        read
    }

    /// Reads a number that must lie within bounds.
    pub fn within<T: PartialOrd + Copy + std::fmt::Display>(
        &mut self,
        field: &str,
        number: T,
        bounds: std::ops::RangeInclusive<T>,
    ) -> Option<T> {
        if bounds.contains(&number) {
            return Some(number);
        }
        self.add(
            field,
            "OUT_OF_RANGE",
            format!("must be {} to {}", bounds.start(), bounds.end()),
        );
        None
    }

    /// Reads a field mask (AIP-161): the named fields, all of them for `*`. A field inside a message
    /// names the message.
    pub fn mask(
        &mut self,
        field: &str,
        mask: Option<&pbjson_types::FieldMask>,
        changeable: &'static [&'static str],
    ) -> Vec<&'static str> {
        let paths = mask.map(|mask| mask.paths.as_slice()).unwrap_or_default();
        if paths.is_empty() {
            self.add(
                field,
                "REQUIRED",
                "must name the fields to change, or * for all",
            );
        }
        let mut named = Vec::new();
        for path in paths {
            if path == "*" {
                return changeable.to_vec();
            }
            match changeable.iter().find(|name| *name == path) {
                Some(name) => named.push(*name),
                None => self.add(
                    field,
                    "UNKNOWN_FIELD",
                    format!(
                        "{path:?} cannot be changed; these can: {}",
                        changeable.join(", ")
                    ),
                ),
            }
        }
        named
    }
}

#[cfg(test)]
mod tests;
