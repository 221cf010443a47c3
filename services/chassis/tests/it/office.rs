//! A consumer at work, with its dead letters.

use ocop_chassis::messaging::dead_letters::{DeadLetter, DeadLetters};
use ocop_chassis::messaging::{self, Event};
use ocop_harness::{Nats, eventually};

use crate::outside::Outside;
use crate::setup::{Working, consumer, counter, delivery, effects, number, settings, store};
use crate::toy::{Store, WATCHER, Watching};

/// A consumer at work, with its dead letters.
pub(crate) struct Office {
    pub(crate) store: Store,
    pub(crate) outside: Outside,
    pub(crate) handler: Watching,
    pub(crate) letters: DeadLetters,
    pub(crate) settings: messaging::Settings,
}

impl Office {
    pub(crate) async fn open(url: &str, nats: &Nats) -> Self {
        Self::open_with(url, nats, settings(&nats.url())).await
    }

    pub(crate) async fn open_with(url: &str, nats: &Nats, settings: messaging::Settings) -> Self {
        let store = store(url).await;
        let handler = Watching::new("a");
        let client = messaging::connect(&settings, WATCHER).await.unwrap();
        let consumer = delivery(&store, &settings, handler.clone()).await;
        Self {
            outside: Outside::of(nats).await,
            letters: DeadLetters::new(client, WATCHER, vec![consumer.redriver()]),
            store,
            handler,
            settings,
        }
    }

    /// Starts the consumer: what was published before meets in its first batch.
    pub(crate) async fn work(&self) -> Working {
        consumer(&self.store, &self.settings, self.handler.clone()).await
    }

    pub(crate) async fn publish(&self, events: &[Event]) {
        for event in events {
            self.outside.publish(event, "").await;
        }
    }

    pub(crate) fn dislikes(&self, totals: &[u64]) {
        *self.handler.refuses.lock().unwrap() = totals.iter().copied().collect();
    }

    pub(crate) async fn dead(&self, many: usize) -> Vec<DeadLetter> {
        eventually("the dead letters", async || {
            let found = self.letters.list(0, 50).await.map_err(|e| e.to_string())?;
            if found.len() == many {
                Ok(found)
            } else {
                Err(format!("{found:?}"))
            }
        })
        .await
    }

    /// Everything is answered, and of the first counter just these versions took effect.
    pub(crate) async fn has_applied(&self, versions: &[u64]) {
        eventually("the effects", async || {
            let found = effects(&self.store).await;
            let found = found.get(&counter(1)).cloned().unwrap_or_default();
            if found == versions {
                Ok(())
            } else {
                Err(found)
            }
        })
        .await;
        self.outside.all_answered().await;
        assert_eq!(effects(&self.store).await[&counter(1)], versions);
    }

    pub(crate) async fn parked(&self) -> i64 {
        number(&self.store, "select count(*) from parked").await
    }
}
