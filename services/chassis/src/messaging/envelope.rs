//! The envelope of an event: CloudEvents 1.0 in the binary mode of its NATS binding.
//!
//! The context attributes are headers `ce-…`, always lower case because clients look them up as they
//! are written, with percent-encoded values. The body is the fact alone, in canonical proto3 JSON.
//!
//! What is said twice must be said alike: the type, the source and the NATS subject each name the service, the
//! aggregate and the event. An event whose parts contradict each other is none.

use async_nats::{HeaderMap, HeaderName, HeaderValue};
use chrono::{DateTime, SecondsFormat, Utc};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use uuid::Uuid;

use super::outbox;
use crate::database::Origin;

/// What the CloudEvents NATS binding has percent-encoded in a header: all but printable ASCII, and
/// the space, the quotation mark and the percent sign.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%');

/// The extension attribute of a snapshot.
const SNAPSHOT: &str = "ce-snapshot";

/// An event as a consumer gets it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// `ce-id`: the same for every copy of the event.
    pub id: Uuid,
    /// `ce-type`, such as `ocop.evaluation.certificate.upgraded.v1`.
    pub kind: String,
    /// Type of the aggregate: the third part of the type, such as `certificate`.
    pub aggregate_type: String,
    /// `ce-subject`: id of the aggregate.
    pub aggregate_id: Uuid,
    /// `ce-sequence`: version of the aggregate, from 1, without gaps.
    pub version: u64,
    /// `ce-time`: when it was recorded.
    pub time: DateTime<Utc>,
    /// Whether its body is the whole state of the aggregate after it, so that whoever lacks the events before it
    /// may start with it (`ce-snapshot`).
    pub snapshot: bool,
    /// W3C trace context; empty if there is none.
    pub traceparent: String,
    /// The NATS subject it was published on.
    pub subject: String,
    /// The fact in canonical proto3 JSON.
    pub data: Vec<u8>,
}

/// Why a message is not an event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Malformed {
    /// As a stable word: `UNDECODABLE` or `CONTRADICTORY`.
    pub reason: &'static str,
    /// In words.
    pub detail: String,
}

impl Malformed {
    fn undecodable(detail: impl Into<String>) -> Self {
        Self {
            reason: "UNDECODABLE",
            detail: detail.into(),
        }
    }
}

impl Event {
    /// Who causes what the event leads to in the service whose consumer applies it.
    pub fn origin(&self, consumer: &str) -> Origin {
        Origin {
            actor: format!("consumer:{consumer}"),
            roles: String::new(),
            rpc: self.kind.clone(),
            request_id: None,
            traceparent: self.traceparent.clone(),
        }
    }

    /// Reads a message.
    ///
    /// # Errors
    /// A header that every event has is missing or cannot be read, or two of them contradict each other.
    pub fn read(
        subject: &str,
        headers: Option<&HeaderMap>,
        data: &[u8],
    ) -> Result<Self, Malformed> {
        let headers = headers.ok_or_else(|| Malformed::undecodable("it has no headers"))?;
        let kind = text(headers, "ce-type")?;
        let mut parts = kind.split('.');
        let named = (parts.next(), parts.next(), parts.next(), parts.next());
        let (Some("ocop"), Some(service), Some(aggregate), Some(event)) = named else {
            let detail = format!("ce-type {kind:?} names no event of an aggregate");
            return Err(Malformed::undecodable(detail));
        };
        let read = Self {
            id: parsed(headers, "ce-id")?,
            aggregate_id: parsed(headers, "ce-subject")?,
            version: parsed(headers, "ce-sequence")?,
            time: parsed(headers, "ce-time")?,
            snapshot: text(headers, SNAPSHOT).is_ok_and(|value| value == "true"),
            traceparent: text(headers, "traceparent").unwrap_or_default(),
            subject: subject.to_owned(),
            data: data.to_vec(),
            aggregate_type: aggregate.to_owned(),
            kind: kind.clone(),
        };
        let expected = [
            ("ce-specversion", "1.0".to_owned()),
            ("ce-source", format!("/ocop/{service}")),
        ];
        for (name, expected) in expected {
            let found = text(headers, name)?;
            if found != expected {
                return Err(contradictory(name, &found, &kind));
            }
        }
        let mut published = subject.split('.');
        let [first, publisher, _version, of, what] = std::array::from_fn(|_| published.next());
        if (first, publisher, of, what)
            != (Some("ocop"), Some(service), Some(aggregate), Some(event))
        {
            return Err(contradictory("the NATS subject", subject, &kind));
        }
        if read.version == 0 || i64::try_from(read.version).is_err() {
            let detail = format!("ce-sequence {} is no version", read.version);
            return Err(Malformed::undecodable(detail));
        }
        Ok(read)
    }

    /// The name of the event with its version, such as `upgraded.v1`.
    pub fn name(&self) -> &str {
        self.kind.splitn(4, '.').nth(3).unwrap_or_default()
    }

    /// The headers it travels with.
    pub fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let service = self.kind.split('.').nth(1).unwrap_or_default();
        headers.insert("ce-specversion", "1.0");
        headers.insert("ce-id", self.id.to_string());
        headers.insert("ce-source", format!("/ocop/{service}"));
        headers.insert("ce-type", encoded(&self.kind));
        headers.insert("ce-subject", self.aggregate_id.to_string());
        headers.insert("ce-sequence", self.version.to_string());
        headers.insert(
            "ce-time",
            self.time.to_rfc3339_opts(SecondsFormat::Micros, true),
        );
        headers.insert("ce-datacontenttype", "application/json");
        if self.snapshot {
            headers.insert(SNAPSHOT, "true");
        }
        if !self.traceparent.is_empty() {
            headers.insert("traceparent", encoded(&self.traceparent));
        }
        headers
    }
}

/// Bytes that a message id takes in the headers besides itself: its name, a colon, two line ends.
pub(super) const MESSAGE_ID_HEADER_BYTES: usize = 32;

/// How many bytes headers are on the wire, and a few more.
pub(super) fn header_bytes(headers: &HeaderMap) -> usize {
    let of_pair = |(name, values): (&HeaderName, &Vec<HeaderValue>)| {
        let name: &str = name.as_ref();
        let values = values.iter().map(|value| value.as_str().len());
        values.map(|value| name.len() + value + 4).sum::<usize>()
    };
    MESSAGE_ID_HEADER_BYTES + headers.iter().map(of_pair).sum::<usize>()
}

/// The event in an outbox row, as its subscribers will get it.
impl From<outbox::Row> for Event {
    fn from(row: outbox::Row) -> Self {
        Self {
            id: row.event_id,
            kind: row.event_type,
            aggregate_type: row.aggregate_type,
            aggregate_id: row.aggregate_id,
            version: row.version,
            time: row.recorded_at,
            snapshot: false,
            traceparent: row.traceparent,
            subject: row.subject,
            data: row.data,
        }
    }
}

fn encoded(value: &str) -> String {
    utf8_percent_encode(value, ENCODED).to_string()
}

fn text(headers: &HeaderMap, name: &str) -> Result<String, Malformed> {
    let value = headers
        .get(name)
        .ok_or_else(|| Malformed::undecodable(format!("header {name} is missing")))?;
    percent_decode_str(value.as_str())
        .decode_utf8()
        .map(|text| text.into_owned())
        .map_err(|_| Malformed::undecodable(format!("header {name} is not UTF-8")))
}

fn parsed<T: std::str::FromStr>(headers: &HeaderMap, name: &str) -> Result<T, Malformed> {
    let value = text(headers, name)?;
    value
        .parse()
        .map_err(|_| Malformed::undecodable(format!("header {name} cannot be read: {value:?}")))
}

fn contradictory(what: &str, found: &str, kind: &str) -> Malformed {
    Malformed {
        reason: "CONTRADICTORY",
        detail: format!("{what} {found:?} does not fit ce-type {kind:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Event {
        Event {
            id: Uuid::from_u128(1),
            kind: "ocop.evaluation.certificate.upgraded.v1".to_owned(),
            aggregate_type: "certificate".to_owned(),
            aggregate_id: Uuid::from_u128(2),
            version: 3,
            time: "2026-07-14T08:00:00.000001Z".parse().unwrap(),
            snapshot: true,
            traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned(),
            subject: "ocop.evaluation.v1.certificate.upgraded.51".to_owned(),
            data: "{\"name\":\"Nước mắm\"}".as_bytes().to_vec(),
        }
    }

    #[test]
    fn an_event_read_from_its_own_headers_is_the_same() {
        let event = event();
        assert_eq!(
            Event::read(&event.subject, Some(&event.headers()), &event.data),
            Ok(event)
        );
    }

    #[test]
    fn every_attribute_is_a_lower_case_header() {
        let headers = event().headers();
        for (name, _) in headers.iter() {
            let name: &str = name.as_ref();
            assert_eq!(name, name.to_lowercase());
        }
        assert_eq!(
            headers.get("ce-source").map(|value| value.as_str()),
            Some("/ocop/evaluation")
        );
    }

    #[test]
    fn vietnamese_in_a_header_survives() {
        assert_eq!(encoded("Lý Sơn"), "L%C3%BD%20S%C6%A1n");
    }

    #[test]
    fn a_message_without_an_id_says_so() {
        let mut headers = HeaderMap::new();
        headers.insert("ce-type", "ocop.catalog.product.registered.v1");
        let refused = Event::read("x", Some(&headers), b"{}").unwrap_err();
        assert_eq!(refused.to_string(), "header ce-id is missing");
    }

    #[test]
    fn type_source_and_subject_must_name_the_same_event() {
        let right = event();
        let read = |subject: &str, header: &str, value: &str| {
            let mut headers = right.headers();
            if !header.is_empty() {
                headers.insert(header, value);
            }
            Event::read(subject, Some(&headers), &right.data).map_err(|refused| refused.reason)
        };
        assert_eq!(read(&right.subject, "", ""), Ok(right.clone()));
        for subject in [
            "ocop.catalog.v1.certificate.upgraded.51",
            "ocop.evaluation.v1.dossier.upgraded.51",
            "ocop.evaluation.v1.certificate.revoked.51",
            "ocop.evaluation.v1.certificate",
        ] {
            assert_eq!(read(subject, "", ""), Err("CONTRADICTORY"), "{subject}");
        }
        for (header, value) in [
            ("ce-type", "ocop.evaluation.certificate.revoked.v1"),
            ("ce-type", "ocop.catalog.certificate.upgraded.v1"),
            ("ce-source", "/ocop/catalog"),
            ("ce-specversion", "0.3"),
        ] {
            let refused = read(&right.subject, header, value);
            assert_eq!(refused, Err("CONTRADICTORY"), "{header}: {value}");
        }
        for (header, value) in [
            ("ce-type", "certificate"),
            ("ce-sequence", "0"),
            ("ce-sequence", "9223372036854775808"),
            ("ce-sequence", "-1"),
        ] {
            let refused = read(&right.subject, header, value);
            assert_eq!(refused, Err("UNDECODABLE"), "{header}: {value}");
        }
    }
}
