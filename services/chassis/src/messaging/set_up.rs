//! Streams and consumers: made by `migrate`, with a credential of its own.
//!
//! Whoever may change a stream may have it copied elsewhere (`republish`) or filled from elsewhere (`sources`), and
//! whoever may make a consumer on a stream may read all of it. So the credential that a service runs with can do
//! neither: it publishes its own subjects and reads the consumers that were made for it. The owner of a stream makes
//! the consumers of the services that read it, so that no set-up has to wait for another.
//!
//! The embedded default and tests set up when they start, and again whenever the stream is missing.

use std::time::Duration;

use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use async_nats::jetstream::{self, stream};
use ocop_proto::topology;
use tokio_util::sync::CancellationToken;
use tracing::{debug, info};

use super::{Settings, connect};

/// For how long the broker drops a second copy of a message by its id.
const DUPLICATE_WINDOW: Duration = Duration::from_secs(20 * 60);

/// How long the broker waits for an acknowledgement before it delivers again: as long as the events in the hands of a
/// consumer that died wait for another. One that lives says in time that it is still at work.
const ACK_WAIT: Duration = Duration::from_secs(15);

/// Most events in the hands of all replicas of a consumer.
const MAX_ACK_PENDING: i64 = 4_000;

/// How often it is asked whether the stream is there, where the service sets up by itself.
const WATCH_INTERVAL: Duration = Duration::from_millis(500);

/// Sets up what belongs to one service: its stream, the stream of its dead letters, and the consumers that read it.
#[derive(Clone, Debug)]
pub struct SetUp {
    jetstream: jetstream::Context,
    settings: Settings,
    service: &'static str,
    read_by: Vec<topology::Consumer>,
}

impl SetUp {
    /// For `service`, with the set-up credential of its settings; `read_by` are the consumers of its stream.
    ///
    /// # Errors
    /// The servers' names or the credential cannot be read.
    pub async fn connect(
        settings: &Settings,
        service: &'static str,
        read_by: impl IntoIterator<Item = topology::Consumer>,
    ) -> anyhow::Result<Self> {
        let client = connect(&settings.for_set_up(), &format!("{service}_setup")).await?;
        Ok(Self {
            jetstream: jetstream::ContextBuilder::new()
                .timeout(Duration::from_secs(settings.ack_seconds))
                .build(client),
            settings: settings.clone(),
            service,
            read_by: read_by.into_iter().collect(),
        })
    }

    /// Makes what is missing and brings the rest up to date.
    ///
    /// # Errors
    /// NATS cannot be reached or refuses.
    pub async fn bring_up_to_date(&self) -> anyhow::Result<()> {
        let day = Duration::from_secs(24 * 60 * 60);
        let keep = day * u32::try_from(self.settings.keep_days).unwrap_or(u32::MAX);
        let common = stream::Config {
            max_age: keep,
            duplicate_window: DUPLICATE_WINDOW.min(keep),
            num_replicas: self.settings.replicas,
            allow_direct: true,
            ..stream::Config::default()
        };
        let service = self.service;
        self.jetstream
            .create_or_update_stream(stream::Config {
                name: topology::stream(service),
                subjects: vec![format!("ocop.{service}.v1.>")],
                ..common.clone()
            })
            .await?;
        self.jetstream
            .create_or_update_stream(stream::Config {
                name: topology::dead_letters(service),
                subjects: vec![format!("ocop.dead.{service}.*")],
                max_age: Duration::ZERO,
                ..common
            })
            .await?;
        let own = self
            .jetstream
            .get_stream_no_info(topology::stream(service))
            .await?;
        for consumer in &self.read_by {
            own.create_consumer(durable(consumer)).await?;
        }
        Ok(())
    }

    /// Brings everything up to date at the start and whenever the stream is missing, until `stop`.
    pub async fn keep(self, stop: CancellationToken) {
        stop.run_until_cancelled(self.keep_up()).await;
    }

    async fn keep_up(&self) {
        let mut set_up = false;
        loop {
            if !set_up || self.is_missing().await {
                match self.bring_up_to_date().await {
                    Ok(()) => {
                        set_up = true;
                        info!(service = self.service, "streams and consumers are set up");
                    }
                    Err(error) => debug!(
                        service = self.service,
                        error = format!("{error:#}"),
                        "streams and consumers are not set up yet"
                    ),
                }
            }
            let soon = WATCH_INTERVAL / 5;
            tokio::time::sleep(if set_up { WATCH_INTERVAL } else { soon }).await;
        }
    }

    /// Whether the broker says that the stream is not there. One that says nothing is away.
    async fn is_missing(&self) -> bool {
        use jetstream::context::GetStreamErrorKind::JetStream;

        let asked = self
            .jetstream
            .get_stream(topology::stream(self.service))
            .await;
        asked.is_err_and(|error| matches!(error.kind(), JetStream(_)))
    }
}

/// A durable consumer as the broker keeps it.
fn durable(consumer: &topology::Consumer) -> pull::Config {
    pull::Config {
        durable_name: Some(consumer.name.to_owned()),
        filter_subjects: consumer.subjects().collect(),
        deliver_policy: DeliverPolicy::All,
        ack_policy: AckPolicy::Explicit,
        ack_wait: ACK_WAIT,
        max_deliver: -1,
        max_ack_pending: MAX_ACK_PENDING,
        ..pull::Config::default()
    }
}
