//! Saying once that something is away, and once that it is back.
//!
//! A database or a broker that is away fails every call and every attempt of every task. One line says that it went and
//! why, one that it is back, for how long it was away and how often it was needed meanwhile.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;
use tracing::{info, warn};

/// The databases of this process.
pub(crate) static DATABASE: Outage = Outage::new("the database", 1);

/// The broker, as far as there is no connection to it.
pub(crate) static BROKER: Outage = Outage::new("the broker", 4);

/// Whether something that is needed is there.
#[derive(Debug)]
pub struct Outage {
    what: &'static str,
    /// From how many failures in a row on it counts as away.
    patience: u64,
    away: Mutex<Option<Away>>,
}

#[derive(Clone, Copy, Debug)]
struct Away {
    since: Instant,
    failures: u64,
}

impl Outage {
    /// Of `what`, which counts as away from the `patience`th failure in a row on.
    pub const fn new(what: &'static str, patience: u64) -> Self {
        Self {
            what,
            patience,
            away: Mutex::new(None),
        }
    }

    /// It could not be used by `who`.
    pub fn failed(&self, who: &str, error: &str) {
        let failures = {
            let mut away = self.away();
            let now = away.get_or_insert_with(|| Away {
                since: Instant::now(),
                failures: 0,
            });
            now.failures += 1;
            now.failures
        };
        if failures == self.patience {
            warn!(who, error, "{} is away; it is tried again", self.what);
        }
    }

    /// It could be used by `who`.
    pub fn works(&self, who: &str) {
        let before = self.away().take();
        if let Some(away) = before.filter(|away| away.failures >= self.patience) {
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

    #[test]
    fn an_outage_is_one_line_when_it_begins_and_one_with_the_count_when_it_ends() {
        let lines = Lines::default();
        let log = tracing_subscriber::registry().with(lines.clone());
        tracing::subscriber::with_default(log, || {
            let outage = Outage::new("the database", 2);
            // A single failure is none.
            outage.failed("catalog", "refused");
            outage.works("catalog");
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
}
