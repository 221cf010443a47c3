//! Giving a message up: what of it is kept, and how it is sent.

use async_nats::HeaderMap;
use async_nats::jetstream;
use async_nats::jetstream::message::PublishMessage;
use chrono::{DateTime, SecondsFormat, Utc};

use super::{
    BODY_LEFT_OUT, CONSUMER, DELIVERIES, DETAIL, REASON, STREAM, STREAM_SEQUENCE, SUBJECT, TIME,
};
use crate::messaging::envelope::header_bytes;

/// Most bytes of headers that are kept as they were. The broker takes 64 KiB of them in all.
const MAX_HEADERS: usize = 32 * 1024;

/// Most bytes of one header when not all can be kept, of the subject and of the detail.
const MAX_HEADER: usize = 2 * 1024;

/// A message that could not be applied.
pub(in crate::messaging) struct RejectedMessage {
    /// The subject it was published on.
    pub(in crate::messaging) subject: String,
    /// Its headers.
    pub(in crate::messaging) headers: HeaderMap,
    /// Its body.
    pub(in crate::messaging) data: bytes::Bytes,
    /// Its identity: sent twice it is kept once.
    pub(in crate::messaging) id: String,
    /// How often it had been delivered.
    pub(in crate::messaging) deliveries: i64,
    /// The stream it came from and its number there.
    pub(in crate::messaging) place: Option<(String, u64)>,
}

/// Who gives messages up: a consumer of a service, on a connection.
pub(in crate::messaging) struct Sender<'a> {
    pub(in crate::messaging) client: &'a async_nats::Client,
    pub(in crate::messaging) jetstream: &'a jetstream::Context,
    pub(in crate::messaging) service: &'static str,
    pub(in crate::messaging) consumer: &'static str,
}

impl Sender<'_> {
    /// Puts a rejected message into the stream of the dead letters, with the reason.
    pub(in crate::messaging) async fn send(
        &self,
        rejected: RejectedMessage,
        (reason, detail): (&str, &str),
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let mut headers = headers_to_keep(&rejected.headers);
        headers.insert(CONSUMER, self.consumer);
        headers.insert(SUBJECT, cut(&rejected.subject));
        headers.insert(REASON, reason);
        // A header is one line.
        headers.insert(DETAIL, cut(&detail.replace(['\r', '\n'], " ")));
        headers.insert(TIME, now.to_rfc3339_opts(SecondsFormat::Micros, true));
        headers.insert(DELIVERIES, rejected.deliveries.to_string());
        if let Some((stream, sequence)) = rejected.place {
            headers.insert(STREAM, stream);
            headers.insert(STREAM_SEQUENCE, sequence.to_string());
        }
        let message_id = format!("{}/{}", self.consumer, rejected.id);
        let mut data = rejected.data;
        let bytes = header_bytes(&headers) + message_id.len() + data.len();
        if bytes > self.client.max_payload() {
            headers.insert(BODY_LEFT_OUT, data.len().to_string());
            data = bytes::Bytes::new();
        }
        let publish = PublishMessage::build()
            .headers(headers)
            .payload(data)
            .message_id(message_id);
        let subject = format!("ocop.dead.{}.{}", self.service, self.consumer);
        self.jetstream.send_publish(subject, publish).await?.await?;
        Ok(())
    }
}

/// The headers of a message that a dead letter keeps: not those that tell the broker what to do or that it bears
/// itself, and of very long ones only those that every event has, cut.
fn headers_to_keep(headers: &HeaderMap) -> HeaderMap {
    let long = header_bytes(headers) > MAX_HEADERS;
    let mut kept = HeaderMap::new();
    for (name, values) in headers.iter() {
        let text: &str = name.as_ref();
        let lower = text.to_ascii_lowercase();
        let ours = ["nats-", "ocop-dead-"]
            .iter()
            .any(|own| lower.starts_with(own));
        if ours || long && !ESSENTIAL.contains(&text) {
            continue;
        }
        for value in values.iter().take(if long { 1 } else { usize::MAX }) {
            let value = value.as_str();
            kept.append(
                name.clone(),
                if long { cut(value) } else { value.to_owned() },
            );
        }
    }
    kept
}

/// The identity of an event.
const ESSENTIAL: [&str; 8] = [
    "ce-specversion",
    "ce-id",
    "ce-source",
    "ce-type",
    "ce-subject",
    "ce-sequence",
    "ce-time",
    "traceparent",
];

/// As much of a text as a header may take.
fn cut(text: &str) -> String {
    let mut end = text.len().min(MAX_HEADER);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}
