//! What each criterion asks in words, what a product has of it, and where it is just met.

use super::*;
use crate::partner::sourcing::criterion::{Demand, Finding};

/// A product that has everything that can be asked for.
fn rich() -> Product {
    let mut product = fish_sauce();
    product.trade = Trade {
        gtin: Some("8936012345671".into()),
        shelf_life_days: Some(365),
        capacity_per_month: Some(bottles(500)),
        minimum_order: Some(bottles(24)),
        wholesale_price: Some(Price {
            vnd: 60_000,
            per: "chai".into(),
        }),
        value_chain: Some(ValueChain::Green),
        producer_kind: Some(ProducerKind::Household),
        files: vec![paper(Paper::FoodSafety, Some(day("2026-12-31")))],
        ..Trade::default()
    };
    product
}

fn finding(asked: Asked, product: &Product) -> Finding {
    let answer = (product, &ends_soon());
    Criterion::must(asked).judge(answer, (&built_in(), today()), today())
}

fn price(vnd: u64) -> Asked {
    let per = "chai".into();
    Asked::Price(Price { vnd, per })
}

#[test]
fn a_finding_says_what_is_asked_and_what_the_product_has() {
    let both = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    let kinds = [ProducerKind::Cooperative, ProducerKind::Farm];
    for (asked, words, has) in [
        (Asked::Sets([set(9), set(10)].into()), "9, 10", "9"),
        (
            Asked::Branches([Branch::Food, Branch::Drinks].into()),
            "I, II",
            "9",
        ),
        (Asked::Places(both(&["48", "51"])), "48, 51", "21040, 51"),
        (Asked::Star(Star::Four), "4", "3"),
        (Asked::DaysLeft(120), "120", "80"),
        (Asked::Paper(Paper::FoodSafety), "food_safety", "2026-12-31"),
        (Asked::Paper(Paper::Barcode), "barcode", ""),
        (Asked::Gtin, "", "8936012345671"),
        (Asked::ShelfLife(400), "400", "365"),
        (Asked::Capacity(bottles(600)), "600 chai", "500 chai"),
        (Asked::Order(bottles(12)), "12 chai", "24 chai"),
        (price(50_000), "50000 chai", "60000 chai"),
        (Asked::Green, "green", "green"),
        (
            Asked::ProducerKinds(kinds.into()),
            "cooperative, farm",
            "household",
        ),
    ] {
        let found = finding(asked.clone(), &rich());
        assert_eq!(
            (found.asked.as_str(), found.has.as_str()),
            (words, has),
            "{asked:?}"
        );
        assert_eq!((found.kind, found.demand), (asked.kind(), Demand::Must));
        let paper = match asked {
            Asked::Paper(paper) => Some(paper),
            _ => None,
        };
        assert_eq!(found.paper, paper);
    }
}

#[test]
fn what_is_not_known_of_a_product_is_not_there() {
    for asked in [
        Asked::ShelfLife(1),
        Asked::Capacity(bottles(1)),
        Asked::Order(bottles(1)),
        price(1),
        Asked::ProducerKinds([ProducerKind::Farm].into()),
    ] {
        let found = finding(asked.clone(), &fish_sauce());
        assert_eq!(
            (found.term, found.has.as_str()),
            (Term::Never, ""),
            "{asked:?}"
        );
    }
}

#[test]
fn a_figure_is_met_by_exactly_what_is_asked() {
    for (asked, met) in [
        (Asked::ShelfLife(365), true),
        (Asked::ShelfLife(366), false),
        (Asked::Capacity(bottles(500)), true),
        (Asked::Capacity(bottles(501)), false),
        (Asked::Order(bottles(24)), true),
        (Asked::Order(bottles(23)), false),
        (price(60_000), true),
        (price(59_999), false),
        (Asked::Star(Star::Three), true),
        (Asked::Star(Star::Four), false),
    ] {
        assert_eq!(
            finding(asked.clone(), &rich()).term,
            Term::of(met),
            "{asked:?}"
        );
    }
}

#[test]
fn of_two_profiles_that_are_answered_alike_the_first_is_told() {
    let named = |name: &str| Profile {
        name: name.into(),
        ..asking(vec![Criterion::wish(Asked::Gtin)])
    };
    let sourcing = Sourcing {
        first: named("Kệ"),
        further: vec![named("Giỏ quà")],
    };
    let assessment = sourcing.assess(&built_in(), &fish_sauce(), &ends_soon(), today());
    assert_eq!(assessment.profile, "Kệ");
}
