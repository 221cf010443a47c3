//! Records attempts that ended, all that did meanwhile in one transaction. Those that were accepted and those that were not are
//! recorded apart, so that a receiver which is well does not wait for the record of many that hang and are given up at once: its
//! next event is sent when its last is recorded.

use std::sync::Arc;
use std::time::Duration;

use ocop_chassis::database::Origin;
use tokio::sync::{mpsc, oneshot};
use tracing::warn;

use crate::application::Error;
use crate::application::delivery::{Made, RecordAttempts};
use crate::domain::delivery::Schedule;
use crate::storage::Store;

/// Most accepted attempts in one transaction.
const ACCEPTED: usize = 200;
/// Most others in one: fewer, because SQLite has one writer, for which the accepted wait meanwhile.
const OTHERS: usize = 50;

/// An attempt that waits to be recorded, and who waits for that.
type Waiting = (Made, oneshot::Sender<()>);

/// Where attempts are handed in; cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    accepted: mpsc::Sender<Waiting>,
    others: mpsc::Sender<Waiting>,
}

impl Recorder {
    /// A recorder that works until all who hand in are gone.
    pub(super) fn start(store: Store, schedule: Schedule, failure_limit: Duration) -> Self {
        let work = Arc::new(Work {
            store,
            schedule,
            failure_limit,
        });
        let queue = |most| {
            let (sender, waiting) = mpsc::channel(most);
            tokio::spawn(Arc::clone(&work).run(waiting, most));
            sender
        };
        Self {
            accepted: queue(ACCEPTED),
            others: queue(OTHERS),
        }
    }

    /// Returns when the attempt is recorded, or could not be.
    pub(super) async fn record(&self, made: Made) {
        let (sender, recorded) = oneshot::channel();
        let accepted = made.outcome.is_success();
        let queue = if accepted {
            &self.accepted
        } else {
            &self.others
        };
        if queue.send((made, sender)).await.is_ok() {
            let _gone = recorded.await;
        }
    }
}

struct Work {
    store: Store,
    schedule: Schedule,
    failure_limit: Duration,
}

impl Work {
    async fn run(self: Arc<Self>, mut waiting: mpsc::Receiver<Waiting>, most: usize) {
        let mut some = Vec::with_capacity(most);
        while waiting.recv_many(&mut some, most).await > 0 {
            let (made, callers): (Vec<Made>, Vec<_>) = some.drain(..).unzip();
            if made.len() == 1 || self.record(made.clone()).await.is_err() {
                // One that cannot be recorded does not keep the others from it.
                for one in made {
                    let id = one.delivery_id;
                    if let Err(error) = self.record(vec![one]).await {
                        warn!(
                            delivery = %id,
                            error = format!("{error:#}"),
                            "an attempt could not be recorded and will be made again"
                        );
                    }
                }
            }
            for one in callers {
                let _stopped = one.send(());
            }
        }
    }

    /// Records attempts in a task of its own, so that a panic ends no more than that.
    async fn record(self: &Arc<Self>, made: Vec<Made>) -> anyhow::Result<()> {
        let work = Arc::clone(self);
        let recording = tokio::spawn(async move {
            let attempts = RecordAttempts {
                made,
                schedule: work.schedule.clone(),
                failure_limit: work.failure_limit,
            };
            work.store.run(&Origin::task("webhooks"), &attempts).await
        });
        recording
            .await?
            .map_err(|error: Error| anyhow::anyhow!("{error:?}"))
    }
}
