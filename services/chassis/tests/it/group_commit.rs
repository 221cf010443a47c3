//! Callers that write at once share a transaction, and none pays for another.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::FutureExt as _;
use ocop_harness::{eventually, on_both_engines};
use sea_orm::DbBackend;
use tokio::sync::Semaphore;

use crate::callers::{Also, MAX_PERMITS, ask, ask_counted, counts, together};
use crate::setup::{counter, number, recorded, store};
use crate::toy::Refused;

on_both_engines!(
    callers_that_come_at_once_share_a_transaction_and_each_is_answered,
    async |url: String| {
        let store = store(&url).await;
        let calls = (1..=20).map(|n| ask(&store, n, n, Also::Nothing)).collect();
        for answer in together(&store, calls).await {
            assert_eq!(answer.unwrap(), 1);
        }
        assert_eq!(counts(&store).await, 20);
        let remembered = "select count(*) from requests where answer is not null";
        assert!(number(&store, remembered).await >= 21);
        let events = number(&store, "select count(*) from outbox").await;
        assert_eq!(number(&store, "select count(*) from audit").await, events);
        if store.database().engine() == DbBackend::Postgres {
            // PostgreSQL knows which transaction wrote a row: the holders of the permits and one more.
            let written_by = "select count(distinct xmin::text) from counters";
            assert_eq!(number(&store, written_by).await, MAX_PERMITS as i64 + 1);
        }
    }
);

on_both_engines!(
    the_events_of_an_aggregate_keep_their_order_in_a_group,
    async |url: String| {
        let store = store(&url).await;
        let calls = (1..=30)
            .map(|n| ask(&store, n, n % 3, Also::Nothing))
            .collect();
        let mut totals: Vec<u64> = together(&store, calls)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        totals.sort_unstable();
        let whole: Vec<u64> = (1..=10).flat_map(|total| [total; 3]).collect();
        assert_eq!(totals, whole);
        for of in 0..3 {
            let versions: Vec<u64> = recorded(&store)
                .await
                .iter()
                .filter(|event| event.aggregate_id == counter(of))
                .map(|event| event.version)
                .collect();
            assert_eq!(versions, (1..=10).collect::<Vec<u64>>());
        }
    }
);

on_both_engines!(
    one_that_is_refused_harms_nobody_and_leaves_nothing,
    async |url: String| {
        let store = store(&url).await;
        let calls = (1..=10)
            .map(|n| {
                let also = if n == 4 { Also::Refuse } else { Also::Nothing };
                ask(&store, n, n, also)
            })
            .collect();
        let answers = together(&store, calls).await;
        for (n, answer) in (1..).zip(answers) {
            match (n, answer) {
                (4, answer) => assert!(matches!(answer, Err(Refused::Nothing))),
                (_, answer) => assert_eq!(answer.unwrap(), 1),
            }
        }
        assert_eq!(counts(&store).await, 9);
        // Its request may come again, and does its work then.
        assert_eq!(ask(&store, 4, 4, Also::Nothing).await.unwrap(), 1);
    }
);

on_both_engines!(
    one_that_the_database_refuses_harms_nobody,
    async |url: String| {
        let store = store(&url).await;
        let calls = (1..=10)
            .map(|n| {
                let also = if n == 4 { Also::Collide } else { Also::Nothing };
                ask(&store, n, n, also)
            })
            .collect();
        let answers = together(&store, calls).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 9);
        assert!(matches!(
            answers[3],
            Err(Refused::Store(
                ocop_chassis::database::StoreError::NotUnique { .. }
            ))
        ));
        assert_eq!(counts(&store).await, 9);
    }
);

on_both_engines!(one_that_panics_harms_nobody, async |url: String| {
    let store = store(&url).await;
    let calls = (1..=10)
        .map(|n| {
            let also = if n == 4 { Also::Panic } else { Also::Nothing };
            std::panic::AssertUnwindSafe(ask(&store, n, n, also)).catch_unwind()
        })
        .collect();
    let answers = together(&store, calls).await;
    for (n, answer) in (1..).zip(answers) {
        match (n, answer) {
            (4, answer) => assert!(answer.is_err(), "the panic is the caller's own"),
            (_, answer) => assert_eq!(answer.unwrap().unwrap(), 1),
        }
    }
    assert_eq!(counts(&store).await, 9);
});

on_both_engines!(one_that_hangs_up_harms_nobody, async |url: String| {
    let store = store(&url).await;
    let (never, at_the_gate) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let calls = (1..=10)
        .map(|n| {
            let (store, at_the_gate) = (&store, Arc::clone(&at_the_gate));
            let also = Also::Wait(Arc::clone(&never), Arc::clone(&at_the_gate));
            async move {
                if n != 4 {
                    return Some(ask(store, n, n, Also::Nothing).await);
                }
                tokio::select! {
                    answer = ask(store, n, n, also) => Some(answer),
                    _ = at_the_gate.acquire() => None,
                }
            }
        })
        .collect();
    let answers = together(&store, calls).await;
    assert!(answers[3].is_none());
    for answer in answers.into_iter().flatten() {
        assert_eq!(answer.unwrap(), 1);
    }
    assert_eq!(counts(&store).await, 9);
});

on_both_engines!(
    one_that_takes_long_holds_nobody_up_and_is_done_all_the_same,
    async |url: String| {
        let store = store(&url).await;
        let (gate, at_the_gate) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let others = Arc::new(AtomicUsize::new(0));
        let calls = (1..=10)
            .map(|n| {
                let (store, gate, others) = (&store, Arc::clone(&gate), Arc::clone(&others));
                let also = Also::Wait(Arc::clone(&gate), Arc::clone(&at_the_gate));
                async move {
                    let also = if n == 4 { also } else { Also::Nothing };
                    let answer = ask(store, n, n, also).await;
                    // The slow one gets through once all others are answered.
                    if others.fetch_add(1, Ordering::Relaxed) == 8 {
                        gate.add_permits(1);
                    }
                    answer
                }
            })
            .collect();
        for answer in together(&store, calls).await {
            assert_eq!(answer.unwrap(), 1);
        }
        assert_eq!(counts(&store).await, 10);
    }
);

on_both_engines!(
    the_same_request_twice_in_a_group_takes_effect_once,
    async |url: String| {
        let store = store(&url).await;
        let calls = [1, 2, 3, 2, 2]
            .into_iter()
            .map(|n| ask(&store, n, n, Also::Nothing))
            .collect();
        for answer in together(&store, calls).await {
            assert_eq!(answer.unwrap(), 1);
        }
        assert_eq!(counts(&store).await, 3);
        // And once more, long after.
        let calls = [2, 4]
            .into_iter()
            .map(|n| ask(&store, n, n, Also::Nothing))
            .collect();
        let again = self::together(&store, calls);
        for answer in again.await {
            assert_eq!(answer.unwrap(), 1);
        }
        assert_eq!(counts(&store).await, 4);
    }
);

#[tokio::test]
async fn a_lost_connection_loses_the_whole_group_or_nothing() {
    ocop_harness::on_postgres(async |url: String| {
        let store = store(&url).await;
        let begun = Arc::new(AtomicUsize::new(0));
        let calls = (1..=10)
            .map(|n| {
                let also = if n == 7 {
                    Also::LoseConnection
                } else {
                    Also::Nothing
                };
                ask_counted(&store, n, n, also, Arc::clone(&begun))
            })
            .collect();
        let answers = together(&store, calls).await;
        let answered = answers.iter().filter(|answer| answer.is_ok()).count();
        assert!(begun.load(Ordering::Relaxed) >= 10);
        assert_eq!(counts(&store).await, answered as i64);
        // Whoever asks again is served, and nothing is done twice.
        for n in 1..=10 {
            assert_eq!(ask(&store, n, n, Also::Nothing).await.unwrap(), 1);
        }
        assert_eq!(counts(&store).await, 10);
    })
    .await;
}

on_both_engines!(
    a_process_that_dies_in_the_middle_of_a_group_leaves_nothing_of_it,
    async |url: String| {
        let dying = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let (gate, at_the_gate) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let arrived = Arc::clone(&at_the_gate);
        let before = url.clone();
        dying.spawn(async move {
            let store = store(&before).await;
            let calls = (1..=10)
                .map(|n| {
                    let also = if n == 10 {
                        Also::Wait(Arc::clone(&gate), Arc::clone(&at_the_gate))
                    } else {
                        Also::Nothing
                    };
                    ask(&store, n, n, also)
                })
                .collect();
            together(&store, calls).await;
        });
        arrived.acquire().await.unwrap().forget();
        dying.shutdown_background();

        let store = store(&url).await;
        eventually("the database to notice", async || {
            let free = ask(&store, 99, 99, Also::Nothing);
            tokio::time::timeout(Duration::from_millis(500), free)
                .await
                .is_ok_and(|answer| answer.is_ok())
        })
        .await;
        assert_eq!(counts(&store).await, 1, "the one just asked for");
        for n in 1..=10 {
            assert_eq!(ask(&store, n, n, Also::Nothing).await.unwrap(), 1);
        }
    }
);
