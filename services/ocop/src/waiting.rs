//! Polling for what another service will know soon, with a time limit.

use std::time::Duration;

use tokio::time::Instant;

const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Calls `poll` until it gives an answer, for at most `timeout`. `what` names the awaited thing in the error.
///
/// # Errors
/// `poll` failed, or the time is over.
pub(crate) async fn until<T>(
    what: &str,
    timeout: Duration,
    mut poll: impl AsyncFnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let end = Instant::now() + timeout;
    let mut pause = FIRST_PAUSE;
    loop {
        if let Some(answer) = poll().await? {
            return Ok(answer);
        }
        anyhow::ensure!(
            Instant::now() < end,
            "waited {} seconds for {what}",
            timeout.as_secs()
        );
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_never_comes_is_named() {
        let waited = until("the tide", Duration::ZERO, async || Ok(None::<()>)).await;
        assert!(
            waited
                .expect_err("it never comes")
                .to_string()
                .contains("the tide")
        );
    }

    #[tokio::test]
    async fn what_comes_late_is_returned() {
        let mut attempts = 0;
        let answer = until("the third answer", Duration::from_secs(30), async || {
            attempts += 1;
            Ok((attempts == 3).then_some(attempts))
        })
        .await;
        assert_eq!(answer.expect("it comes"), 3);
    }
}
