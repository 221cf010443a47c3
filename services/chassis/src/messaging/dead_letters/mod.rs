//! Events that could not be applied, kept with the reason until an operator has dealt with them. Each service has
//! a stream of its own for them, `OCOP_DEAD_<SERVICE>`, which no other can read.
//!
//! A dead letter is the message as it was, under the subject `ocop.dead.<service>.<consumer>`, with headers that
//! say who gave it up and why, and where it is in the stream it came from. One that would be larger than the broker
//! takes is kept without its body: the owner of the event has it. Giving it to its consumer again is done inside
//! the service that owns the consumer: no other consumer sees it.

mod send;

use async_nats::HeaderMap;
use async_nats::jetstream;
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::{RawMessageErrorKind, Stream};
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use ocop_proto::topology;

use super::Event;
use super::consumer::{Consumer, Handler, HandlerError};

pub(super) use send::{RejectedMessage, Sender};

const CONSUMER: &str = "ocop-dead-consumer";
const SUBJECT: &str = "ocop-dead-subject";
const REASON: &str = "ocop-dead-reason";
const DETAIL: &str = "ocop-dead-detail";
const TIME: &str = "ocop-dead-time";
const DELIVERIES: &str = "ocop-dead-deliveries";
const STREAM: &str = "ocop-dead-stream";
const STREAM_SEQUENCE: &str = "ocop-dead-stream-sequence";
/// How many bytes the body has that was left out.
const BODY_LEFT_OUT: &str = "ocop-dead-body-left-out";

/// An event that was given up.
#[derive(Clone, Debug)]
pub struct DeadLetter {
    /// Its number in the stream.
    pub sequence: u64,
    /// Who gave it up.
    pub consumer: String,
    /// The subject it was published on.
    pub subject: String,
    /// Why, as a stable word.
    pub reason: String,
    /// Why, in words.
    pub detail: String,
    /// When.
    pub time: Option<DateTime<Utc>>,
    /// How often it had been delivered.
    pub deliveries: u32,
    /// The stream it came from; empty if it came from the parked events of the consumer.
    pub stream: String,
    /// Its number in that stream.
    pub stream_sequence: u64,
    /// The headers of the event.
    pub headers: HeaderMap,
    /// Its body; empty if it was left out.
    pub data: Vec<u8>,
    /// Bytes of a body that was left out because the broker would not have taken the dead letter with it.
    pub left_out: u64,
}

/// Re-drives events of one consumer: see [`Consumer::redriver`].
pub type Redriver =
    Box<dyn Fn(Event) -> BoxFuture<'static, Result<(), HandlerError>> + Send + Sync>;

impl<E: Send + 'static, H: Handler<E>> Consumer<E, H> {
    /// The name of the consumer with the way to give it an event again.
    pub fn redriver(&self) -> (&'static str, Redriver) {
        let consumer = self.clone();
        let again: Redriver = Box::new(move |event| {
            let consumer = consumer.clone();
            Box::pin(async move {
                consumer.apply(&[event]).await?;
                // Those that were parked behind it follow; if that fails now, the next start frees them.
                if let Err(error) = consumer.release().await {
                    tracing::warn!(
                        consumer = H::NAME,
                        error = format!("{error:#}"),
                        "parked events wait on"
                    );
                }
                Ok(())
            })
        });
        (H::NAME, again)
    }
}

/// The dead letters of some consumers, for operators.
pub struct DeadLetters {
    jetstream: jetstream::Context,
    service: &'static str,
    consumers: Vec<(&'static str, Redriver)>,
}

/// What giving a dead letter again came to.
#[derive(Debug)]
pub enum Redriven {
    /// There is no such dead letter, or it belongs to another service.
    Unknown,
    /// It took effect, or had taken effect before; it is gone from the stream.
    Applied,
    /// It was refused again and stays.
    Refused(String),
}

impl DeadLetters {
    /// The dead letters of the consumers given, which are those of `service`.
    pub fn new(
        client: async_nats::Client,
        service: &'static str,
        consumers: Vec<(&'static str, Redriver)>,
    ) -> Self {
        Self {
            jetstream: jetstream::new(client),
            service,
            consumers,
        }
    }

    async fn stream(&self) -> anyhow::Result<Stream<()>> {
        let name = topology::dead_letters(self.service);
        Ok(self.jetstream.get_stream_no_info(name).await?)
    }

    /// At most `most` dead letters with a greater number than `after`, oldest first.
    ///
    /// # Errors
    /// NATS cannot be asked.
    pub async fn list(&self, after: u64, most: usize) -> anyhow::Result<Vec<DeadLetter>> {
        let stream = self.stream().await?;
        let mut found: Vec<DeadLetter> = Vec::new();
        for (consumer, _) in &self.consumers {
            let (subject, mut next) = (format!("ocop.dead.{}.{consumer}", self.service), after + 1);
            for _ in 0..most {
                let fetched = stream
                    .raw_message_builder()
                    .sequence(next)
                    .next_by_subject(&subject)
                    .send()
                    .await;
                match fetched {
                    Ok(message) => {
                        next = message.sequence + 1;
                        found.push(read(message));
                    }
                    Err(error) if matches!(error.kind(), RawMessageErrorKind::NoMessageFound) => {
                        break;
                    }
                    Err(error) => return Err(error.into()),
                }
            }
        }
        found.sort_by_key(|letter| letter.sequence);
        found.truncate(most);
        Ok(found)
    }

    /// The dead letter with this number, if there is one and it belongs to this service.
    ///
    /// # Errors
    /// NATS cannot be asked.
    pub async fn get(&self, sequence: u64) -> anyhow::Result<Option<DeadLetter>> {
        let stream = self.stream().await?;
        match stream.get_raw_message(sequence).await {
            Ok(message) => {
                let letter = read(message);
                let ours = self
                    .consumers
                    .iter()
                    .any(|(name, _)| *name == letter.consumer);
                Ok(ours.then_some(letter))
            }
            Err(error) if matches!(error.kind(), RawMessageErrorKind::NoMessageFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Gives a dead letter to its consumer again and, if it takes effect, removes it.
    ///
    /// # Errors
    /// NATS cannot be asked.
    pub async fn redrive(&self, sequence: u64) -> anyhow::Result<Redriven> {
        let Some(letter) = self.get(sequence).await? else {
            return Ok(Redriven::Unknown);
        };
        let Some((_, again)) = self
            .consumers
            .iter()
            .find(|(name, _)| *name == letter.consumer)
        else {
            return Ok(Redriven::Unknown);
        };
        let event = match Event::read(&letter.subject, Some(&letter.headers), &letter.data) {
            Ok(event) => event,
            Err(malformed) => return Ok(Redriven::Refused(malformed.to_string())),
        };
        let (id, version) = (event.aggregate_id, event.version);
        match again(event).await {
            Ok(()) => {}
            Err(_) if letter.left_out > 0 => {
                return Ok(Redriven::Refused(format!(
                    "its body of {} bytes was too large to be kept: have its owner publish {id} again from version \
                     {version} on (`replay`), then redrive it",
                    letter.left_out
                )));
            }
            Err(refused) => return Ok(Redriven::Refused(refused.to_string())),
        }
        self.stream().await?.delete_message(sequence).await?;
        Ok(Redriven::Applied)
    }
}

fn read(message: StreamMessage) -> DeadLetter {
    let header = |name: &str| {
        message
            .headers
            .get(name)
            .map(|value| value.as_str().to_owned())
            .unwrap_or_default()
    };
    DeadLetter {
        sequence: message.sequence,
        consumer: header(CONSUMER),
        subject: header(SUBJECT),
        reason: header(REASON),
        detail: header(DETAIL),
        time: header(TIME).parse().ok(),
        deliveries: header(DELIVERIES).parse().unwrap_or_default(),
        stream: header(STREAM),
        stream_sequence: header(STREAM_SEQUENCE).parse().unwrap_or_default(),
        left_out: header(BODY_LEFT_OUT).parse().unwrap_or_default(),
        headers: message.headers.clone(),
        data: message.payload.to_vec(),
    }
}
