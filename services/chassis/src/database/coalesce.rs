//! Reads by id that answer many callers with one query.
//!
//! While queries run, further calls gather; the next query fetches all of their ids at once. No
//! answer is older than its request, there is no cache to invalidate, and under load one round
//! trip serves dozens of callers. An idle service answers a single call with a single query at
//! once. Two queries may run at once, so that the database works on one
//! while the answers of the other are written.

use std::collections::HashMap;
use std::sync::Arc;

use futures::future::BoxFuture;
use tokio::sync::{Semaphore, mpsc, oneshot};
use uuid::Uuid;

use super::StoreError;

/// Most ids in one query.
const MAX_IDS: usize = 200;

/// Queries that run at once.
const CONCURRENT_QUERIES: usize = 2;

/// Calls that may wait before callers are held back.
const MAX_WAITING: usize = 4_096;

type Answer<V> = oneshot::Sender<Result<Option<V>, Arc<StoreError>>>;

/// A way to read values of type `V` by id, shared by all callers.
#[derive(Debug)]
pub struct Coalesced<V> {
    requests: mpsc::Sender<(Uuid, Answer<V>)>,
}

impl<V> Clone for Coalesced<V> {
    fn clone(&self) -> Self {
        Self {
            requests: self.requests.clone(),
        }
    }
}

impl<V: Clone + Send + Sync + 'static> Coalesced<V> {
    /// Starts the reader; it ends when the last clone is dropped. `fetch` answers a list of distinct
    /// ids; an id that is not in its answer does not exist.
    pub fn new<F>(fetch: F) -> Self
    where
        F: Fn(Vec<Uuid>) -> BoxFuture<'static, Result<HashMap<Uuid, V>, StoreError>>
            + Send
            + 'static,
    {
        let free = Arc::new(Semaphore::new(CONCURRENT_QUERIES));
        let (requests, mut queue) = mpsc::channel::<(Uuid, Answer<V>)>(MAX_WAITING);
        tokio::spawn(async move {
            // A query needs a permit; until there is one, requests gather in the channel.
            while let Ok(permit) = Arc::clone(&free).acquire_owned().await {
                let mut batch = Vec::with_capacity(MAX_IDS);
                let Some(first) = queue.recv().await else {
                    return;
                };
                batch.push(first);
                // Callers that are ready to ask get the chance to join this query.
                tokio::task::yield_now().await;
                while batch.len() < MAX_IDS
                    && let Ok(request) = queue.try_recv()
                {
                    batch.push(request);
                }
                let mut ids: Vec<Uuid> = batch.iter().map(|(id, _)| *id).collect();
                ids.sort_unstable();
                ids.dedup();
                let found = fetch(ids);
                tokio::spawn(async move {
                    answer(batch, found.await);
                    drop(permit);
                });
            }
        });
        Self { requests }
    }

    /// The value with this id, if there is one.
    ///
    /// # Errors
    /// The query that carried this id failed; every caller it carried gets the same error.
    pub async fn get(&self, id: Uuid) -> Result<Option<V>, Arc<StoreError>> {
        let (answer, answered) = oneshot::channel();
        let gone = || {
            Arc::new(StoreError::Unavailable(sea_orm::DbErr::Custom(
                "the reader has stopped".into(),
            )))
        };
        self.requests.send((id, answer)).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

/// Answers every caller of a batch; one that hung up no longer listens.
fn answer<V: Clone>(batch: Vec<(Uuid, Answer<V>)>, outcome: Result<HashMap<Uuid, V>, StoreError>) {
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
