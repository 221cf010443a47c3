//! The clock of the process: the only place where time is read.
//!
//! Everything that needs to know what time it is holds a [`Clock`] or, better, takes `now` as an
//! argument. A test or a demonstration holds a fixed clock and moves it by hand, so that thirty-six
//! months pass in no time. The program says in which time zone its days begin. Instants are cut to whole microseconds because that is what both databases keep: a
//! value read back equals the value written.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, FixedOffset, NaiveDate, SubsecRound, TimeDelta, Utc};

/// The time and the date. Cheap to clone; clones of a fixed clock show the same time.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    offset: FixedOffset,
}

#[derive(Clone, Debug)]
enum Source {
    System,
    Fixed(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// The clock of the machine. `offset` is that of the days of [`today`](Self::today).
    pub fn system(offset: FixedOffset) -> Self {
        Self {
            source: Source::System,
            offset,
        }
    }

    /// A clock that shows `at` until it is [`set`](Self::set) or [`advance`](Self::advance)d.
    pub fn fixed(at: DateTime<Utc>, offset: FixedOffset) -> Self {
        Self {
            source: Source::Fixed(Arc::new(Mutex::new(at.trunc_subsecs(6)))),
            offset,
        }
    }

    /// The present instant, in whole microseconds.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the only place where time is read"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.source {
            Source::System => Utc::now().trunc_subsecs(6),
            Source::Fixed(shown) => *shown_by(shown),
        }
    }

    /// The present date, in the time zone of the program.
    pub fn today(&self) -> NaiveDate {
        self.date_of(self.now())
    }

    /// The date of an instant, in the time zone of the program.
    pub fn date_of(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.offset).naive_local().date()
    }

    /// Moves a fixed clock to `at`, forwards or backwards. The system clock ignores it.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Source::Fixed(shown) = &self.source {
            *shown_by(shown) = at.trunc_subsecs(6);
        }
    }

    /// Moves a fixed clock forwards by `by`. The system clock ignores it.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Fixed(shown) = &self.source {
            let mut shown = shown_by(shown);
            *shown = (*shown + by).trunc_subsecs(6);
        }
    }
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

    const SEVEN_HOURS: FixedOffset = FixedOffset::east_opt(7 * 60 * 60).unwrap();

    #[test]
    fn a_new_day_begins_at_midnight_of_the_programs_time_zone() {
        let clock = Clock::fixed(at("2026-07-14T16:59:59Z"), SEVEN_HOURS);
        assert_eq!(clock.today().to_string(), "2026-07-14");
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(clock.today().to_string(), "2026-07-15");
    }

    #[test]
    fn clones_of_a_fixed_clock_move_together() {
        let clock = Clock::fixed(at("2026-01-01T00:00:00Z"), SEVEN_HOURS);
        let other = clock.clone();
        clock.set(at("2029-01-01T00:00:00Z"));
        assert_eq!(other.now(), at("2029-01-01T00:00:00Z"));
    }

    #[test]
    fn instants_are_cut_to_what_a_database_keeps() {
        let clock = Clock::fixed(at("2026-01-01T00:00:00.123456789Z"), SEVEN_HOURS);
        assert_eq!(clock.now(), at("2026-01-01T00:00:00.123456Z"));
        assert_eq!(
            Clock::system(SEVEN_HOURS).now().timestamp_subsec_nanos() % 1_000,
            0
        );
    }
}
