use super::*;
use crate::certificate::certification::withdrawing::Withdrawal;

fn withdrawal(on: &str) -> Withdrawal {
    Withdrawal {
        reason: "Công nhận không đúng quy định".into(),
        decision: decision("99/QĐ-UBND", on),
        revived_id: Uuid::from_u128(9),
        recorded_on: day(on),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
    }
}

#[test]
fn with_a_wrong_recognition_withdrawn_the_certificate_before_is_in_force_for_the_rest_of_its_term()
{
    let mut product = three_stars();
    let higher = grant(2, Star::Four, "2026-11-10");
    product.upgrade(&fish_sauce(), higher).unwrap();
    let revived = product.withdraw(Uuid::from_u128(2), withdrawal("2027-02-01"));
    assert_eq!(revived, Ok(Some(Uuid::from_u128(9))));
    let star = |on: &str| product.valid_on(day(on)).map(|held| held.star.number());
    // What counted on a day goes on counting for that day.
    assert_eq!(star("2026-11-09"), Some(3));
    assert_eq!(star("2027-01-31"), Some(4));
    assert_eq!(star("2027-02-01"), Some(3));
    assert_eq!(star("2029-06-20"), Some(3));
    assert_eq!(star("2029-06-21"), None);
    let steps: Vec<&str> = recorded(&product).iter().map(|line| line.0).collect();
    assert_eq!(steps[2..], ["certificate.revoked", "certificate.revived"]);
}

#[test]
fn a_first_recognition_that_is_withdrawn_leaves_nothing() {
    let mut product = three_stars();
    let revived = product.withdraw(Uuid::from_u128(1), withdrawal("2026-12-01"));
    assert_eq!(revived, Ok(None));
    assert!(product.valid_on(day("2026-11-30")).is_some());
    assert!(product.valid_on(day("2026-12-01")).is_none());
}

#[test]
fn a_certificate_whose_own_term_is_over_is_not_in_force_again() {
    let mut product = three_stars();
    let again = grant(2, Star::Four, "2029-01-10");
    product.recognise_again(&fish_sauce(), again).unwrap();
    let revived = product.withdraw(Uuid::from_u128(2), withdrawal("2029-06-21"));
    assert_eq!(revived, Ok(None));
}

#[test]
fn a_recognition_is_withdrawn_on_its_first_day_too_and_the_one_before_goes_on_from_then() {
    let mut product = three_stars();
    let higher = grant(2, Star::Four, "2026-11-10");
    product.upgrade(&fish_sauce(), higher).unwrap();
    let revived = product.withdraw(Uuid::from_u128(2), withdrawal("2026-11-10"));
    assert_eq!(revived, Ok(Some(Uuid::from_u128(9))));
    for on in ["2026-11-09", "2026-11-10", "2029-06-20"] {
        let star = product.valid_on(day(on)).map(|held| held.star);
        assert_eq!(star, Some(Star::Three), "{on}");
    }
}
