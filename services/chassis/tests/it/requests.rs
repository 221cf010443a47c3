//! A request is done once, however often and however close together it comes.

use ocop_chassis::database::{Origin, Request, StoreError};
use ocop_harness::on_both_engines;
use sea_orm::ConnectionTrait as _;
use uuid::Uuid;

use crate::setup::{counter, number, store};
use crate::toy::{Count, READER, Refused, Store};

const ID: &str = "0198a8f0-7b1c-7000-8000-000000000001";

fn request(body: &str) -> Request {
    Request::new(ID, &body.to_owned()).unwrap()
}

fn caller(actor: &str) -> Origin {
    Origin {
        actor: actor.to_owned(),
        roles: "operator@*".to_owned(),
        rpc: "/toy/Count".to_owned(),
        request_id: None,
        traceparent: String::new(),
    }
}

async fn ask(store: &Store, actor: &str, body: &str, times: u64) -> Result<u64, Refused> {
    ask_as(store, caller(actor), body, times).await
}

async fn ask_as(store: &Store, caller: Origin, body: &str, times: u64) -> Result<u64, Refused> {
    let case = Count {
        counter: counter(1),
        times,
    };
    store
        .execute(&caller, &request(body), &case, |total| total)
        .await
}

async fn total(store: &Store) -> i64 {
    number(store, "select coalesce(max(version), 0) from counters").await
}

on_both_engines!(
    the_same_request_at_the_same_time_is_done_once_and_answered_alike,
    async |url: String| {
        let store = store(&url).await;
        // The replica beside it has connections of its own.
        let other = crate::setup::store(&url).await;
        let calls = (0..8).map(|n| ask(if n % 2 == 0 { &store } else { &other }, "lan", "one", 3));
        for answer in futures::future::join_all(calls).await {
            assert_eq!(answer.unwrap(), 3);
        }
        assert_eq!(total(&store).await, 3);
        assert_eq!(number(&store, "select count(*) from outbox").await, 3);
        assert_eq!(number(&store, "select count(*) from audit").await, 1);
        assert_eq!(ask(&store, "lan", "one", 3).await.unwrap(), 3);
        assert_eq!(total(&store).await, 3);
    }
);

on_both_engines!(
    a_request_id_with_another_body_is_refused,
    async |url: String| {
        let store = store(&url).await;
        ask(&store, "lan", "one", 1).await.unwrap();
        let refused = ask(&store, "lan", "two", 1).await.unwrap_err();
        assert!(matches!(refused, Refused::Store(StoreError::RequestReused)));
        assert_eq!(total(&store).await, 1);
        // Ids are each caller's own.
        assert_eq!(ask(&store, "minh", "two", 1).await.unwrap(), 2);
    }
);

on_both_engines!(
    a_refused_request_leaves_no_memory_and_may_come_again,
    async |url: String| {
        let store = store(&url).await;
        let refused = ask(&store, "lan", "one", 0).await.unwrap_err();
        assert!(matches!(refused, Refused::Nothing));
        assert_eq!(number(&store, "select count(*) from requests").await, 0);
        assert_eq!(ask(&store, "lan", "one", 2).await.unwrap(), 2);
        assert_eq!(number(&store, "select count(*) from requests").await, 1);
    }
);

on_both_engines!(
    the_first_answer_is_given_again_only_to_a_caller_who_may_still_make_the_call,
    async |url: String| {
        let store = store(&url).await;
        assert_eq!(ask(&store, "lan", "one", 3).await.unwrap(), 3);
        let with_roles = |roles: &str| Origin {
            roles: roles.to_owned(),
            ..caller("lan")
        };
        let denied = ask_as(&store, with_roles(READER), "one", 3).await;
        assert!(matches!(denied, Err(Refused::Denied)), "{denied:?}");
        let known = store
            .answered::<u64>(&with_roles(READER), &request("one"))
            .await;
        assert_eq!(known.unwrap(), None);
        // Other roles that allow it: the answer is the first one, and nothing is counted again.
        let allowed = ask_as(&store, with_roles("operator@province:51"), "one", 3).await;
        assert_eq!(allowed.unwrap(), 3);
        assert_eq!(total(&store).await, 3);
        assert_eq!(number(&store, "select count(*) from outbox").await, 3);
        assert_eq!(number(&store, "select count(*) from audit").await, 1);
    }
);

on_both_engines!(
    a_group_undoes_what_only_showed_that_a_caller_may_have_the_first_answer,
    async |url: String| {
        let store = store(&url).await;
        assert_eq!(ask(&store, "lan", "one", 3).await.unwrap(), 3);
        let other_roles = Origin {
            roles: "operator@province:51".to_owned(),
            ..caller("lan")
        };
        let calls = (0..12).map(|_| ask_as(&store, other_roles.clone(), "one", 3));
        for answer in futures::future::join_all(calls).await {
            assert_eq!(answer.unwrap(), 3);
        }
        assert_eq!(total(&store).await, 3);
    }
);

on_both_engines!(
    a_remembered_answer_is_sealed_and_opens_under_its_own_id_only,
    async |url: String| {
        let store = store(&url).await;
        ask(&store, "lan", "one", 3).await.unwrap();
        let sealed = "select count(*) from requests where actor = 'lan' and length(answer) > 28";
        assert_eq!(number(&store, sealed).await, 1);
        // The answer of another caller, put in the place of this one's.
        ask(&store, "minh", "one", 1).await.unwrap();
        let swap =
            "update requests set answer = (select answer from requests where actor = 'minh')";
        let writer = store.database().writer();
        writer.execute_unprepared(swap).await.unwrap();
        let refused = ask(&store, "lan", "one", 3).await;
        let corrupt = matches!(refused, Err(Refused::Store(StoreError::Corrupt { .. })));
        assert!(corrupt, "{refused:?}");
        assert_eq!(ask(&store, "minh", "one", 1).await.unwrap(), 4);
    }
);

on_both_engines!(every_change_says_who_made_it, async |url: String| {
    let store = store(&url).await;
    ask(&store, "lan", "one", 2).await.unwrap();
    let sql = format!(
        "select version from audit where actor = 'lan' and roles = 'operator@*' and rpc = '/toy/Count' \
             and aggregate_type = 'counter' and request_id = {}",
        match store.database().engine() {
            sea_orm::DbBackend::Sqlite => format!("x'{}'", Uuid::parse_str(ID).unwrap().simple()),
            _ => format!("'{ID}'"),
        }
    );
    assert_eq!(number(&store, &sql).await, 2);
});

#[test]
fn a_request_id_that_is_no_uuid_is_refused() {
    let refused = Request::new("the first", &"one".to_owned()).unwrap_err();
    assert!(matches!(refused, StoreError::RequestInvalid));
}
