//! Who is named as the cause of what a consumer records.

use std::collections::HashMap;

use ocop_chassis::database::Origin;
use ocop_harness::{Nats, eventually, on_both_engines};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::setup::{all_sent, consumer, counter, number, relay, settings, store};
use crate::toy::{Count, Store, Watching, mirrored};

/// Events of a batch.
const MANY: u128 = 40;

fn trace_of(number: u128) -> String {
    format!("{number:032x}")
}

fn caller(number: u128) -> Origin {
    Origin {
        traceparent: format!("00-{}-00000000000000a1-01", trace_of(number)),
        ..Origin::task("counting")
    }
}

/// What a query finds of the mirrored counters, by counter.
async fn of_mirrored(store: &Store, sql: &str) -> HashMap<Uuid, (String, String)> {
    let db = store.database().reader();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| {
            let what = (row.try_get_by_index(1), row.try_get_by_index(2));
            (
                row.try_get_by_index(0).unwrap(),
                (what.0.unwrap(), what.1.unwrap()),
            )
        })
        .collect()
}

on_both_engines!(
    each_event_of_a_batch_is_the_cause_of_what_it_leads_to,
    async |url: String| {
        let nats = Nats::start().await;
        let (store, settings) = (store(&url).await, settings(&nats.url()));
        for of in 1..=MANY {
            let case = Count {
                counter: counter(of),
                times: 1,
            };
            store.run(&caller(of), &case).await.unwrap();
        }
        let _relay = relay(&store, &settings).await;
        all_sent(&store).await;
        let handler = Watching {
            mirrors: true,
            ..Watching::new("mirror")
        };
        let batches = handler.arrived.clone();
        let _consumer = consumer(&store, &settings, handler).await;
        eventually("every counter to be mirrored", async || {
            number(&store, "select count(*) from counters").await == 2 * MANY as i64
        })
        .await;
        assert!(
            batches.available_permits() < MANY as usize,
            "they came in batches"
        );

        let sent = "select aggregate_id, traceparent, event_type from outbox";
        let sent = of_mirrored(&store, sent).await;
        let audit = "select aggregate_id, trace_id, rpc from audit";
        let audit = of_mirrored(&store, audit).await;
        for of in 1..=MANY {
            let mirror = mirrored(counter(of));
            assert_eq!(sent[&mirror].0, caller(of).traceparent);
            let cause = (trace_of(of), "ocop.counting.counter.counted.v1".to_owned());
            assert_eq!(audit[&mirror], cause);
        }
    }
);
