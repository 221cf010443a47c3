//! Reads the fields of a request into values, and gathers everything that is wrong with them.

use std::fmt::Write as _;

use chrono::NaiveDate;
use tonic::Code;
use url::Url;
use uuid::Uuid;

use super::{Fault, Refusal, Violation};
use crate::text;

/// A text that may be longer than this, in characters, may have several lines; a shorter one is a
/// single line.
const ONE_LINE: usize = 500;

/// Everything wrong with a request, gathered while it is read.
#[derive(Clone, Debug, Default)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that `field` is wrong.
    pub fn add(&mut self, field: &str, reason: &'static str, description: impl Into<String>) {
        self.0.push(Violation { field: field.to_owned(), reason, description: description.into() });
    }

    /// Takes the value of `field`, or notes what is wrong with it.
    pub fn check<T, E: Into<Fault>>(&mut self, field: &str, read: Result<T, E>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                let Fault { reason, description } = fault.into();
                self.add(field, reason, description);
                None
            }
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` with reason `INVALID_REQUEST` and every violation, if there is one.
    pub fn finish(self) -> Result<(), Refusal> {
        let (first, others) = match self.0.as_slice() {
            [] => return Ok(()),
            [first, others @ ..] => (first, others.len()),
        };
        let mut message = format!("{} {}", first.field, first.description);
        if others > 0 {
            let _ = write!(message, " (and {others} more)");
        }
        let mut refusal = Refusal::new(Code::InvalidArgument, "INVALID_REQUEST", message);
        refusal.violations = self.0;
        Err(refusal)
    }

    /// A UUID that must be there.
    pub fn uuid(&mut self, field: &str, value: &str) -> Option<Uuid> {
        let value = self.present(field, value)?;
        self.check(field, Uuid::parse_str(value).map_err(|_| malformed("must be a UUID")))
    }

    /// A text that must be there, of at most `most` characters: normalised to NFC, trimmed.
    pub fn required_text(&mut self, field: &str, value: &str, most: usize) -> Option<String> {
        let value = self.present(field, value)?;
        self.check(field, read_text(value, most))
    }

    /// A text that may be absent, otherwise as [`required_text`](Self::required_text). Empty is `None`.
    pub fn optional_text(&mut self, field: &str, value: &str, most: usize) -> Option<String> {
        if value.trim().is_empty() {
            return None;
        }
        self.check(field, read_text(value, most))
    }

    /// A date that must be there, `YYYY-MM-DD`.
    pub fn date(&mut self, field: &str, value: &str) -> Option<NaiveDate> {
        let value = self.present(field, value)?;
        self.check(field, read_date(value))
    }

    /// A date that may be absent. Empty is `None`.
    pub fn optional_date(&mut self, field: &str, value: &str) -> Option<NaiveDate> {
        if value.trim().is_empty() {
            return None;
        }
        self.check(field, read_date(value.trim()))
    }

    /// A value of an enum that this version knows, other than `UNSPECIFIED` (0).
    pub fn known<E: TryFrom<i32>>(&mut self, field: &str, value: i32) -> Option<E> {
        if value == 0 {
            self.add(field, "MISSING", "is required");
            return None;
        }
        self.known_or_any(field, value)
    }

    /// A value of an enum that this version knows. `UNSPECIFIED` (0) is `None`: any will do.
    pub fn known_or_any<E: TryFrom<i32>>(&mut self, field: &str, value: i32) -> Option<E> {
        if value == 0 {
            return None;
        }
        let read = E::try_from(value).map_err(|_| Fault {
            reason: "UNKNOWN_VALUE",
            description: format!("has no value with number {value}"),
        });
        self.check(field, read)
    }

    /// An `http` or `https` URL with a host.
    pub fn url(&mut self, field: &str, value: &str) -> Option<Url> {
        let value = self.present(field, value)?;
        let read = Url::parse(value)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
            .ok_or_else(|| malformed("must be an http or https URL"));
        self.check(field, read)
    }

    /// The etag of a resource: the version a caller saw.
    pub fn etag(&mut self, field: &str, value: &str) -> Option<u64> {
        let value = self.present(field, value)?;
        self.check(field, value.parse().map_err(|_| malformed("must be the etag as it was read")))
    }

    /// The fields that an update names, out of those that may be changed; `*` names them all.
    pub fn mask(
        &mut self,
        field: &str,
        mask: Option<&pbjson_types::FieldMask>,
        changeable: &[&'static str],
    ) -> Vec<&'static str> {
        let paths = mask.map(|mask| mask.paths.as_slice()).unwrap_or_default();
        if paths.is_empty() {
            self.add(field, "MISSING", "is required: name the fields to change, or \"*\"");
        }
        if paths == ["*"] {
            return changeable.to_vec();
        }
        let mut named = Vec::new();
        for path in paths {
            match changeable.iter().find(|known| *known == path) {
                Some(known) => named.push(*known),
                None => {
                    let fields = changeable.join(", ");
                    self.add(field, "UNKNOWN_FIELD", format!("{path:?} cannot be changed; what can: {fields}"));
                }
            }
        }
        named
    }

    fn present<'a>(&mut self, field: &str, value: &'a str) -> Option<&'a str> {
        let value = value.trim();
        if value.is_empty() {
            self.add(field, "MISSING", "is required");
            return None;
        }
        Some(value)
    }
}

fn malformed(description: &str) -> Fault {
    Fault { reason: "MALFORMED", description: description.to_owned() }
}

fn read_text(value: &str, most: usize) -> Result<String, Fault> {
    let stored = text::stored(value);
    let lines = most > ONE_LINE;
    if stored.chars().any(|c| c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'))) {
        let description = "must not contain control characters".to_owned();
        return Err(Fault { reason: "CONTROL_CHARACTER", description });
    }
    let length = stored.chars().count();
    if length > most {
        let description = format!("must be at most {most} characters, and has {length}");
        return Err(Fault { reason: "TOO_LONG", description });
    }
    Ok(stored)
}

fn read_date(value: &str) -> Result<NaiveDate, Fault> {
    // chrono would also take "2026-6-1": the contract has one form for one date.
    Some(value)
        .filter(|value| value.len() == 10)
        .and_then(|value| NaiveDate::parse_from_str(value, "%Y-%m-%d").ok())
        .ok_or_else(|| malformed("must be a date such as 2026-06-15"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ocop_proto::catalog::v1::PlaceKind;

    fn reasons(violations: Violations) -> Vec<(String, &'static str)> {
        let refusal = violations.finish().unwrap_err();
        refusal.violations.into_iter().map(|v| (v.field, v.reason)).collect()
    }

    #[test]
    fn every_violation_is_reported_at_once() {
        let mut v = Violations::new();
        v.uuid("id", "7");
        v.required_text("name", "  ", 10);
        v.required_text("story", "nước mắm", 3);
        v.required_text("line", "a\u{7}b", 10);
        v.date("day", "2026-6-1");
        v.known::<PlaceKind>("kind", 99);
        v.url("url", "ftp://partner.vn");
        v.etag("etag", "old");
        let expected = [
            ("id", "MALFORMED"),
            ("name", "MISSING"),
            ("story", "TOO_LONG"),
            ("line", "CONTROL_CHARACTER"),
            ("day", "MALFORMED"),
            ("kind", "UNKNOWN_VALUE"),
            ("url", "MALFORMED"),
            ("etag", "MALFORMED"),
        ];
        let expected: Vec<(String, &str)> = expected.map(|(field, reason)| (field.to_owned(), reason)).to_vec();
        assert_eq!(reasons(v), expected);
    }

    #[test]
    fn text_typed_with_decomposed_accents_counts_and_reads_as_composed() {
        let mut v = Violations::new();
        let read = v.required_text("name", " Mo\u{323}\u{302} Đu\u{31b}\u{301}c ", 6);
        assert_eq!(read.as_deref(), Some("Mộ Đức"));
        assert!(v.finish().is_ok());
    }

    #[test]
    fn a_name_is_one_line_and_a_story_may_have_several() {
        let mut v = Violations::new();
        assert!(v.required_text("story", "một\nhai", 4_000).is_some());
        assert!(v.required_text("name", "một\nhai", 200).is_none());
        assert_eq!(reasons(v), [("name".to_owned(), "CONTROL_CHARACTER")]);
    }

    #[test]
    fn what_may_be_absent_is_none_without_complaint() {
        let mut v = Violations::new();
        assert_eq!(v.optional_text("name", " ", 10), None);
        assert_eq!(v.optional_date("day", ""), None);
        assert_eq!(v.known_or_any::<PlaceKind>("kind", 0), None);
        assert!(v.finish().is_ok());
    }

    #[test]
    fn a_mask_names_fields_that_may_be_changed() {
        let mask = |paths: &[&str]| pbjson_types::FieldMask { paths: paths.iter().map(|p| (*p).to_owned()).collect() };
        let mut v = Violations::new();
        assert_eq!(v.mask("m", Some(&mask(&["*"])), &["name", "kind"]), ["name", "kind"]);
        assert_eq!(v.mask("m", Some(&mask(&["kind"])), &["name", "kind"]), ["kind"]);
        assert!(v.clone().finish().is_ok());
        v.mask("m", Some(&mask(&["id"])), &["name", "kind"]);
        v.mask("m", None, &["name"]);
        assert_eq!(reasons(v), [("m".to_owned(), "UNKNOWN_FIELD"), ("m".to_owned(), "MISSING")]);
    }
}
