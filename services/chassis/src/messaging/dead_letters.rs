//! Events that could not be applied, kept in the stream `OCOP_DEAD` with the reason until an operator
//! has dealt with them.
//!
//! A dead letter is the message as it was, under the subject `ocop.dead.<consumer>`, with headers that
//! say who gave it up and why. Giving it to its consumer again is done inside the service that owns
//! the consumer: no other consumer sees it.

use async_nats::HeaderMap;
use async_nats::jetstream;
use async_nats::jetstream::message::{PublishMessage, StreamMessage};
use async_nats::jetstream::stream::RawMessageErrorKind;
use chrono::{DateTime, SecondsFormat, Utc};
use futures::future::BoxFuture;

use super::Event;
use super::consumer::{Consumer, Handler, HandlerError};

/// The stream of all dead letters.
pub(crate) const STREAM: &str = "OCOP_DEAD";

const CONSUMER: &str = "ocop-dead-consumer";
const SUBJECT: &str = "ocop-dead-subject";
const REASON: &str = "ocop-dead-reason";
const DETAIL: &str = "ocop-dead-detail";
const TIME: &str = "ocop-dead-time";
const DELIVERIES: &str = "ocop-dead-deliveries";

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
    /// The headers of the event.
    pub headers: HeaderMap,
    /// Its body.
    pub data: Vec<u8>,
}

/// A message that could not be applied.
pub(super) struct RejectedMessage {
    /// The subject it was published on.
    pub(super) subject: String,
    /// Its headers.
    pub(super) headers: HeaderMap,
    /// Its body.
    pub(super) data: bytes::Bytes,
    /// What tells it from others: sent twice it is kept once.
    pub(super) id: String,
    /// How often it had been delivered.
    pub(super) deliveries: i64,
}

/// Puts a rejected message into the stream of the dead letters, with the reason.
pub(super) async fn send(
    jetstream: &jetstream::Context,
    consumer: &str,
    rejected: RejectedMessage,
    (reason, detail): (&str, &str),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut headers = rejected.headers;
    headers.insert(CONSUMER, consumer);
    headers.insert(SUBJECT, rejected.subject.as_str());
    headers.insert(REASON, reason);
    // A header is one line.
    headers.insert(DETAIL, detail.replace(['\r', '\n'], " ").as_str());
    headers.insert(TIME, now.to_rfc3339_opts(SecondsFormat::Micros, true));
    headers.insert(DELIVERIES, rejected.deliveries.to_string());
    let publish = PublishMessage::build()
        .headers(headers)
        .payload(rejected.data)
        .message_id(format!("{consumer}/{}", rejected.id));
    jetstream
        .send_publish(format!("ocop.dead.{consumer}"), publish)
        .await?
        .await?;
    Ok(())
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
                // Those that were parked behind it follow; if that fails now, the next event frees them.
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
    /// The dead letters of the consumers given.
    pub fn new(client: async_nats::Client, consumers: Vec<(&'static str, Redriver)>) -> Self {
        Self {
            jetstream: jetstream::new(client),
            consumers,
        }
    }

    /// At most `most` dead letters with a greater number than `after`, oldest first.
    ///
    /// # Errors
    /// NATS cannot be asked.
    pub async fn list(&self, after: u64, most: usize) -> anyhow::Result<Vec<DeadLetter>> {
        let stream = self.jetstream.get_stream(STREAM).await?;
        let mut found: Vec<DeadLetter> = Vec::new();
        for (consumer, _) in &self.consumers {
            let (subject, mut next) = (format!("ocop.dead.{consumer}"), after + 1);
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
        let stream = self.jetstream.get_stream(STREAM).await?;
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
        if let Err(refused) = again(event).await {
            return Ok(Redriven::Refused(refused.to_string()));
        }
        self.jetstream
            .get_stream(STREAM)
            .await?
            .delete_message(sequence)
            .await?;
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
        headers: message.headers.clone(),
        data: message.payload.to_vec(),
    }
}
