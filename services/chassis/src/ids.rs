//! New identifiers: UUID version 7 (RFC 9562), sortable by the time of the clock they are made by.
//!
//! The twelve bits after the millisecond carry the microseconds (method 3 of section 6.2), so that
//! identifiers made in the same millisecond still sort by time; the other sixty-two are random.

use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

/// A new identifier made at `now`. An instant before 1970 counts as 1970.
pub fn new_id(now: DateTime<Utc>) -> Uuid {
    let mut bytes: [u8; 10] = random();
    let fraction = u16::try_from(now.timestamp_subsec_micros() % 1_000 * 4_096 / 1_000)
        .expect("a fraction of a millisecond has twelve bits");
    bytes[..2].copy_from_slice(&fraction.to_be_bytes());
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

/// Random bytes for names that only have to differ: trace ids, span ids, identifiers.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the only place where randomness is drawn"
)]
pub(crate) fn random<const N: usize>() -> [u8; N]
where
    rand::distr::StandardUniform: rand::distr::Distribution<[u8; N]>,
{
    rand::random()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_microsecond_they_were_made_in() {
        let first: DateTime<Utc> = "2026-07-14T08:00:00.000100Z".parse().unwrap();
        let ids: Vec<Uuid> = (0..900)
            .map(|n| new_id(first + chrono::TimeDelta::microseconds(n)))
            .collect();
        assert!(ids.is_sorted());
        assert_eq!(ids[0].get_version_num(), 7);
    }

    #[test]
    fn ids_of_one_instant_differ() {
        let now = "2026-07-14T08:00:00Z".parse().unwrap();
        assert_ne!(new_id(now), new_id(now));
    }
}
