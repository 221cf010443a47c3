//! Campaigns that are moved to other days.

use super::*;

#[test]
fn a_campaign_is_not_moved_to_days_before_its_participants_were_admitted() {
    let moved = |fair: &Campaign, from, to| Terms {
        from: day(from),
        to: day(to),
        ..fair.terms.clone()
    };
    let mut fair = fair();
    admit(&mut fair, &open(), today()).unwrap();
    let past = moved(&fair, "2019-01-01", "2019-01-05");
    let later = Err(Refusal::AdmittedLater(today()));
    assert_eq!(fair.update(past.clone(), day("2026-11-25")), later);
    let ends_today = moved(&fair, "2026-11-20", "2026-11-24");
    assert_eq!(fair.update(ends_today, day("2026-11-25")), Ok(()));
    // Of those admitted before the day was kept it is known that it is not one to come.
    fair.participants[0].admitted_on = None;
    assert_eq!(fair.update(past, day("2026-11-25")), later);
    let ends_earlier = moved(&fair, "2026-11-20", "2026-11-23");
    assert_eq!(fair.update(ends_earlier, day("2026-11-22")), Ok(()));
}
