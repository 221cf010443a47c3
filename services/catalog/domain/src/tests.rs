//! The words by which callers tell refusals apart.

use uuid::Uuid;

use super::*;

#[test]
fn each_area_refuses_by_words_of_its_own_and_the_service_by_the_same() {
    let id = Uuid::nil();
    let refusals: [(Refusal, &str); 9] = [
        (
            place::Refusal::Unknown("99".to_owned()).into(),
            "PLACE_UNKNOWN",
        ),
        (producer::Refusal::Unknown(id).into(), "PRODUCER_UNKNOWN"),
        (
            producer::Refusal::EnterpriseTooLarge.into(),
            "ENTERPRISE_TOO_LARGE",
        ),
        (product::Refusal::Unknown(id).into(), "PRODUCT_UNKNOWN"),
        (product::Refusal::Retired.into(), "PRODUCT_RETIRED"),
        (
            transfer::Refusal::SamePlace.into(),
            "TRANSFER_TO_SAME_PLACE",
        ),
        (growing_area::Refusal::Unknown(id).into(), "AREA_UNKNOWN"),
        (
            trace::Refusal::Unknown("LOT-1".to_owned()).into(),
            "LOT_UNKNOWN",
        ),
        (
            trace::Refusal::TooManyEvents(2).into(),
            "LOT_HAS_TOO_MANY_EVENTS",
        ),
    ];
    for (refusal, word) in refusals {
        assert_eq!(refusal.reason(), word, "{refusal}");
    }
}
