//! Sessions, and who attended them.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

#[test]
fn nobody_attends_a_session_that_was_not_held_and_one_that_was_attended_stays() {
    let mut session = session("2026-11-21").unwrap();
    let refused = session.record_attendance(came(&[(9, 2)]), "", day("2026-11-20"));
    assert_eq!(refused, Err(Refusal::NotHeldYet(day("2026-11-21"))));
    session
        .record_attendance(came(&[(9, 2)]), "", day("2026-11-21"))
        .unwrap();
    assert_eq!(session.persons(), 2);
    let refused = session.update(&programme(), at("21040"), held_on("2026-11-22"));
    assert_eq!(refused, Err(Refusal::Attended));
    assert_eq!(session.cancel("mưa bão".to_owned()), Err(Refusal::Attended));
    // The place may still be put right.
    let elsewhere = session.update(&programme(), at("21043"), held_on("2026-11-21"));
    assert_eq!(elsewhere, Ok(()));
    session
        .record_attendance(BTreeMap::new(), "ghi nhầm lớp", day("2026-11-21"))
        .unwrap();
    assert_eq!(session.cancel("mưa bão".to_owned()), Ok(()));
    let refused = session.record_attendance(came(&[(9, 2)]), "", day("2026-11-21"));
    assert_eq!(refused, Err(Refusal::SessionCancelled));
    assert_eq!(
        session.cancel("lần nữa".to_owned()),
        Err(Refusal::SessionCancelled)
    );
}

#[test]
fn whoever_was_left_out_is_added_and_what_was_recorded_is_changed_with_a_reason() {
    let mut held = session("2026-05-20").unwrap();
    let mut record = |producers: &[(u128, u32)], reason: &str| {
        held.record_attendance(came(producers), reason, day(TODAY))
    };
    assert_eq!(record(&[(9, 2)], ""), Ok(()));
    assert_eq!(record(&[(9, 2)], ""), Ok(()), "the same again");
    assert_eq!(record(&[(8, 1), (9, 2)], ""), Ok(()));
    assert_eq!(record(&[(8, 1), (9, 3)], ""), Err(Refusal::ReasonMissing));
    assert_eq!(record(&[(8, 1)], ""), Err(Refusal::ReasonMissing));
    assert_eq!(record(&[(8, 1)], "điểm danh nhầm"), Ok(()));
    // The same again is no event.
    assert_eq!(held.events.len(), 4);
    let differing = held.differing(&came(&[(7, 1), (8, 2)]));
    assert_eq!(differing, [7, 8].map(Uuid::from_u128).into());
}

proptest! {
    #[test]
    fn who_attended_is_what_was_said_last_whatever_was_said_before(
        said in prop::collection::vec(prop::collection::vec((0_u128..4, 1_u32..5), 0..5), 1..6)
    ) {
        let mut held = session("2026-05-20").unwrap();
        let mut before = BTreeMap::new();
        for producers in &said {
            let now = came(producers);
            let differing = held.differing(&now);
            let expected: BTreeSet<Uuid> = (0..4)
                .map(Uuid::from_u128)
                .filter(|id| before.get(id) != now.get(id))
                .collect();
            prop_assert_eq!(differing, expected);
            held.record_attendance(now.clone(), "điểm danh lại", day(TODAY)).unwrap();
            prop_assert_eq!(&held.attended, &now);
            let persons: u64 = now.values().map(|persons| u64::from(*persons)).sum();
            prop_assert_eq!(held.persons(), persons);
            before = now;
        }
    }
}
