mod answers;
mod keys;

use ocop_places::built_in;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::listing::{
    Amount, Branch, File, FileKind, Listing, Paper, Place, Price, ProducerKind, Trade, ValueChain,
};
use crate::samples::*;

fn bottles(quantity: u64) -> Amount {
    Amount {
        quantity,
        unit: "chai".into(),
    }
}

fn paper(kind: Paper, valid_to: Option<NaiveDate>) -> File {
    File {
        kind: FileKind::Paper,
        sha256: "a".repeat(64),
        title: String::new(),
        media_type: "application/pdf".into(),
        paper: Some(kind),
        valid_to,
    }
}

fn any_product() -> Profile {
    Profile {
        criteria_sets: BTreeSet::new(),
        province_codes: BTreeSet::new(),
        ..supermarket().sourcing.first
    }
}

fn asking(criteria: Vec<Criterion>) -> Profile {
    Profile {
        criteria,
        ..any_product()
    }
}

/// A certificate of three stars with 80 days left, today among them.
fn ends_soon() -> Certificate {
    let mut soon = certificate(11, Star::Three, "2024-01-01");
    soon.valid_to = today() + chrono::Days::new(79);
    soon
}

#[test]
fn what_is_missing_is_said_with_the_figures_of_both() {
    let profile = asking(vec![
        Criterion::must(Asked::Star(Star::Four)),
        Criterion::must(Asked::Gtin),
        Criterion::must(Asked::DaysLeft(120)),
        Criterion::must(Asked::Green),
    ]);
    let mut product = fish_sauce();
    product.trade.value_chain = Some(ValueChain::Green);
    let assessment = profile.assess(&built_in(), &product, &ends_soon(), today());
    let missing: Vec<_> = assessment
        .missing
        .iter()
        .map(|finding| (finding.kind, finding.asked.as_str(), finding.has.as_str()))
        .collect();
    assert_eq!(
        missing,
        [
            (CriterionKind::Star, "4", "3"),
            (CriterionKind::Gtin, "", ""),
            (CriterionKind::DaysLeft, "120", "80"),
        ]
    );
    assert!(assessment.is_near() && !assessment.fits());
}

#[test]
fn a_wish_counts_for_the_score_and_keeps_nobody_out() {
    let profile = asking(vec![
        Criterion::wish(Asked::Gtin),
        Criterion::wish(Asked::Capacity(bottles(1_000))),
    ]);
    let mut product = fish_sauce();
    product.trade.capacity_per_month = Some(bottles(2_000));
    let assessment = profile.assess(&built_in(), &product, &ends_soon(), today());
    assert!(assessment.fits() && !assessment.is_near());
    assert_eq!(assessment.score(), 50);
    assert_eq!(assessment.met[0].kind, CriterionKind::Capacity);
    assert_eq!(assessment.unmet[0].kind, CriterionKind::Gtin);
    let plain = asking(Vec::new()).assess(&built_in(), &product, &ends_soon(), today());
    assert_eq!(plain.score(), 100);
}

#[test]
fn a_product_of_another_kind_or_place_is_not_near() {
    let elsewhere = Criterion::must(Asked::Places(["48".to_owned()].into()));
    let drinks = Criterion::must(Asked::Branches([Branch::Drinks].into()));
    for criterion in [elsewhere, drinks] {
        let assessment =
            asking(vec![criterion]).assess(&built_in(), &fish_sauce(), &ends_soon(), today());
        assert_eq!(assessment.missing.len(), 1);
        assert!(!assessment.is_near());
    }
}

#[test]
fn days_of_validity_and_papers_end_on_their_day() {
    let paper_ends = day("2026-12-31");
    let mut product = fish_sauce();
    product.trade.files = vec![paper(Paper::FoodSafety, Some(paper_ends))];
    let days = asking(vec![Criterion::must(Asked::DaysLeft(80))]);
    assert_eq!(
        days.term(&built_in(), &product, &ends_soon()),
        Term::Until(today())
    );
    let safe = asking(vec![Criterion::must(Asked::Paper(Paper::FoodSafety))]);
    assert_eq!(
        safe.term(&built_in(), &product, &ends_soon()),
        Term::Until(paper_ends)
    );
    let several = Sourcing {
        first: days,
        further: vec![safe],
    };
    assert_eq!(
        several.term(&built_in(), &product, &ends_soon()),
        Term::Until(paper_ends)
    );
}

#[test]
fn the_profile_that_is_answered_best_is_told() {
    let named = |name: &str, criteria| Profile {
        name: name.into(),
        ..asking(criteria)
    };
    let sourcing = Sourcing {
        first: named("Kệ", vec![Criterion::must(Asked::Gtin)]),
        further: vec![
            named("Giỏ quà", vec![Criterion::wish(Asked::Green)]),
            named("Quà biếu", vec![]),
        ],
    };
    let assessment = sourcing.assess(&built_in(), &fish_sauce(), &ends_soon(), today());
    assert_eq!(assessment.profile, "Quà biếu");
}

#[test]
fn a_commune_lies_in_what_it_became_part_of() {
    // Kon Tum's city, a district of province 62 until it became part of province 51.
    let mut of_kon_tum = fish_sauce();
    of_kon_tum.place.code = "608".into();
    of_kon_tum.place.province_code = "62".into();
    of_kon_tum.place.said_on = day("2024-05-01");
    let mut listing = listing(&[granted(&certificate(11, Star::Four, "2026-06-15"))]);
    listing.product.place = of_kon_tum.place;
    let lookup = Lookup::of(&built_in(), &listing).unwrap();
    assert!(lookup.provinces.contains("62") && lookup.provinces.contains("51"));
}

#[test]
fn many_sets_in_many_provinces_have_a_key_for_each_set() {
    let provinces: BTreeSet<String> = (1..=34).map(|code| code.to_string()).collect();
    let wide = Profile {
        criteria_sets: (1..=26).map(set).collect(),
        province_codes: provinces,
        ..any_product()
    };
    let keys = Sourcing::one(wide).keys(&built_in());
    assert_eq!(keys.len(), 26);
    assert!(keys.iter().all(|key| key.province.is_none()));
}

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

proptest! {
    /// An event looks at nobody but those whose keys it has, so no partner that wants a product may be without one.
    #[test]
    fn whoever_wants_a_product_has_a_key_of_it(sourcing in sourcing(), listing in open_listing()) {
        let held = listing.held().unwrap();
        if sourcing.term(&built_in(), &listing.product, &held.certificate) != Term::Never {
            let lookup = Lookup::of(&built_in(), &listing).unwrap();
            prop_assert!(sourcing.keys(&built_in()).iter().any(|key| lookup.has(key)));
        }
    }

    /// What is told of a product, and whether it is offered, are the same judgement.
    #[test]
    fn a_product_fits_if_it_lacks_nothing(sourcing in sourcing(), listing in open_listing(), later in 0..900_i64) {
        let certificate = &listing.held().unwrap().certificate;
        let day = today() + chrono::TimeDelta::days(later);
        let assessment = sourcing.assess(&built_in(), &listing.product, certificate, day);
        let term = sourcing.term(&built_in(), &listing.product, certificate);
        prop_assert_eq!(assessment.fits(), term.holds(day));
    }
}
