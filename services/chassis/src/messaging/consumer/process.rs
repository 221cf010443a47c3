//! Answering messages: acknowledged once they took effect or are among the dead letters, given back otherwise.

use std::ops::Range;
use std::time::Duration;

use async_nats::jetstream::{AckKind, Message};
use futures::future::join_all;
use metrics::counter;
use tracing::error;

use super::{Consumer, Handler, HandlerError};
use crate::messaging::Event;
use crate::messaging::dead_letters::{RejectedMessage, Sender};

/// How long the broker keeps what was given back before it delivers it again.
const RETRY_DELAY: Duration = Duration::from_millis(200);

/// A part of a batch that is applied in one transaction.
struct Part {
    of: Range<usize>,
    /// Whether the parked events that follow it are taken along.
    with_parked: bool,
}

impl<E: Send + 'static, H: Handler<E>> Consumer<E, H> {
    /// Applies messages and answers each: acknowledged (also when it went to the dead letters) or to be delivered
    /// again.
    pub(super) async fn process(&self, messages: &[Message]) -> anyhow::Result<()> {
        let mut events = Vec::with_capacity(messages.len());
        let mut of_event = Vec::with_capacity(messages.len());
        for message in messages {
            match Event::read(&message.subject, message.headers.as_ref(), &message.payload) {
                Ok(event) => {
                    events.push(event);
                    of_event.push(message);
                }
                Err(malformed) => {
                    self.dead_letter(message, &malformed.into()).await?;
                    answer(message, AckKind::Ack).await?;
                }
            }
        }
        let mut parts = vec![Part {
            of: 0..events.len(),
            with_parked: true,
        }];
        let mut left = false;
        while let Some(part) = parts.pop() {
            let (events, messages) = (&events[part.of.clone()], &of_event[part.of.clone()]);
            match self.take(events, part.with_parked).await {
                Ok(taken) => {
                    for (index, refused) in taken.rejected {
                        self.dead_letter(messages[index], &refused).await?;
                    }
                    answer_all(messages, AckKind::Ack).await?;
                    left |= taken.more || !part.with_parked;
                }
                Err(HandlerError::Store(error)) if error.may_pass() => {
                    let retry = AckKind::Nak(Some(RETRY_DELAY));
                    parts.push(part);
                    for part in parts {
                        answer_all(&of_event[part.of], retry).await?;
                    }
                    return Err(anyhow::Error::new(error).context("events are given back"));
                }
                // A parked event may be what is refused.
                Err(_) if part.with_parked => parts.push(Part {
                    with_parked: false,
                    ..part
                }),
                Err(refused) if part.of.len() == 1 => {
                    self.dead_letter(messages[0], &refused).await?;
                    answer_all(messages, AckKind::Ack).await?;
                }
                Err(_) => {
                    let middle = part.of.start + part.of.len() / 2;
                    for of in [middle..part.of.end, part.of.start..middle] {
                        parts.push(Part {
                            of,
                            with_parked: false,
                        });
                    }
                }
            }
        }
        if left {
            self.release().await?;
        }
        Ok(())
    }

    async fn dead_letter(&self, message: &Message, refused: &HandlerError) -> anyhow::Result<()> {
        let info = message
            .info()
            .map_err(|error| anyhow::anyhow!("a message without its delivery data: {error}"))?;
        let rejected = RejectedMessage {
            subject: message.subject.to_string(),
            headers: message.headers.clone().unwrap_or_default(),
            data: message.payload.clone(),
            id: format!("{}/{}", info.stream, info.stream_sequence),
            deliveries: info.delivered,
            place: Some((info.stream.to_owned(), info.stream_sequence)),
        };
        self.dead_letter_as(rejected, refused).await
    }

    /// Sends a message of any origin to the dead letters with the reason.
    pub(super) async fn dead_letter_as(
        &self,
        rejected: RejectedMessage,
        refused: &HandlerError,
    ) -> anyhow::Result<()> {
        let (reason, detail) = match refused {
            HandlerError::Refused { reason, detail } => (*reason, detail.clone()),
            HandlerError::Store(error) => ("REFUSED_BY_DATABASE", format!("{error:?}")),
        };
        error!(
            consumer = H::NAME,
            subject = rejected.subject,
            reason,
            detail,
            "an event went to the dead letters"
        );
        counter!("events_dead_total", "consumer" => H::NAME).increment(1);
        let sender = Sender {
            client: &self.client,
            jetstream: &self.jetstream,
            service: self.service,
            consumer: H::NAME,
        };
        let now = self.store.clock().now();
        sender.send(rejected, (reason, &detail), now).await
    }
}

async fn answer_all(messages: &[&Message], kind: AckKind) -> anyhow::Result<()> {
    let answers = messages.iter().map(|message| answer(message, kind));
    join_all(answers).await.into_iter().collect()
}

async fn answer(message: &Message, kind: AckKind) -> anyhow::Result<()> {
    message
        .ack_with(kind)
        .await
        .map_err(|error| anyhow::anyhow!("a message could not be answered: {error}"))
}
