//! The stream and the consumer as somebody outside the services sees them.

use std::time::Duration;

use async_nats::jetstream;
use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::stream::PeerInfo;
use ocop_chassis::messaging::Event;
use ocop_harness::{Nats, eventually, eventually_within};

use crate::setup::{set_ups, settings};

/// The stream of the toy.
pub(crate) const STREAM: &str = "OCOP_COUNTING";

/// How long a cluster may take for its votes on a busy machine before a test gives up.
pub(crate) const A_VOTE: Duration = Duration::from_secs(180);

/// The stream as an outsider sees it.
pub(crate) struct Outside {
    pub(crate) jetstream: jetstream::Context,
}

impl Outside {
    /// Connects without any proxy, and makes the streams.
    pub(crate) async fn of(nats: &Nats) -> Self {
        for set_up in set_ups(&settings(&nats.url())).await {
            set_up.bring_up_to_date().await.unwrap();
        }
        Self::beside(nats).await
    }

    /// Connects without any proxy to a node where others make the streams.
    pub(crate) async fn beside(nats: &Nats) -> Self {
        let client = async_nats::connect(nats.url()).await.unwrap();
        Self {
            jetstream: jetstream::new(client),
        }
    }

    /// Every event that the stream holds, with its sequence.
    pub(crate) async fn held(&self) -> Vec<(u64, Event)> {
        let stream = self.jetstream.get_stream(STREAM).await.unwrap();
        let state = stream.cached_info().state.clone();
        let mut found = Vec::new();
        for sequence in state.first_sequence.max(1)..=state.last_sequence {
            if let Ok(message) = stream.get_raw_message(sequence).await {
                let event = Event::read(&message.subject, Some(&message.headers), &message.payload)
                    .unwrap();
                found.push((sequence, event));
            }
        }
        found
    }

    /// Publishes an event as it is, under a message id of the test's choice; empty for none.
    pub(crate) async fn publish(&self, event: &Event, message_id: &str) {
        let mut headers = event.headers();
        if !message_id.is_empty() {
            headers.insert("Nats-Msg-Id", message_id);
        }
        self.publish_raw(&event.subject, headers, event.data.clone())
            .await;
    }

    /// Publishes what need not be an event.
    pub(crate) async fn publish_raw(
        &self,
        subject: &str,
        headers: async_nats::HeaderMap,
        data: Vec<u8>,
    ) {
        let sent = self
            .jetstream
            .publish_with_headers(subject.to_owned(), headers, data.into())
            .await;
        sent.unwrap().await.unwrap();
    }

    /// How many deliveries the consumer has been made, first ones and others.
    pub(crate) async fn delivered(&self) -> u64 {
        let stream = self.jetstream.get_stream(STREAM).await.unwrap();
        let mut durable: PullConsumer = stream.get_consumer("watching-counters").await.unwrap();
        durable.info().await.unwrap().delivered.consumer_sequence
    }

    /// Waits until the consumer has answered everything that the stream holds for it.
    pub(crate) async fn all_answered(&self) {
        eventually("every message to be answered", async || {
            let stream = self
                .jetstream
                .get_stream(STREAM)
                .await
                .map_err(|e| e.to_string())?;
            let mut durable: PullConsumer = stream
                .get_consumer("watching-counters")
                .await
                .map_err(|e| e.to_string())?;
            let info = durable.info().await.map_err(|e| e.to_string())?;
            if info.num_pending == 0 && info.num_ack_pending == 0 {
                Ok(())
            } else {
                Err(format!(
                    "{} to come, {} in hand",
                    info.num_pending, info.num_ack_pending
                ))
            }
        })
        .await;
    }

    /// Waits until every node of a cluster has what the stream holds: what an operator waits for before the next one
    /// may go.
    pub(crate) async fn whole(&self) {
        eventually_within(A_VOTE, "every replica to be current", async || {
            let stream = self
                .jetstream
                .get_stream(STREAM)
                .await
                .map_err(|e| e.to_string())?;
            let cluster = stream.cached_info().cluster.clone();
            let cluster = cluster.ok_or("no cluster")?;
            let current = |peer: &PeerInfo| peer.current && !peer.offline;
            if cluster.leader.is_some() && cluster.replicas.iter().all(current) {
                Ok(())
            } else {
                Err(format!("{:?}", cluster.replicas))
            }
        })
        .await;
    }
}
