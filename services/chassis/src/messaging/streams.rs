//! The streams: one per service, created by the service that owns it, and one for dead letters.

use std::time::Duration;

use async_nats::jetstream::{self, stream};

use super::{Settings, dead_letters};

/// For how long the broker drops a second copy of a message by its id.
const DUPLICATE_WINDOW: Duration = Duration::from_secs(20 * 60);

/// The stream of a service, such as `OCOP_CATALOG`.
pub(crate) fn stream_of(service: &str) -> String {
    format!("OCOP_{}", service.to_uppercase())
}

/// Creates the stream of `service` and the one of the dead letters, or brings them up to date.
///
/// # Errors
/// NATS cannot be reached or refuses.
pub async fn ensure_streams(
    jetstream: &jetstream::Context,
    settings: &Settings,
    service: &str,
) -> anyhow::Result<()> {
    let day = Duration::from_secs(24 * 60 * 60);
    let keep = day * u32::try_from(settings.keep_days).unwrap_or(u32::MAX);
    let common = stream::Config {
        max_age: keep,
        duplicate_window: DUPLICATE_WINDOW.min(keep),
        num_replicas: settings.replicas,
        allow_direct: true,
        ..stream::Config::default()
    };
    jetstream
        .create_or_update_stream(stream::Config {
            name: stream_of(service),
            subjects: vec![format!("ocop.{service}.v1.>")],
            ..common.clone()
        })
        .await?;
    jetstream
        .create_or_update_stream(stream::Config {
            name: dead_letters::STREAM.to_owned(),
            subjects: vec!["ocop.dead.>".to_owned()],
            max_age: Duration::ZERO,
            ..common
        })
        .await?;
    Ok(())
}
