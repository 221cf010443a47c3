//! Codes of places, on the day of the decision.

use super::*;

#[test]
fn a_commune_is_read_as_one_of_the_day_of_the_decision() {
    // Đức Nhuận of Mộ Đức in 2021, and Long Phụng, which it became, in October 2025: one producer.
    let old = GOOD.replace(",,533,", ",,21409,");
    let new = old
        .replace("Gạo", "Bún")
        .replace("1/QĐ,2021-12-30", "2/QĐ,2025-10-15");
    let register = with(&[&new, &old]);
    assert_eq!(register.bad, []);
    let of = &register.producers[0];
    assert_eq!(of.producer.place_on, "2025-10-15");
    let said: Vec<_> = of
        .products
        .iter()
        .map(|one| one.product.place_on.as_str())
        .collect();
    assert_eq!(said, ["2021-12-30", "2025-10-15"]);
    // A district that had ended is said of no day: the catalog refuses it today.
    let late = GOOD.replace("2021-12-30", "2025-10-15");
    assert_eq!(with(&[&late]).producers[0].producer.place_on, "");
}

#[test]
fn a_place_that_only_the_services_may_know_is_said_for_the_day_of_its_decision() {
    // 21404 ended before 2025: it comes with the history that a province imports.
    let of_2021 = GOOD.replace(",,533,", ",,21404,");
    let of_2020 = of_2021.replace("2021-12-30", "2020-12-30");
    let register = with(&[&of_2021, &of_2020.replace("Gạo", "Nếp")]);
    assert_eq!(register.bad, []);
    let [of] = register.producers.as_slice() else {
        panic!("one producer: {:?}", register.producers);
    };
    assert_eq!(of.producer.place_on, "2021-12-30");
    let said = of.products.iter().map(|one| one.product.place_on.as_str());
    assert_eq!(said.collect::<Vec<_>>(), ["2020-12-30", "2021-12-30"]);
}
