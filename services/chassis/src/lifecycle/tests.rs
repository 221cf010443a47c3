use super::*;
use std::future::{pending, ready};
use tokio::sync::oneshot;

fn lifecycle(drain_seconds: u64) -> Lifecycle {
    Lifecycle::new(&Settings { drain_seconds })
}

#[tokio::test]
async fn a_task_that_panics_ends_the_process_with_its_name() {
    let lifecycle = lifecycle(5);
    lifecycle.spawn("relay", async { panic!("the outbox is gone") });
    let failure = lifecycle.run(pending()).await.unwrap_err().to_string();
    assert_eq!(failure, "task \"relay\" panicked: the outbox is gone");
}

#[tokio::test]
async fn a_task_that_ends_by_itself_ends_the_process_with_its_name() {
    let lifecycle = lifecycle(5);
    lifecycle.spawn("consumer", async { Ok(()) });
    let failure = lifecycle.run(pending()).await.unwrap_err().to_string();
    assert_eq!(failure, "task \"consumer\" ended by itself");
}

#[tokio::test]
async fn work_in_flight_is_finished_before_the_end() {
    let lifecycle = lifecycle(60);
    let soft = lifecycle.soft();
    let (done, finished) = oneshot::channel();
    lifecycle.spawn("worker", async move {
        soft.cancelled().await;
        tokio::task::yield_now().await;
        done.send(()).ok();
        Ok(())
    });
    lifecycle.run(ready(())).await.unwrap();
    finished.await.unwrap();
}

#[tokio::test]
async fn a_task_that_does_not_drain_is_dropped_and_named() {
    let lifecycle = lifecycle(0);
    lifecycle.spawn("stubborn", pending());
    let failure = lifecycle.run(ready(())).await.unwrap_err();
    assert!(matches!(failure, Failure::Overran { tasks } if tasks == ["stubborn"]));
}

#[tokio::test]
async fn aborting_cuts_the_drain_short() {
    let lifecycle = lifecycle(3_600);
    lifecycle.spawn("stubborn", pending());
    lifecycle.abort();
    assert!(matches!(
        lifecycle.run(pending()).await,
        Err(Failure::Overran { .. })
    ));
}
