//! Certified products, which stay what they are.

use super::*;

#[test]
fn two_products_with_a_valid_certificate_each_are_not_merged() {
    let mut kept = certified(fish_sauce(1), "2026-01-20", "2029-01-19");
    let other = certified(fish_sauce(2), "2025-03-01", "2028-02-29");
    assert_eq!(reasons(merge(&mut kept, other)), ["BOTH_CERTIFIED"]);
}

#[test]
fn the_certified_product_is_the_one_that_is_kept() {
    let other = certified(fish_sauce(2), "2025-03-01", "2028-02-29");
    let mut kept = fish_sauce(1);
    assert_eq!(
        reasons(merge(&mut kept, other.clone())),
        ["ABSORBED_IS_CERTIFIED"]
    );
    let mut certified_one = other;
    assert_eq!(merge(&mut certified_one, kept), Ok(None));
}

#[test]
fn a_product_whose_certificate_may_still_be_renewed_is_not_absorbed() {
    // Article 12.3: 180 days after the last day.
    for (to, refused) in [("2026-05-24", true), ("2026-05-23", false)] {
        let other = certified(fish_sauce(2), "2023-03-01", to);
        let mut kept = fish_sauce(1);
        assert_eq!(merge(&mut kept, other.clone()).is_err(), refused, "{to}");
        let mut kept = certified(fish_sauce(1), "2026-01-20", "2029-01-19");
        assert_eq!(merge(&mut kept, other), Ok(None), "{to}");
    }
}

#[test]
fn what_was_certified_stays_what_it_is_whatever_is_chosen() {
    let mut kept = certified(fish_sauce(1), "2026-01-20", "2029-01-19");
    let mut other = fish_sauce(2);
    other.profile.criteria_set = 10;
    other.location = at("21364");
    let chosen = [
        (Field::CriteriaSet, Side::Absorbed),
        (Field::Place, Side::Absorbed),
    ];
    let refused = choosing(&mut kept, other.clone(), &chosen);
    assert_eq!(reasons(refused), ["CERTIFIED_STAYS", "CERTIFIED_STAYS"]);
    let chosen = chosen.map(|(field, _)| (field, Side::Kept));
    assert_eq!(choosing(&mut kept, other, &chosen), Ok(None));
    assert_eq!(kept.profile.criteria_set, 9);
}
