//! When a delivery that failed is tried again.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// The waits before attempts are repeated, and by how much they vary. The first attempt is made at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// The wait before each attempt but the first. There is one attempt more than there are waits.
    pub waits: Vec<Duration>,
    /// The part of a wait, 0 to 1, by which it may be shorter or longer, so that receivers that failed together are not
    /// called again together.
    pub jitter: f64,
}

impl Default for Schedule {
    /// The schedule that Standard Webhooks 1.0 suggests: ten attempts over 75 hours and a half.
    fn default() -> Self {
        let minute = 60;
        let hour = 60 * minute;
        let waits = [
            5,
            5 * minute,
            30 * minute,
            2 * hour,
            5 * hour,
            10 * hour,
            14 * hour,
            20 * hour,
            24 * hour,
        ];
        Self {
            waits: waits.map(Duration::from_secs).into(),
            jitter: 0.1,
        }
    }
}

impl Schedule {
    /// When to try again after `made` attempts of this round, the last of them ended at `at`; none when they are used up.
    ///
    /// `random` is a number from -1 to 1. `requested` is the wait the receiver asked for (`Retry-After`, RFC 9110,
    /// 10.2.3): it is never called earlier, except that no receiver can put a delivery off for longer than the longest
    /// wait of the schedule.
    pub fn after(
        &self,
        made: usize,
        at: DateTime<Utc>,
        random: f64,
        requested: Option<Duration>,
    ) -> Option<DateTime<Utc>> {
        let wait = *self.waits.get(made.checked_sub(1)?)?;
        let varied = wait.mul_f64((1.0 + self.jitter * random.clamp(-1.0, 1.0)).max(0.0));
        let longest = self.waits.iter().copied().max().unwrap_or(wait);
        let wait = varied.max(requested.unwrap_or_default().min(longest));
        TimeDelta::from_std(wait)
            .ok()
            .and_then(|wait| at.checked_add_signed(wait))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::at;

    const NOON: &str = "2026-11-24T12:00:00Z";

    fn minutes(
        schedule: &Schedule,
        made: usize,
        random: f64,
        requested: Option<u64>,
    ) -> Option<f64> {
        let next = schedule.after(made, at(NOON), random, requested.map(Duration::from_secs))?;
        Some((next - at(NOON)).as_seconds_f64() / 60.0)
    }

    #[test]
    fn the_default_is_ten_attempts_over_75_hours() {
        let schedule = Schedule::default();
        let total: Duration = schedule.waits.iter().sum();
        assert_eq!(schedule.waits.len() + 1, 10);
        assert_eq!(total.as_secs() / 60, 75 * 60 + 35);
        assert_eq!(minutes(&schedule, 9, 0.0, None), Some(24.0 * 60.0));
        assert_eq!(minutes(&schedule, 10, 0.0, None), None);
    }

    #[test]
    fn jitter_moves_a_wait_by_at_most_its_part() {
        let schedule = Schedule::default();
        assert_eq!(minutes(&schedule, 2, -1.0, None), Some(4.5));
        assert_eq!(minutes(&schedule, 2, 1.0, None), Some(5.5));
        assert_eq!(minutes(&schedule, 2, 7.0, None), Some(5.5));
    }

    #[test]
    fn a_receiver_may_ask_for_a_longer_wait_but_not_for_a_shorter_or_an_endless_one() {
        let schedule = Schedule::default();
        assert_eq!(minutes(&schedule, 2, 0.0, Some(600)), Some(10.0));
        assert_eq!(minutes(&schedule, 2, 0.0, Some(1)), Some(5.0));
        assert_eq!(
            minutes(&schedule, 2, 0.0, Some(u64::MAX)),
            Some(24.0 * 60.0)
        );
    }
}
