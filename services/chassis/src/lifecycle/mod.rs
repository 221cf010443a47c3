//! Start and end of a process.
//!
//! Every long-running piece of work is a named task of one [`Lifecycle`]. A task that ends or
//! panics before shutdown was requested ends the process, which reports its name: an orchestrator
//! restarts a dead process, but not a dead task in a living one.
//!
//! Shutdown has two stages. After the *soft* token a task takes no new work and finishes what it has.
//! When the drain time is over, or a second signal comes, the *hard* token aborts what is left.

use std::any::Any;
use std::collections::BTreeMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use serde::Deserialize;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::{Check, Problems};

/// How long a task may take to end after the hard token.
const ABORT_TIMEOUT: Duration = Duration::from_secs(2);

/// Settings of the end of the process.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Seconds that work in flight is given to finish after the first signal.
    pub drain_seconds: u64,
}

impl Check for Settings {
    fn check(&self, problems: &mut Problems) {
        problems.range("drain_seconds", self.drain_seconds, 0, 3_600);
    }
}

/// Why the process ends, other than by a requested shutdown.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A task ended without an error before shutdown was requested.
    #[error("task {task:?} ended by itself")]
    Ended {
        /// The name of the task.
        task: String,
    },
    /// A task returned an error.
    #[error("task {task:?} failed: {cause:#}")]
    Failed {
        /// The name of the task.
        task: String,
        /// Its error.
        cause: anyhow::Error,
    },
    /// A task panicked.
    #[error("task {task:?} panicked: {message}")]
    Panicked {
        /// The name of the task.
        task: String,
        /// The panic's message.
        message: String,
    },
    /// The drain time passed and these tasks were dropped in mid-work.
    #[error("still running at the end of the drain time: {}", tasks.join(", "))]
    Overran {
        /// The names of the tasks.
        tasks: Vec<String>,
    },
    /// The process cannot listen to signals.
    #[error("cannot listen to signals: {0}")]
    Signals(#[from] std::io::Error),
}

/// The tasks of a process and the two tokens that end them. Cheap to clone.
#[derive(Clone)]
pub struct Lifecycle {
    drain: Duration,
    soft: CancellationToken,
    hard: CancellationToken,
    tracker: TaskTracker,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    running: BTreeMap<u64, String>,
    started: u64,
    failure: Option<Failure>,
}

impl Lifecycle {
    /// A lifecycle without tasks yet.
    pub fn new(settings: &Settings) -> Self {
        Self {
            drain: Duration::from_secs(settings.drain_seconds),
            soft: CancellationToken::new(),
            hard: CancellationToken::new(),
            tracker: TaskTracker::new(),
            state: Arc::default(),
        }
    }

    /// Cancelled when no new work is to be taken.
    pub fn soft(&self) -> CancellationToken {
        self.soft.clone()
    }

    /// Cancelled when everything is to be dropped.
    pub fn hard(&self) -> CancellationToken {
        self.hard.clone()
    }

    /// Asks for the end: take no new work and finish what is there.
    pub fn shutdown(&self) {
        self.soft.cancel();
    }

    /// Drops everything at once.
    pub fn abort(&self) {
        self.soft.cancel();
        self.hard.cancel();
    }

    /// Starts a task that has to run until the soft token is cancelled. If it ends before that,
    /// fails or panics, the whole process drains and [`run`](Self::run) returns its name.
    pub fn spawn<F>(&self, name: impl Into<String>, work: F)
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let name = name.into();
        let number = self.enter(&name);
        let lifecycle = self.clone();
        self.tracker.spawn(async move {
            let outcome = tokio::select! {
                biased;
                outcome = AssertUnwindSafe(work).catch_unwind() => outcome,
                () = lifecycle.hard.cancelled() => return,
            };
            let failure = match outcome {
                Ok(Ok(())) if lifecycle.soft.is_cancelled() => None,
                Ok(Ok(())) => Some(Failure::Ended { task: name }),
                Ok(Err(cause)) => Some(Failure::Failed { task: name, cause }),
                Err(panic) => Some(Failure::Panicked {
                    task: name,
                    message: panic_message(panic.as_ref()),
                }),
            };
            lifecycle.leave(number, failure);
        });
    }

    /// Waits until `stop` is ready, a task ends early or [`shutdown`](Self::shutdown) is called; then
    /// drains. Returns when every task is gone.
    ///
    /// # Errors
    /// The first task that ended early, or the tasks that outlived the drain time.
    pub async fn run(&self, stop: impl Future<Output = ()>) -> Result<(), Failure> {
        tokio::select! {
            () = stop => {}
            () = self.soft.cancelled() => {}
        }
        self.soft.cancel();
        self.tracker.close();
        let overran = tokio::select! {
            () = self.tracker.wait() => Vec::new(),
            () = self.hard.cancelled() => self.running(),
            () = tokio::time::sleep(self.drain) => self.running(),
        };
        self.hard.cancel();
        if tokio::time::timeout(ABORT_TIMEOUT, self.tracker.wait())
            .await
            .is_err()
        {
            tracing::warn!(tasks = ?self.running(), "tasks did not end when they were aborted");
        }
        if let Some(failure) = self.state().failure.take() {
            return Err(failure);
        }
        if overran.is_empty() {
            Ok(())
        } else {
            Err(Failure::Overran { tasks: overran })
        }
    }

    /// Listens to SIGTERM and SIGINT from now on: the first asks for the end, the second drops everything at once. Before
    /// this, a signal kills the process, or, where it is the first of a container, does nothing.
    ///
    /// # Errors
    /// [`Failure::Signals`].
    pub fn listen_to_signals(&self) -> Result<(), Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let lifecycle = self.clone();
        tokio::spawn(self.hard().run_until_cancelled_owned(async move {
            loop {
                let name = tokio::select! {
                    _ = terminate.recv() => "SIGTERM",
                    _ = interrupt.recv() => "SIGINT",
                };
                if lifecycle.soft.is_cancelled() {
                    tracing::info!(signal = name, "dropping everything");
                    lifecycle.abort();
                } else {
                    tracing::info!(signal = name, "draining");
                    lifecycle.shutdown();
                }
            }
        }));
        Ok(())
    }

    /// What `start` gives, or nothing once the end is asked for: `start` is dropped then.
    pub async fn unless_ended<T>(&self, start: impl Future<Output = T>) -> Option<T> {
        self.soft.run_until_cancelled(start).await
    }

    /// [`run`](Self::run) until [`shutdown`](Self::shutdown) is called or, with
    /// [`listen_to_signals`](Self::listen_to_signals), a signal comes.
    ///
    /// # Errors
    /// Those of [`run`](Self::run).
    pub async fn run_until_shutdown(&self) -> Result<(), Failure> {
        self.run(std::future::pending()).await
    }

    fn enter(&self, name: &str) -> u64 {
        let mut state = self.state();
        state.started += 1;
        let number = state.started;
        state.running.insert(number, name.to_owned());
        number
    }

    fn leave(&self, number: u64, failure: Option<Failure>) {
        let mut state = self.state();
        state.running.remove(&number);
        if let Some(failure) = failure {
            tracing::error!(error = %failure, "the process ends");
            // Only the first death is the cause; the others follow from it.
            state.failure.get_or_insert(failure);
            self.soft.cancel();
        }
    }

    fn running(&self) -> Vec<String> {
        self.state().running.values().cloned().collect()
    }

    /// Nothing panics while holding this lock, and the state is whole between any two statements.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The message of a panic.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "a panic without a message".to_owned())
}

#[cfg(test)]
mod tests;
