//! Waiting for a condition. The only place of the tests where time passes by waiting.

use std::{fmt::Debug, time::Duration};

use tokio::time::{Instant, MissedTickBehavior, interval, timeout_at};

const INTERVAL: Duration = Duration::from_millis(20);
const TIMEOUT: Duration = Duration::from_secs(30);

/// What a probe may give back: the value that was awaited, or why it is not there yet.
pub trait Answer {
    /// What is awaited.
    type Value;

    /// The value, or a sentence on what was found in its place.
    ///
    /// # Errors
    ///
    /// When it is not there yet.
    fn settle(self) -> Result<Self::Value, String>;
}

impl<T> Answer for Option<T> {
    type Value = T;

    fn settle(self) -> Result<T, String> {
        self.ok_or_else(|| "nothing".to_owned())
    }
}

impl<T, E: Debug> Answer for Result<T, E> {
    type Value = T;

    fn settle(self) -> Result<T, String> {
        self.map_err(|error| format!("{error:?}"))
    }
}

impl Answer for bool {
    type Value = ();

    fn settle(self) -> Result<(), String> {
        if self {
            Ok(())
        } else {
            Err("false".to_owned())
        }
    }
}

/// Calls `probe` until it gives an answer, and returns that.
///
/// `what` completes the sentence "waited for …".
///
/// # Panics
///
/// After 30 seconds, with what was awaited and the last answer.
pub async fn eventually<A: Answer>(what: &str, probe: impl AsyncFnMut() -> A) -> A::Value {
    eventually_within(TIMEOUT, what, probe).await
}

/// [`eventually`] with another timeout, for what takes longer or has to be quicker.
///
/// # Panics
///
/// After `timeout`, with what was awaited and the last answer.
pub async fn eventually_within<A: Answer>(
    timeout: Duration,
    what: &str,
    mut probe: impl AsyncFnMut() -> A,
) -> A::Value {
    let deadline = Instant::now() + timeout;
    let mut ticks = interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last = "none: the first attempt did not return".to_owned();
    loop {
        let attempt = timeout_at(deadline, async {
            ticks.tick().await;
            probe().await.settle()
        });
        match attempt.await {
            Ok(Ok(value)) => return value,
            Ok(Err(found)) => last = found,
            Err(_) => panic!("waited {timeout:?} for {what}; the last answer was: {last}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_value_is_given_back_as_soon_as_it_is_there() {
        let mut attempts = 0;
        let value = eventually("the third answer", async || {
            attempts += 1;
            (attempts == 3).then_some(attempts)
        })
        .await;
        assert_eq!(value, 3);
    }

    #[tokio::test]
    #[should_panic(expected = "for a row that never comes; the last answer was: \"no such row\"")]
    async fn what_never_comes_is_named_with_the_last_answer() {
        let timeout = Duration::from_millis(60);
        eventually_within(timeout, "a row that never comes", async || {
            Err::<(), _>("no such row")
        })
        .await;
    }

    #[tokio::test]
    #[should_panic(expected = "the first attempt did not return")]
    async fn a_probe_that_hangs_is_given_up() {
        let timeout = Duration::from_millis(60);
        eventually_within(timeout, "an answer", async || {
            std::future::pending::<Option<()>>().await
        })
        .await;
    }
}
