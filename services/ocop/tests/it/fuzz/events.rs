//! Messages of the broker: the envelope, and the body as each consumer reads it.

use std::sync::Arc;

use async_nats::HeaderMap;
use ocop_chassis::messaging::Event;
use ocop_chassis::messaging::consumer::{Handler, HandlerError};
use ocop_harness::fuzz::{corpus, edited, edits, runner, texts};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;
use tokio::sync::Notify;

/// A message as it comes.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    subject: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

pub(crate) fn kept(file: &[u8]) -> Message {
    let text = std::str::from_utf8(file).unwrap();
    let (head, body) = text.split_once("\n\n").unwrap();
    let mut lines = head.lines();
    Message {
        subject: lines.next().unwrap().to_owned(),
        headers: lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: body.as_bytes().to_vec(),
    }
}

impl Message {
    pub(crate) fn event(&self) -> Result<Event, HandlerError> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            // No client can send what is no header.
            if let Ok(value) = value.parse::<async_nats::HeaderValue>() {
                headers.insert(name.as_str(), value);
            }
        }
        Ok(Event::read(&self.subject, Some(&headers), &self.body)?)
    }

    /// The consumers that can read it.
    pub(crate) fn readers(&self) -> Result<usize, String> {
        let event = match self.event() {
            Ok(event) => event,
            Err(refused) => return in_order(Err(refused)),
        };
        let wake = Arc::new(Notify::new());
        let readers = [
            read(&ocop_catalog::transport::product::Certificates, &event)?,
            read(&ocop_evaluation::transport::Products, &event)?,
            read(&ocop_evaluation::transport::Producers, &event)?,
            read(&ocop_evaluation::transport::Places, &event)?,
            read(&ocop_evaluation::transport::Campaigns, &event)?,
            read(&ocop_evaluation::transport::GrowingAreas, &event)?,
            read(&ocop_evaluation::transport::SalesReports, &event)?,
            read(&ocop_evaluation::transport::Trainings, &event)?,
            read(&ocop_promotion::transport::listing::Places, &event)?,
            read(
                &ocop_promotion::transport::listing::Products {
                    wake: Arc::clone(&wake),
                },
                &event,
            )?,
            read(
                &ocop_promotion::transport::listing::Producers {
                    wake: Arc::clone(&wake),
                },
                &event,
            )?,
            read(
                &ocop_promotion::transport::listing::Certificates { wake },
                &event,
            )?,
        ];
        Ok(readers.iter().sum())
    }
}

/// As the consumer reads it: only the types of aggregate that it consumes.
fn read<E, H: Handler<E>>(handler: &H, event: &Event) -> Result<usize, String> {
    if !H::AGGREGATES.contains(&event.aggregate_type.as_str()) {
        return Ok(0);
    }
    in_order(handler.read(event).map(|fact| {
        H::aggregate(&fact);
    }))
}

fn in_order(read: Result<(), HandlerError>) -> Result<usize, String> {
    match read {
        Ok(()) => Ok(1),
        Err(HandlerError::Refused { reason, detail })
            if !reason.is_empty() && !detail.is_empty() =>
        {
            Ok(0)
        }
        Err(other) => Err(format!("{other:?}")),
    }
}

/// Puts a text, a number or nothing in place of a value of the body, wherever it stands.
fn replaced(body: &[u8], way: &[Index], with: &Value) -> Vec<u8> {
    fn put(value: &mut Value, way: &[Index], with: &Value) {
        match (value, way.split_first()) {
            (Value::Object(object), Some((first, further))) if !object.is_empty() => {
                let place = first.index(object.len());
                if let Some((_, inner)) = object.iter_mut().nth(place) {
                    put(inner, further, with);
                }
            }
            (value, _) => *value = with.clone(),
        }
    }
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else {
        return body.to_vec();
    };
    put(&mut value, way, with);
    value.to_string().into_bytes()
}

#[test]
fn whatever_the_broker_brings_is_read_or_refused_with_a_reason() {
    let mut seeds = Vec::new();
    for (name, file) in corpus("events") {
        let message = kept(&file);
        let readers = message.readers().unwrap();
        let expected = match name.as_str() {
            "certificate-issued.txt" | "newer-type.txt" => 2,
            // Once decoded it is a type that nobody knows, of an event that reads like a known one.
            "percent.txt" => 2,
            "product-registered.txt" | "another-subject.txt" => 2,
            "producer-registered.txt" | "newer-enumeration.txt" => 2,
            // What evaluation itself would not say is taken as it is said, or refused.
            "dates.txt" | "star-six.txt" | "no-star.txt" => readers,
            _ => 0,
        };
        assert_eq!(readers, expected, "{name}");
        seeds.push(message);
    }
    let value = prop_oneof![
        4 => texts().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => Just(Value::Array(vec![Value::Null; 3])),
    ];
    let inputs = (
        select(seeds),
        prop::collection::vec((prop::collection::vec(any::<Index>(), 1..4), value), 0..4),
        (edits(), 0..4_u8),
        prop::option::of((any::<Index>(), texts())),
    );
    let run = runner(5_000).run(&inputs, |(mut message, values, (edits, how), header)| {
        for (way, value) in values {
            message.body = replaced(&message.body, &way, &value);
        }
        if how == 0 {
            message.body = edited(&message.body, &edits);
        }
        if let Some((at, text)) = header {
            match at.index(message.headers.len() + 1) {
                0 => message.subject = text,
                at => message.headers[at - 1].1 = text,
            }
        }
        message.readers().map(drop).map_err(TestCaseError::fail)
    });
    run.unwrap();
}
