//! Callers that send the next request as soon as they have an answer.

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

/// The result of a load.
#[derive(Clone, Debug)]
pub(crate) struct Load {
    /// Answers a second, of all callers together.
    pub(crate) per_second: f64,
}

/// Runs `callers` callers at once for `time`, after a warm-up of a third of it. `caller` makes the n-th of
/// them: a function that makes one call each time it is called.
///
/// # Errors
/// The first error that a caller met.
pub(crate) async fn load<C, F>(
    callers: usize,
    time: Duration,
    caller: impl Fn(usize) -> C,
) -> anyhow::Result<Load>
where
    C: FnMut() -> F + Send + 'static,
    F: Future<Output = anyhow::Result<()>> + Send,
{
    let from = Instant::now() + time / 3;
    let until = from + time;
    let mut tasks = JoinSet::new();
    for index in 0..callers {
        let mut call = caller(index);
        tasks.spawn(async move {
            let mut answered = 0_u32;
            loop {
                call().await?;
                let now = Instant::now();
                if now >= until {
                    return anyhow::Ok(answered);
                }
                if now >= from {
                    answered += 1;
                }
            }
        });
    }
    let mut answered = 0;
    while let Some(caller) = tasks.join_next().await {
        answered += caller??;
    }
    Ok(Load {
        per_second: f64::from(answered) / time.as_secs_f64(),
    })
}

/// The value below which the given share of `values` lies.
pub(crate) fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index into a list of thousands"
    )]
    let index = (values.len().saturating_sub(1) as f64 * share).round() as usize;
    values.get(index).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ninety_ninth_percentile_of_a_hundred_is_the_last_but_one() {
        let mut values: Vec<f64> = (0..=100).map(f64::from).collect();
        values.reverse();
        assert!((percentile(&mut values, 0.99) - 99.0).abs() < f64::EPSILON);
        assert!((percentile(&mut values, 0.5) - 50.0).abs() < f64::EPSILON);
    }

    #[tokio::test]
    async fn the_error_of_a_caller_is_the_error_of_the_load() {
        let outcome = load(2, Duration::from_secs(60), |caller| {
            move || async move {
                anyhow::ensure!(caller == 0, "the second caller is refused");
                std::future::pending::<()>().await;
                Ok(())
            }
        });
        assert!(outcome.await.is_err());
    }
}
