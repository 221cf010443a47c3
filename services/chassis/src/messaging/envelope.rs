//! The envelope of an event: CloudEvents 1.0 in the binary mode of its NATS binding.
//!
//! The context attributes are headers `ce-…`, always lower case because clients look them up as they
//! are written, with percent-encoded values. The body is the fact alone, in canonical proto3 JSON.

use std::fmt;

use async_nats::HeaderMap;
use chrono::{DateTime, SecondsFormat, Utc};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use uuid::Uuid;

use super::outbox;
use crate::database::Origin;

/// What the CloudEvents NATS binding has percent-encoded in a header: all but printable ASCII, and
/// the space, the quotation mark and the percent sign.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%');

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
    /// W3C trace context; empty if there is none.
    pub traceparent: String,
    /// The NATS subject it was published on.
    pub subject: String,
    /// The fact in canonical proto3 JSON.
    pub data: Vec<u8>,
}

/// Why a message is not an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed(String);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Malformed {}

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
    /// A header that every event has is missing or cannot be read.
    pub fn read(
        subject: &str,
        headers: Option<&HeaderMap>,
        data: &[u8],
    ) -> Result<Self, Malformed> {
        let headers = headers.ok_or_else(|| Malformed("it has no headers".to_owned()))?;
        let kind = text(headers, "ce-type")?;
        let aggregate_type = kind
            .split('.')
            .nth(2)
            .ok_or_else(|| Malformed(format!("ce-type {kind:?} names no aggregate")))?
            .to_owned();
        Ok(Self {
            id: parsed(headers, "ce-id")?,
            aggregate_id: parsed(headers, "ce-subject")?,
            version: parsed(headers, "ce-sequence")?,
            time: parsed(headers, "ce-time")?,
            traceparent: text(headers, "traceparent").unwrap_or_default(),
            subject: subject.to_owned(),
            data: data.to_vec(),
            aggregate_type,
            kind,
        })
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
        if !self.traceparent.is_empty() {
            headers.insert("traceparent", encoded(&self.traceparent));
        }
        headers
    }
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
        .ok_or_else(|| Malformed(format!("header {name} is missing")))?;
    percent_decode_str(value.as_str())
        .decode_utf8()
        .map(|text| text.into_owned())
        .map_err(|_| Malformed(format!("header {name} is not UTF-8")))
}

fn parsed<T: std::str::FromStr>(headers: &HeaderMap, name: &str) -> Result<T, Malformed> {
    let value = text(headers, name)?;
    value
        .parse()
        .map_err(|_| Malformed(format!("header {name} cannot be read: {value:?}")))
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
}
