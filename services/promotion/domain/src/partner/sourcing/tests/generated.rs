//! Needs and listings as they may be.

use super::*;

/// Places of several provinces and days, some of them divided or merged since, and one that is unknown.
fn place() -> impl Strategy<Value = Place> {
    let places = vec![
        ("21040", "51", "2026-11-24"),
        ("608", "62", "2024-05-01"),
        ("51", "51", "2026-11-24"),
        ("20965", "48", "2026-11-24"),
        ("21583", "52", "2026-11-24"),
        ("99999", "51", "2026-11-24"),
        ("99998", "97", "2026-11-24"),
    ];
    select(places).prop_map(|(code, province, said_on)| Place {
        code: code.into(),
        name: String::new(),
        province_code: province.into(),
        province_name: String::new(),
        said_on: day(said_on),
    })
}

fn asked() -> impl Strategy<Value = Asked> {
    let sets = subsequence(vec![1, 9, 10, 14, 26], 1..4);
    let codes = subsequence(vec!["51", "48", "62", "21040", "99998", "52"], 1..4);
    prop_oneof![
        sets.prop_map(|numbers| Asked::Sets(numbers.into_iter().map(set).collect())),
        select(vec![Branch::Food, Branch::Drinks])
            .prop_map(|branch| Asked::Branches([branch].into())),
        codes.prop_map(|codes| Asked::Places(codes.into_iter().map(Into::into).collect())),
        select(vec![Star::Three, Star::Four, Star::Five]).prop_map(Asked::Star),
        (1..400_u32).prop_map(Asked::DaysLeft),
        select(vec![Paper::FoodSafety, Paper::Barcode]).prop_map(Asked::Paper),
        Just(Asked::Gtin),
        (1..800_u32).prop_map(Asked::ShelfLife),
        (1..3_000_u64).prop_map(|quantity| Asked::Capacity(bottles(quantity))),
        (1..50_u64).prop_map(|quantity| Asked::Order(bottles(quantity))),
        (1..200_000_u64).prop_map(|vnd| Asked::Price(Price {
            vnd,
            per: "chai".into()
        })),
        Just(Asked::Green),
        Just(Asked::ProducerKinds([ProducerKind::Farm].into())),
    ]
}

fn criterion() -> impl Strategy<Value = Criterion> {
    (asked(), any::<bool>()).prop_map(|(asked, must)| Criterion {
        demand: if must { Demand::Must } else { Demand::Wish },
        asked,
    })
}

pub(in crate::partner) fn profile() -> impl Strategy<Value = Profile> {
    (
        subsequence(vec![9, 10, 14], 0..3),
        subsequence(vec!["51", "48", "62", "97"], 0..3),
        select(vec!["2024-05-01", "2026-11-24"]),
        select(vec![Star::Three, Star::Four]),
        prop::collection::vec(criterion(), 0..3),
    )
        .prop_map(|(sets, codes, said_on, minimum_star, criteria)| Profile {
            name: String::new(),
            criteria_sets: sets.into_iter().map(set).collect(),
            province_codes: codes.into_iter().map(Into::into).collect(),
            said_on: day(said_on),
            minimum_star,
            criteria,
        })
}

pub(in crate::partner) fn sourcing() -> impl Strategy<Value = Sourcing> {
    (profile(), prop::collection::vec(profile(), 0..2))
        .prop_map(|(first, further)| Sourcing { first, further })
}

fn trade() -> impl Strategy<Value = Trade> {
    let days = prop::option::of(0..800_i64);
    (
        any::<bool>(),
        any::<bool>(),
        prop::option::of(1..800_u32),
        prop::option::of(1..3_000_u64),
        days,
    )
        .prop_map(
            |(gtin, green, shelf_life_days, quantity, paper_days)| Trade {
                gtin: gtin.then(|| "8936012345671".to_owned()),
                value_chain: green.then_some(ValueChain::Green),
                producer_kind: green.then_some(ProducerKind::Farm),
                shelf_life_days,
                capacity_per_month: quantity.map(bottles),
                minimum_order: quantity.map(|quantity| bottles(quantity / 60 + 1)),
                wholesale_price: quantity.map(|quantity| Price {
                    vnd: quantity * 50,
                    per: "chai".into(),
                }),
                files: paper_days
                    .map(|days| {
                        let until = today() + chrono::TimeDelta::days(days);
                        paper(Paper::FoodSafety, Some(until))
                    })
                    .into_iter()
                    .collect(),
                ..Trade::default()
            },
        )
}

/// An open listing.
pub(in crate::partner) fn open_listing() -> impl Strategy<Value = Listing> {
    (
        place(),
        trade(),
        select(vec![1, 9, 10, 14, 26]),
        select(vec![Star::Three, Star::Four, Star::Five]),
        select(vec!["2023-12-20", "2024-06-15", "2026-06-15"]),
    )
        .prop_map(|(place, trade, number, star, decided)| {
            let mut product = fish_sauce();
            product.place = place;
            product.trade = trade;
            product.criteria_set = set(number);
            let mut given = certificate(11, star, decided);
            given.certified = certified(product.clone());
            let mut fact = granted(&given);
            fact.product = product.clone();
            let mut listing = Listing::of(product);
            listing.apply(fact, 1, today());
            listing
        })
}
