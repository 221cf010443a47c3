//! What is granted, corrected and cancelled.

use super::*;

#[test]
fn no_more_is_granted_than_there_is_and_nothing_on_a_day_to_come() {
    let programme = programme();
    let stamps = |worth_vnd| Granted::InKind {
        what: "2.000 tem truy xuất".to_owned(),
        worth_vnd,
    };
    for (granted, others, on, refused) in [
        (money(40_000_000), 60_000_000, TODAY, None),
        (money(40_000_001), 60_000_000, TODAY, Some("OVER_BUDGET")),
        (money(u64::MAX), u64::MAX, TODAY, Some("OVER_BUDGET")),
        (stamps(Some(40_000_000)), 60_000_000, TODAY, None),
        (
            stamps(Some(40_000_001)),
            60_000_000,
            TODAY,
            Some("OVER_BUDGET"),
        ),
        (stamps(None), 100_000_000, TODAY, None),
        (money(1), 0, "2026-11-21", Some("IN_FUTURE")),
    ] {
        let recorded = grant(&programme, given(granted, on), others);
        assert_eq!(recorded.err().map(|refusal| refusal.reason()), refused);
    }
}

#[test]
fn a_grant_is_corrected_within_the_budget_and_a_cancelled_one_stays_as_it_is() {
    let programme = programme();
    let mut given_once = grant(&programme, given(money(40), TODAY), 0).unwrap();
    let too_much = given(money(100_000_000), TODAY);
    let refused = given_once.correct(too_much, &ground(&programme, 1));
    assert_eq!(refused.unwrap_err().reason(), "OVER_BUDGET");
    let corrected = given(money(30), TODAY);
    for _ in 0..2 {
        let right = given_once.correct(corrected.clone(), &ground(&programme, 1));
        assert_eq!(right, Ok(()));
    }
    assert_eq!(given_once.terms.vnd(), 30);
    given_once.cancel("không giải ngân".to_owned()).unwrap();
    assert_eq!(
        given_once.correct(corrected, &ground(&programme, 1)),
        Err(Refusal::GrantCancelled)
    );
    assert_eq!(
        given_once.cancel("lần nữa".to_owned()),
        Err(Refusal::GrantCancelled)
    );
    assert_eq!(given_once.events.len(), 3);
}
