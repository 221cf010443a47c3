//! Which listings suit a demand, and why.

use super::*;

#[test]
fn a_match_says_why_with_the_figures() {
    let listing = sauce(1, Star::Four, 700, 100_000);
    let deal = deal_of(&listing, 900, "2026-12-01", "2027-02-28");
    let deals = [&deal];
    let ranked = rank(
        &built_in(),
        &demand(),
        &[alone(&listing, &deals, 2)],
        today(),
    );
    let [found] = ranked.as_slice() else {
        panic!("{ranked:?}");
    };
    let said: Vec<(u32, u32, &str)> = found
        .factors
        .iter()
        .map(|factor| (factor.points, factor.most, factor.why.as_str()))
        .collect();
    let expected = [
        (
            31,
            40,
            "2 of 3 words of the name; certified until 2029-05-31, on 67 of 67 days until 2027-02-05; 4 stars",
        ),
        (
            15,
            25,
            "1200 lít can still be made by 2027-02-05, 2000 are sought",
        ),
        (
            15,
            15,
            "made in Bình Sơn, Quảng Ngãi: the commune of delivery",
        ),
        (
            15,
            20,
            "sold at 100000 VND for one lít, 80000 to 120000 are paid",
        ),
    ];
    assert_eq!(said, expected);
    assert_eq!((found.score(), &found.left), (76, &Some(litres(1_200))));
}

#[test]
fn what_is_made_in_a_province_that_is_no_more_says_which_one_it_is_today() {
    let mut listing = sauce(1, Star::Four, 700, 100_000);
    listing.product.place = Place {
        code: "608".into(),
        name: "Đắk Tô".into(),
        province_code: "62".into(),
        province_name: "Kon Tum".into(),
        said_on: day("2024-05-01"),
    };
    let ranked = rank(&built_in(), &demand(), &[alone(&listing, &[], 2)], today());
    assert_eq!(
        ranked[0].factors[2].why,
        "made in Đắk Tô, Kon Tum, today in Quảng Ngãi: the province of delivery"
    );
}

#[test]
fn the_price_of_an_offer_counts_instead_of_that_of_the_listing() {
    let listing = sauce(1, Star::Four, 700, 200_000);
    let id = Uuid::from_u128(850);
    let offer = Offer::make(id, &demand(), &listing, proposal(700, false), today()).unwrap();
    let points = |offer| {
        let candidate = Candidate {
            offer,
            ..alone(&listing, &[], 0)
        };
        let ranked = rank(&built_in(), &demand(), &[candidate], today());
        (ranked[0].factors[3].points, ranked[0].offer_id)
    };
    assert_eq!(points(None), (0, None));
    assert_eq!(points(Some(&offer)), (16, Some(id)));
}

#[test]
fn what_is_not_known_in_the_unit_counts_nothing_and_says_so() {
    let mut listing = sauce(1, Star::Three, 700, 100_000);
    listing.product.trade.capacity_per_month = Some(Amount {
        quantity: 500,
        unit: "chai".into(),
    });
    listing.product.trade.wholesale_price = None;
    let ranked = rank(&built_in(), &demand(), &[alone(&listing, &[], 0)], today());
    let whys = ranked[0].factors.iter().map(|factor| factor.why.as_str());
    let whys: Vec<&str> = whys.collect();
    assert_eq!(whys[1], "the capacity in lít is not known");
    assert_eq!(whys[3], "the price of one lít is not known");
    assert_eq!(ranked[0].left, None);
}
