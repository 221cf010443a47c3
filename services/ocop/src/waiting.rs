//! Waiting for what another service will know soon: asking again, with a bound.

use std::time::Duration;

use tokio::time::Instant;

const FIRST: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_millis(500);

/// Asks until there is an answer, at most for `bound`. `what` names what is awaited.
///
/// # Errors
/// Asking failed, or the bound passed.
pub(crate) async fn until<T>(
    what: &str,
    bound: Duration,
    mut ask: impl AsyncFnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let end = Instant::now() + bound;
    let mut pause = FIRST;
    loop {
        if let Some(answer) = ask().await? {
            return Ok(answer);
        }
        anyhow::ensure!(
            Instant::now() < end,
            "waited {} seconds for {what}",
            bound.as_secs()
        );
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST);
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
    async fn what_comes_late_is_had() {
        let mut attempts = 0;
        let answer = until("the third answer", Duration::from_secs(30), async || {
            attempts += 1;
            Ok((attempts == 3).then_some(attempts))
        })
        .await;
        assert_eq!(answer.expect("it comes"), 3);
    }
}
