//! A row of the audit that is changed, removed or inserted later does not fit its seal.

use ocop_chassis::audit::{
    Fault, Filter, Order, Report, Seal, Sealer, Verification, entries, seals,
};
use ocop_harness::{on_both_engines, on_postgres};
use sea_orm::{ConnectionTrait as _, DbBackend};
use uuid::Uuid;

use crate::setup::{count, counter, number, store};
use crate::toy::Store;

fn sealer(store: &Store) -> Sealer {
    Sealer::new(store.database().clone(), store.clock().clone())
}

async fn all_seals(store: &Store) -> Vec<Seal> {
    seals(store.database(), 0, 1_000).await.unwrap()
}

async fn verified(store: &Store, kept: &[Seal]) -> Report {
    let mut verification = Verification::new(all_seals(store).await, kept);
    let all = Filter::default();
    let rows = entries(store.database(), &all, Order::OldestFirst, None, 10_000).await;
    for row in rows.unwrap() {
        verification.row(&row);
    }
    verification.finish()
}

async fn execute(store: &Store, sql: &str) {
    let done = store.database().writer().execute_unprepared(sql).await;
    assert_eq!(done.unwrap().rows_affected(), 1, "{sql}");
}

/// Three batches of three rows each.
async fn sealed(url: &str) -> Store {
    let store = store(url).await;
    let mut sealer = sealer(&store);
    for batch in 1..=3 {
        count(&store, counter(batch), 3).await;
        assert_eq!(sealer.seal().await.unwrap(), 1);
    }
    let report = verified(&store, &[]).await;
    assert_eq!((report.seals, report.sealed, report.unsealed), (3, 9, 0));
    assert_eq!(report.faults, []);
    store
}

on_both_engines!(a_row_that_is_changed_is_found, async |url: String| {
    let store = sealed(&url).await;
    let other = match store.database().engine() {
        DbBackend::Sqlite => "x'00000000000000000000000000000009'",
        _ => "'00000000-0000-0000-0000-000000000009'",
    };
    let changes = [
        "actor = 'minh'".to_owned(),
        "roles = 'operator@*'".to_owned(),
        "rpc = 'another'".to_owned(),
        "aggregate_type = 'product'".to_owned(),
        "version = version + 1".to_owned(),
        "trace_id = '1'".to_owned(),
        "reason = 'none'".to_owned(),
        "place = '49'".to_owned(),
        "at = '2026-11-20T05:00:01+00:00'".to_owned(),
        format!("aggregate_id = {other}"),
        format!("request_id = {other}"),
    ];
    let columns = "at, actor, roles, rpc, request_id, aggregate_type, aggregate_id, version, trace_id, reason, \
                   place";
    let keep = format!("create table kept as select {columns} from audit where position = 5");
    let writer = store.database().writer();
    writer.execute_unprepared(&keep).await.unwrap();
    let restore =
        format!("update audit set ({columns}) = (select {columns} from kept) where position = 5");
    for change in changes {
        let update = format!("update audit set {change} where position = 5");
        execute(&store, &update).await;
        let changed = Fault::Changed {
            seal: 2,
            after: 3,
            to: 6,
        };
        assert_eq!(verified(&store, &[]).await.faults, [changed], "{change}");
        execute(&store, &restore).await;
        assert_eq!(verified(&store, &[]).await.faults, [], "{change}");
    }
});

on_both_engines!(
    a_row_that_is_removed_or_inserted_is_found,
    async |url: String| {
        let store = sealed(&url).await;
        let rows = |seal, after, found| Fault::Rows {
            seal,
            after,
            to: after + 3,
            sealed: 3,
            found,
        };
        execute(&store, "delete from audit where position = 2").await;
        assert_eq!(verified(&store, &[]).await.faults, [rows(1, 0, 2)]);
        let columns = "at, actor, roles, rpc, request_id, aggregate_type, aggregate_id, version, trace_id, \
                       reason, place";
        let overriding = match store.database().engine() {
            DbBackend::Sqlite => "",
            _ => "overriding system value",
        };
        // Back again as another, and one that was never there.
        for position in [2, 0] {
            let insert = format!(
                "insert into audit (position, {columns}) {overriding} \
                 select {position}, {columns} from audit where position = 9"
            );
            execute(&store, &insert).await;
        }
        execute(&store, "delete from audit where position = 9").await;
        let found = verified(&store, &[]).await.faults;
        assert_eq!(found, [rows(1, 0, 4), rows(3, 6, 2)]);
    }
);

on_both_engines!(
    whoever_makes_new_seals_is_found_by_those_that_were_kept,
    async |url: String| {
        let store = sealed(&url).await;
        let kept = all_seals(&store).await;
        execute(&store, "update audit set actor = 'minh' where position = 5").await;
        for seal in [3, 2] {
            let delete = format!("delete from audit_seals where number = {seal}");
            execute(&store, &delete).await;
        }
        let missing = |seal| Fault::Missing { seal };
        assert_eq!(
            verified(&store, &kept).await.faults,
            [missing(2), missing(3)]
        );
        assert_eq!(sealer(&store).seal().await.unwrap(), 1);
        assert_eq!(verified(&store, &[]).await.faults, []);
        let faults = verified(&store, &kept).await.faults;
        assert_eq!(faults, [Fault::NotAsKept { seal: 2 }, missing(3)]);
    }
);

on_both_engines!(
    a_seal_that_is_removed_or_changed_is_found,
    async |url: String| {
        let store = sealed(&url).await;
        execute(
            &store,
            "update audit_seals set row_count = 2 where number = 3",
        )
        .await;
        let faults = verified(&store, &[]).await.faults;
        assert!(
            matches!(faults[..], [Fault::Rows { seal: 3, .. }]),
            "{faults:?}"
        );
        execute(&store, "delete from audit_seals where number = 1").await;
        let faults = verified(&store, &[]).await.faults;
        let seals: Vec<i64> = faults.iter().map(Fault::seal).collect();
        assert_eq!(seals, [1, 2, 3], "{faults:?}");
    }
);

on_both_engines!(
    replicas_that_seal_at_once_make_each_seal_once,
    async |url: String| {
        let store = store(&url).await;
        let other = crate::setup::store(&url).await;
        count(&store, counter(1), 5).await;
        let (mut one, mut two) = (sealer(&store), sealer(&other));
        let (one, two) = futures::future::join(one.seal(), two.seal()).await;
        one.unwrap();
        two.unwrap();
        // On PostgreSQL each may have taken the other for a writer.
        sealer(&store).seal().await.unwrap();
        assert_eq!(number(&store, "select count(*) from audit_seals").await, 1);
        assert_eq!(verified(&store, &[]).await.faults, []);
    }
);

on_both_engines!(
    the_audit_is_read_by_aggregate_actor_time_and_place,
    async |url: String| {
        let store = store(&url).await;
        count(&store, counter(1), 2).await;
        count(&store, counter(2), 1).await;
        let read = async |filter: Filter, order, after| {
            let rows = entries(store.database(), &filter, order, after, 2).await;
            let rows = rows.unwrap().into_iter();
            rows.map(|row| (row.position, row.aggregate_id, row.version))
                .collect::<Vec<_>>()
        };
        let (first, second) = (counter(1), counter(2));
        let all = Filter::default;
        let newest = read(all(), Order::NewestFirst, None).await;
        assert_eq!(newest, [(3, second, 1), (2, first, 2)]);
        let rest = read(all(), Order::NewestFirst, Some(2)).await;
        assert_eq!(rest, [(1, first, 1)]);
        let oldest = read(all(), Order::OldestFirst, Some(1)).await;
        assert_eq!(oldest, [(2, first, 2), (3, second, 1)]);

        let now = store.clock().now();
        let found = async |filter| read(filter, Order::OldestFirst, None).await.len();
        let of = |id: Uuid| Filter {
            aggregate_type: Some("counter".to_owned()),
            aggregate_id: Some(id),
            actor: Some("clock".to_owned()),
            from: Some(now),
            to: Some(now + chrono::TimeDelta::seconds(1)),
            places: Some(vec!["49".to_owned(), "51".to_owned()]),
        };
        assert_eq!(found(of(second)).await, 1);
        let mut none = [of(second), of(second), of(second), of(second), of(second)];
        none[0].aggregate_type = Some("product".to_owned());
        none[1].actor = Some("lan".to_owned());
        none[2].to = Some(now);
        none[3].places = Some(vec!["49".to_owned()]);
        none[4].places = Some(Vec::new());
        for filter in none {
            assert_eq!(found(filter.clone()).await, 0, "{filter:?}");
        }
    }
);

#[tokio::test]
async fn a_row_that_is_committed_late_is_sealed_late_and_not_taken_for_an_inserted_one() {
    on_postgres(async |url: String| {
        let store = store(&url).await;
        let late = store.database().begin().await.unwrap();
        let insert = "insert into audit (at, actor, roles, rpc, aggregate_type, aggregate_id, version, trace_id) \
                      values (now(), 'late', '', '', 'counter', '00000000-0000-0000-0000-000000000009', 1, '')";
        late.execute_unprepared(insert).await.unwrap();
        count(&store, counter(1), 2).await;
        let mut sealer = sealer(&store);
        assert_eq!(sealer.seal().await.unwrap(), 0, "one is still to come");
        late.commit().await.unwrap();
        assert_eq!(sealer.seal().await.unwrap(), 1);
        let report = verified(&store, &[]).await;
        assert_eq!((report.sealed, report.unsealed), (3, 0));
        assert_eq!(report.faults, []);
    })
    .await;
}
