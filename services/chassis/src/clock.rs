//! The clock of the process: the one door through which time enters.
//!
//! Everything that needs to know what time it is holds a [`Clock`] or, better, is told `now`. A
//! test or a demonstration holds a fixed clock and moves it by hand, so that thirty-six months pass
//! in no time. Instants are cut to whole microseconds because that is what both databases keep: a
//! value read back equals the value written.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, FixedOffset, NaiveDate, SubsecRound, TimeDelta, Utc};

/// Seconds by which Vietnam (UTC+7, without summer time) is ahead of UTC.
const VIETNAM_OFFSET_SECONDS: i32 = 7 * 60 * 60;

/// Tells the time. Cheap to clone; clones of a fixed clock show the same time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Fixed(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// The clock of the machine.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that shows `at` until it is [`set`](Self::set) or [`advance`](Self::advance)d.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Source::Fixed(Arc::new(Mutex::new(at.trunc_subsecs(6)))))
    }

    /// The present instant, in whole microseconds.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the door through which time enters"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::System => Utc::now().trunc_subsecs(6),
            Source::Fixed(shown) => *shown_by(shown),
        }
    }

    /// The present date in Vietnam, which is the date that counts for decisions and certificates.
    pub fn today(&self) -> NaiveDate {
        vietnam_date(self.now())
    }

    /// Moves a fixed clock to `at`, forwards or backwards. The system clock does not obey.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Source::Fixed(shown) = &self.0 {
            *shown_by(shown) = at.trunc_subsecs(6);
        }
    }

    /// Moves a fixed clock forwards by `by`. The system clock does not obey.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Fixed(shown) = &self.0 {
            let mut shown = shown_by(shown);
            *shown = (*shown + by).trunc_subsecs(6);
        }
    }
}

/// The calendar date in Vietnam at an instant.
pub fn vietnam_date(at: DateTime<Utc>) -> NaiveDate {
    let vietnam = FixedOffset::east_opt(VIETNAM_OFFSET_SECONDS).expect("seven hours are an offset");
    at.with_timezone(&vietnam).date_naive()
}

/// A reader that panicked leaves a whole instant behind, so a poisoned lock is still good.
fn shown_by(clock: &Mutex<DateTime<Utc>>) -> MutexGuard<'_, DateTime<Utc>> {
    clock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_new_day_begins_in_vietnam_at_five_in_the_afternoon_utc() {
        let clock = Clock::fixed(at("2026-07-14T16:59:59Z"));
        assert_eq!(clock.today().to_string(), "2026-07-14");
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(clock.today().to_string(), "2026-07-15");
    }

    #[test]
    fn clones_of_a_fixed_clock_move_together() {
        let clock = Clock::fixed(at("2026-01-01T00:00:00Z"));
        let other = clock.clone();
        clock.set(at("2029-01-01T00:00:00Z"));
        assert_eq!(other.now(), at("2029-01-01T00:00:00Z"));
    }

    #[test]
    fn instants_are_cut_to_what_a_database_keeps() {
        let clock = Clock::fixed(at("2026-01-01T00:00:00.123456789Z"));
        assert_eq!(clock.now(), at("2026-01-01T00:00:00.123456Z"));
        assert_eq!(Clock::system().now().timestamp_subsec_nanos() % 1_000, 0);
    }
}
