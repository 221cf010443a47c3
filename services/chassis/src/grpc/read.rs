//! Values of the contract.

use chrono::{DateTime, Datelike as _, Utc};

use super::Violations;

/// An instant on the wire.
pub fn timestamp(at: DateTime<Utc>) -> pbjson_types::Timestamp {
    at.into()
}

/// Reads an instant, if one is given. One that no calendar of the programme has is a violation.
pub fn instant(
    v: &mut Violations,
    field: &str,
    given: Option<&pbjson_types::Timestamp>,
) -> Option<DateTime<Utc>> {
    let given = given?;
    let read = u32::try_from(given.nanos)
        .ok()
        .and_then(|nanos| DateTime::from_timestamp(given.seconds, nanos))
        .filter(|at| (1900..2200).contains(&at.year()));
    if read.is_none() {
        v.add(field, "OUT_OF_RANGE", "must be a time from 1900 to 2199");
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_out_of_any_calendars_sense_is_a_violation() {
        let read = |seconds, nanos| {
            let mut v = Violations::new();
            let given = pbjson_types::Timestamp { seconds, nanos };
            let read = instant(&mut v, "since", Some(&given));
            assert_eq!(v.finish().is_ok(), read.is_some());
            read
        };
        assert_eq!(read(1_790_000_000, 5).map(timestamp).unwrap().nanos, 5);
        for (seconds, nanos) in [(i64::MAX, 0), (-62_135_596_801, 0), (0, -1), (0, i32::MAX)] {
            assert_eq!(read(seconds, nanos), None, "{seconds} {nanos}");
        }
    }
}
