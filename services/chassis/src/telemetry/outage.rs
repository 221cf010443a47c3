//! Saying once that something is away, and once that it is back.
//!
//! A database or a broker that is away fails every call and every attempt of every task. One line says that it went and
//! why, one that it is back, for how long it was away and how often it was needed meanwhile.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tracing::{info, warn};

/// The databases of this process.
pub(crate) static DATABASE: Outage = Outage::new("the database", Duration::ZERO);

/// The broker, as far as there is no connection to it.
pub(crate) static BROKER: Outage = Outage::new("the broker", Duration::from_secs(2));

/// For how long a stream or a consumer may be missing before that is logged: services that start at the same time make theirs one
/// after the other.
pub(crate) const BEING_MADE: Duration = Duration::from_secs(15);

/// Whether something that is needed is there.
#[derive(Debug)]
pub struct Outage {
    what: &'static str,
    /// For how long it may fail before it counts as away.
    patience: Duration,
    away: Mutex<Option<Away>>,
}

#[derive(Clone, Copy, Debug)]
struct Away {
    since: Instant,
    failures: u64,
    said: bool,
}

impl Outage {
    /// Of `what`, which counts as away when it has failed for `patience` without a success.
    pub const fn new(what: &'static str, patience: Duration) -> Self {
        Self {
            what,
            patience,
            away: Mutex::new(None),
        }
    }

    /// It could not be used by `who`.
    pub fn failed(&self, who: &str, error: &str) {
        let to_say = {
            let mut away = self.away();
            let now = away.get_or_insert_with(|| Away {
                since: Instant::now(),
                failures: 0,
                said: false,
            });
            now.failures += 1;
            let to_say = !now.said && now.since.elapsed() >= self.patience;
            now.said |= to_say;
            to_say
        };
        if to_say {
            warn!(who, error, "{} is away; it is tried again", self.what);
        }
    }

    /// It could be used by `who`.
    pub fn works(&self, who: &str) {
        let before = self.away().take();
        if let Some(away) = before.filter(|away| away.said) {
            let seconds = away.since.elapsed().as_secs();
            let failures = away.failures;
            info!(who, seconds, failures, "{} is back", self.what);
        }
    }

    /// Nothing panics while holding this lock.
    fn away(&self) -> MutexGuard<'_, Option<Away>> {
        self.away.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tracing::field::{Field, Visit};
    use tracing_subscriber::Layer;
    use tracing_subscriber::layer::{Context, SubscriberExt as _};

    use super::*;

    /// Keeps the lines that are logged.
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<String>>>);

    impl<S: tracing::Subscriber> Layer<S> for Lines {
        fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
            let mut line = Line::default();
            event.record(&mut line);
            self.0.lock().unwrap().push(line.0);
        }
    }

    #[derive(Default)]
    struct Line(String);

    impl Visit for Line {
        fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
            if field.name() != "seconds" {
                self.0.push_str(&format!("{}={value:?} ", field.name()));
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_outage_is_one_line_when_it_begins_and_one_with_the_count_when_it_ends() {
        let lines = Lines::default();
        let log = tracing_subscriber::registry().with(lines.clone());
        tracing::subscriber::with_default(log, || {
            let outage = Outage::new("the database", Duration::ZERO);
            for _ in 0..1_000 {
                outage.failed("catalog", "refused");
            }
            for _ in 0..1_000 {
                outage.works("catalog");
            }
        });
        let lines = lines.0.lock().unwrap().clone();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].contains("the database is away") && lines[0].contains("refused"));
        assert!(lines[1].contains("the database is back") && lines[1].contains("failures=1000"));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_missing_for_a_moment_is_no_outage() {
        let lines = Lines::default();
        let log = tracing_subscriber::registry().with(lines.clone());
        let _log = tracing::subscriber::set_default(log);
        let outage = Outage::new("the stream", BEING_MADE);
        outage.failed("catalog", "stream not found");
        tokio::time::advance(BEING_MADE / 2).await;
        outage.failed("catalog", "stream not found");
        outage.works("catalog");
        assert_eq!(lines.0.lock().unwrap().len(), 0);

        outage.failed("catalog", "stream not found");
        tokio::time::advance(BEING_MADE).await;
        outage.failed("catalog", "stream not found");
        assert_eq!(lines.0.lock().unwrap().len(), 1);
    }
}
