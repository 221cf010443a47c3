//! Publishing a batch of events in one pipeline.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;

use async_nats::jetstream::context::PublishError;
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::publish::PublishAck;
use futures::future::join_all;
use metrics::counter;
use tracing::error;

use super::Relay;
use super::session::Sent;
use crate::messaging::envelope::header_bytes;
use crate::messaging::history::History;
use crate::messaging::outbox::Unsent;

impl Relay {
    /// Publishes rows in one pipeline. Returns what came of each, and the first failure.
    pub(super) async fn publish(
        &self,
        history: History,
        rows: Vec<Unsent>,
    ) -> (Sent, anyhow::Result<()>) {
        let (mut sent, mut outcome) = (Sent::default(), Ok(()));
        let mut waiting = VecDeque::with_capacity(rows.len());
        let most = self.client.max_payload();
        for unsent in rows {
            let (position, id) = (unsent.position, unsent.message_id());
            let event = history.event(unsent.row);
            let headers = event.headers();
            let bytes = header_bytes(&headers) + id.len() + event.data.len();
            if bytes > most {
                error!(
                    service = self.service,
                    event = %event.id, kind = event.kind, bytes, most,
                    "the broker does not take an event of this size; those after it are sent"
                );
                sent.refused.push(position);
                continue;
            }
            let message = PublishMessage::build()
                .headers(headers)
                .payload(event.data.into())
                .message_id(id);
            match self.jetstream.send_publish(event.subject, message).await {
                Ok(acknowledged) => waiting.push_back((position, acknowledged)),
                Err(error) => {
                    outcome = Err(anyhow::Error::new(error).context("a publish was not sent"));
                    break;
                }
            }
        }
        let mut note = |position, answer: Result<PublishAck, PublishError>| match answer {
            Ok(acknowledged) => {
                let sequence = acknowledged.sequence;
                sent.acknowledged.push((position, sequence));
                if !acknowledged.duplicate
                    && self.newest.swap(sequence, Ordering::Relaxed) >= sequence
                {
                    self.began_anew.store(true, Ordering::Relaxed);
                }
            }
            Err(error) if outcome.is_ok() => {
                outcome = Err(anyhow::Error::new(error).context("a publish was not acknowledged"));
            }
            Err(_) => {}
        };
        // They come in order. Once one does not, the others are waited for at once, so that the whole
        // batch waits no longer than two messages may.
        while let Some((position, answer)) = waiting.pop_front() {
            let answer = answer.await;
            let missing = answer.is_err();
            note(position, answer);
            if missing {
                break;
            }
        }
        let rest = waiting
            .into_iter()
            .map(|(position, answer)| async move { (position, answer.await) });
        for (position, answer) in join_all(rest).await {
            note(position, answer);
        }
        let acknowledged = sent.acknowledged.len() as u64;
        counter!("outbox_sent_total", "service" => self.service).increment(acknowledged);
        (sent, outcome)
    }
}
