//! The day on which the demonstration runs.
//!
//! Its dates are in 2026 and are given by the client. If the machine's date is before the last of them, or after the
//! certificates have expired, the services get a simulated clock that starts on a day in between.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use ocop_chassis::clock::Clock;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// How often a simulated clock is advanced.
const TICK: Duration = Duration::from_millis(5);

/// The clock of the demonstration.
#[derive(Debug)]
pub(super) struct Day {
    clock: Clock,
    ticking: Option<JoinHandle<()>>,
}

impl Day {
    /// The machine's clock if it fits, else one that starts on 24 November 2026.
    pub(super) fn start() -> Self {
        let system = Clock::system(ocop_proto::VIET_NAM);
        if fits(system.today()) {
            return Self {
                clock: system,
                ticking: None,
            };
        }
        let start = simulated_start();
        let (clock, began) = (Clock::fixed(start, ocop_proto::VIET_NAM), Instant::now());
        let moved = clock.clone();
        let ticking = tokio::spawn(async move {
            let mut tick = tokio::time::interval(TICK);
            loop {
                tick.tick().await;
                moved.set(start + TimeDelta::from_std(began.elapsed()).unwrap_or_default());
            }
        });
        Self {
            clock,
            ticking: Some(ticking),
        }
    }

    /// The clock for the services and for the tokens.
    pub(super) fn clock(&self) -> Clock {
        self.clock.clone()
    }

    /// The date of the simulated clock; `None` if the clock is the machine's.
    pub(super) fn simulated(&self) -> Option<NaiveDate> {
        self.ticking.as_ref().map(|_| self.clock.today())
    }
}

impl Drop for Day {
    fn drop(&mut self) {
        if let Some(ticking) = &self.ticking {
            ticking.abort();
        }
    }
}

/// After the last decision of the demonstration and before its certificates run out.
fn fits(today: NaiveDate) -> bool {
    let (first, last) = (
        NaiveDate::from_ymd_opt(2026, 11, 20),
        NaiveDate::from_ymd_opt(2029, 5, 31),
    );
    first.is_some_and(|first| today >= first) && last.is_some_and(|last| today <= last)
}

fn simulated_start() -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(2026, 11, 24)
        .and_then(|day| day.and_hms_opt(2, 0, 0))
        .expect("24 November 2026, nine o'clock in Vietnam, is an instant")
        .and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn the_day_of_the_last_decision_fits_and_the_day_before_does_not() {
        assert!(fits(day("2026-11-20")) && !fits(day("2026-11-19")));
        assert!(fits(ocop_places::day_of(simulated_start())) && !fits(day("2030-01-01")));
    }
}
