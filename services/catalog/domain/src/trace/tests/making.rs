//! What is said of a lot when it comes to be, and events that are given again.

use super::*;

#[test]
fn a_lot_is_not_spent_before_it_is_there_and_ends_after_its_best() {
    let found = |best_before: Option<&str>, expires_on: Option<&str>| {
        let mut event = made("made", 10, lot("mam"), 5);
        let What::Object { making, .. } = &mut event.what else {
            unreachable!("a lot that came to be is an object");
        };
        *making = Some(Making {
            best_before: best_before.map(|day| day.parse().unwrap()),
            expires_on: expires_on.map(|day| day.parse().unwrap()),
            ..Making::default()
        });
        reasons(&[], &[of(MAKER, event)])
    };
    assert!(found(Some("2026-06-10"), Some("2026-06-10")).is_empty());
    let spent = [(0, "SPENT_BEFORE")];
    assert_eq!(found(Some("2026-06-09"), None), spent);
    assert_eq!(found(None, Some("2026-06-09")), spent);
    assert_eq!(found(Some("2027-01-02"), Some("2027-01-01")), spent);
}

#[test]
fn the_same_instant_by_another_clock_is_another_event() {
    let first = made("made", 10, lot("mam"), 5);
    let mut other = first.clone();
    other.time = first
        .time
        .with_timezone(&FixedOffset::east_opt(8 * 3_600).unwrap());
    assert_eq!(other.again(&first), Again::Other);
    assert_eq!(first.clone().again(&first), Again::Same);
}
