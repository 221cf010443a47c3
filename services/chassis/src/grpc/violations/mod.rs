//! Reading a request: every field is read, everything wrong is noted, and all of it is reported at
//! once. Texts come out in the form in which they are stored: NFC, without white space around them.

use std::str::FromStr;

use chrono::NaiveDate;
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

/// What is wrong with a request so far.
#[derive(Debug, Default)]
pub struct Violations(Vec<Violation>);

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
        self.0.push(Violation {
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
        if self.0.is_empty() {
            return Ok(());
        }
        let first = &self.0[0];
        let message = format!("{}: {}", first.field, first.description);
        let message = match self.0.len() {
            1 => message,
            more => format!("{message} (and {} more; see the details)", more - 1),
        };
        let mut error = RpcError::new(Code::InvalidArgument, "INVALID_REQUEST", message);
        error.violations = self.0;
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

    /// Reads a text that may be empty, of at most `most` characters. Line breaks are allowed, other
    /// control characters are not.
    pub fn optional_text(&mut self, field: &str, text: &str, most: usize) -> Option<String> {
        let read = stored(text);
        if read
            .chars()
            .any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'))
        {
            self.add(
                field,
                "CONTROL_CHARACTER",
                "must not hold control characters",
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
        let read = text.parse().ok();
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
        if read.is_none() {
            self.add(
                field,
                "MALFORMED",
                "must be a date of the calendar, YYYY-MM-DD",
            );
        }
        read
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
