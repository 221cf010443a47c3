//! Reads by id that answer many callers with one query.
//!
//! While queries run, further calls gather; the next query fetches all of their ids at once. No
//! answer is older than its request, there is no cache to invalidate, and under load one round
//! trip serves dozens of callers. A call that finds no query running makes its own at once, in its own
//! task. Two queries may run at once, so that the database works on one while the answers of the other
//! are written.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::BoxFuture;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, oneshot};
use uuid::Uuid;

use super::StoreError;

/// Most ids in one query.
const MAX_IDS: usize = 200;

/// Queries that run at once.
const CONCURRENT_QUERIES: usize = 2;

/// Calls in hand before further callers are held back.
const MAX_CALLS: usize = 4_096;

type Found<V> = Result<HashMap<Uuid, V>, StoreError>;
type Fetch<V> = Box<dyn Fn(Vec<Uuid>) -> BoxFuture<'static, Found<V>> + Send + Sync>;
type Answer<V> = oneshot::Sender<Result<Option<V>, Arc<StoreError>>>;

/// A way to read values of type `V` by id, shared by all callers.
pub struct Coalesced<V>(Arc<Reader<V>>);

struct Reader<V> {
    fetch: Fetch<V>,
    calls: Semaphore,
    state: Mutex<State<V>>,
}

struct State<V> {
    running: usize,
    waiting: Vec<(Uuid, Answer<V>)>,
}

/// How a call gets its answer.
enum Admission<V: Clone + Send + Sync + 'static> {
    /// It makes the query itself.
    Query(Running<V>),
    Wait(oneshot::Receiver<Result<Option<V>, Arc<StoreError>>>),
}

/// One of the queries that run. Dropped, it passes its place on to the calls that wait, also when the
/// call that made the query was cancelled.
struct Running<V: Clone + Send + Sync + 'static>(Arc<Reader<V>>);

impl<V> Clone for Coalesced<V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<V> std::fmt::Debug for Coalesced<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Coalesced").finish_non_exhaustive()
    }
}

impl<V: Clone + Send + Sync + 'static> Coalesced<V> {
    /// `fetch` answers a list of distinct ids; an id that is not in its answer does not exist.
    pub fn new<F>(fetch: F) -> Self
    where
        F: Fn(Vec<Uuid>) -> BoxFuture<'static, Found<V>> + Send + Sync + 'static,
    {
        Self(Arc::new(Reader {
            fetch: Box::new(fetch),
            calls: Semaphore::new(MAX_CALLS),
            state: Mutex::new(State {
                running: 0,
                waiting: Vec::new(),
            }),
        }))
    }

    /// The value with this id, if there is one.
    ///
    /// # Errors
    /// The query that carried this id failed; every caller it carried gets the same error.
    pub async fn get(&self, id: Uuid) -> Result<Option<V>, Arc<StoreError>> {
        let gone = || {
            let stopped = sea_orm::DbErr::Custom("the reader has stopped".into());
            Arc::new(StoreError::Unavailable(stopped))
        };
        let _call = self.0.calls.acquire().await.map_err(|_| gone())?;
        match self.0.admit(id) {
            Admission::Query(running) => {
                let found = (self.0.fetch)(vec![id]).await;
                drop(running);
                found.map(|mut found| found.remove(&id)).map_err(Arc::new)
            }
            Admission::Wait(answered) => answered.await.map_err(|_| gone())?,
        }
    }
}

impl<V> Reader<V> {
    /// Nothing panics while holding this lock.
    fn state(&self) -> MutexGuard<'_, State<V>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V: Clone + Send + Sync + 'static> Reader<V> {
    fn admit(self: &Arc<Self>, id: Uuid) -> Admission<V> {
        let mut state = self.state();
        if state.running == 0 {
            state.running = 1;
            return Admission::Query(Running(Arc::clone(self)));
        }
        let (answer, answered) = oneshot::channel();
        state.waiting.push((id, answer));
        if state.running < CONCURRENT_QUERIES {
            state.running += 1;
            drop(state);
            // Its drop begins the query.
            drop(Running(Arc::clone(self)));
        }
        Admission::Wait(answered)
    }

    fn next_batch(&self) -> Option<Vec<(Uuid, Answer<V>)>> {
        let mut state = self.state();
        let count = state.waiting.len().min(MAX_IDS);
        (count > 0).then(|| state.waiting.drain(..count).collect())
    }
}

impl<V: Clone + Send + Sync + 'static> Running<V> {
    /// Makes queries until nobody waits.
    async fn answer_waiting(self) {
        // Callers that are ready to ask get the chance to join the query.
        tokio::task::yield_now().await;
        while let Some(batch) = self.0.next_batch() {
            let mut ids: Vec<Uuid> = batch.iter().map(|(id, _)| *id).collect();
            ids.sort_unstable();
            ids.dedup();
            answer(batch, (self.0.fetch)(ids).await);
            tokio::task::yield_now().await;
        }
    }
}

impl<V: Clone + Send + Sync + 'static> Drop for Running<V> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        match Handle::try_current() {
            Ok(runtime) if !state.waiting.is_empty() => {
                drop(state);
                let running = Self(Arc::clone(&self.0));
                runtime.spawn(running.answer_waiting());
            }
            // Nobody waits, or there is no runtime left to answer on.
            _ => state.running -= 1,
        }
    }
}

/// Answers every caller of a batch; one that was cancelled no longer listens.
fn answer<V: Clone>(batch: Vec<(Uuid, Answer<V>)>, outcome: Found<V>) {
    match outcome {
        Ok(mut found) => {
            // Callers rarely ask for the same thing at once: the last of each id gets the value itself.
            let mut waiting: HashMap<Uuid, usize> = HashMap::with_capacity(batch.len());
            for (id, _) in &batch {
                *waiting.entry(*id).or_default() += 1;
            }
            for (id, answer) in batch {
                let left = waiting.entry(id).or_default();
                *left -= 1;
                let value = if *left == 0 {
                    found.remove(&id)
                } else {
                    found.get(&id).cloned()
                };
                let _ = answer.send(Ok(value));
            }
        }
        Err(error) => {
            let error = Arc::new(error);
            for (_, answer) in batch {
                let _ = answer.send(Err(Arc::clone(&error)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use futures::future::join_all;

    #[tokio::test]
    async fn calls_that_arrive_while_a_query_runs_share_the_next_one() {
        let sizes = Arc::new(Mutex::new(Vec::new()));
        let gate = Arc::new(Semaphore::new(0));
        let reader = {
            let (sizes, gate) = (Arc::clone(&sizes), Arc::clone(&gate));
            Coalesced::new(move |ids| {
                let (sizes, gate) = (Arc::clone(&sizes), Arc::clone(&gate));
                Box::pin(async move {
                    sizes.lock().unwrap().push(ids.len());
                    gate.acquire().await.unwrap().forget();
                    Ok(ids
                        .into_iter()
                        .filter(|id| !id.is_nil())
                        .map(|id| (id, id.to_string()))
                        .collect())
                })
            })
        };
        let first = tokio::spawn({
            let reader = reader.clone();
            async move { reader.get(Uuid::from_u128(1)).await }
        });
        while sizes.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        let rest = tokio::spawn({
            let reader = reader.clone();
            async move { join_all((0..50).map(|n| reader.get(Uuid::from_u128(n)))).await }
        });
        tokio::task::yield_now().await;
        gate.add_permits(2);
        assert_eq!(
            first.await.unwrap().unwrap(),
            Some(Uuid::from_u128(1).to_string())
        );
        let answers = rest.await.unwrap();
        assert_eq!(answers[0].as_ref().unwrap(), &None);
        assert_eq!(
            answers[7].as_ref().unwrap(),
            &Some(Uuid::from_u128(7).to_string())
        );
        assert_eq!(*sizes.lock().unwrap(), vec![1, 50]);
    }
}
