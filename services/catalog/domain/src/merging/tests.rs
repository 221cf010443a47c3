use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::place::Location;
use crate::producer::{Person, Producer, ProducerKind, Representative, ValueChain, Year};
use crate::product::details::{Details, File, FileKind};
use crate::product::{Gtin, HeldCertificate, Maker, Product, Status};
use crate::{producer, product};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-20")
}

fn at(code: &str) -> Location {
    Location::find(&ocop_places::built_in(), code, today()).unwrap()
}

fn cooperative(id: u128, number: &str) -> Producer {
    let profile = producer::Profile {
        name: "HTX Nước mắm Sa Huỳnh".to_owned(),
        kind: ProducerKind::Cooperative,
        registration_number: number.to_owned(),
        registration_date: None,
        address: String::new(),
        phone: String::new(),
        email: String::new(),
        representative: Representative::erased(),
        local_capital_percent: None,
        value_chain: ValueChain::Unknown,
        stable_raw_material: false,
        gln: None,
        years: Vec::new(),
        people: Vec::new(),
    };
    Producer::register(Uuid::from_u128(id), profile, at("21040")).unwrap()
}

fn fish_sauce(id: u128) -> Product {
    let profile = product::Profile {
        criteria_set: 9,
        name: "Nước mắm Mười Quý".to_owned(),
        ..product::Profile::default()
    };
    let maker = Maker::of(&cooperative(1, "3400000001"));
    Product::register(Uuid::from_u128(id), maker, profile, at("21040")).unwrap()
}

fn certified(product: Product, from: &str, to: &str) -> Product {
    let certificate = Some(HeldCertificate {
        product_id: product.id,
        id: Uuid::nil(),
        star: 3,
        decision_number: format!("{}/QĐ-UBND", product.id.as_u128()),
        valid_from: day(from),
        valid_to: day(to),
        revoked_on: None,
        imported: false,
    });
    Product {
        certificate,
        ..product
    }
}

fn gtin(text: &str) -> Option<Gtin> {
    Some(Gtin::parse(text).unwrap())
}

fn merge(kept: &mut Product, absorbed: Product) -> Result<Option<Gtin>, Refusal> {
    choosing(kept, absorbed, &[])
}

fn choosing(
    kept: &mut Product,
    mut absorbed: Product,
    choices: &[(Field, Side)],
) -> Result<Option<Gtin>, Refusal> {
    let choices = Choices(choices.iter().copied().collect());
    absorb_product(kept, &mut absorbed, &choices, today())
}

fn reasons(refused: Result<impl std::fmt::Debug, Refusal>) -> Vec<&'static str> {
    let refusal = refused.unwrap_err();
    assert_eq!(refusal.reason(), "MERGE_REFUSED");
    refusal.0.iter().map(Obstacle::reason).collect()
}

#[test]
fn the_kept_product_says_what_it_said_and_what_only_the_other_said() {
    let mut kept = fish_sauce(1);
    kept.profile.story = "Cá cơm than.".to_owned();
    let mut other = fish_sauce(2);
    other.profile.story = "Chuyện khác.".to_owned();
    other.profile.brand = "Mười Quý".to_owned();
    other.profile.gtin = gtin("8938505974194");
    other.merged_from = BTreeSet::from([Uuid::from_u128(7)]);
    let mut absorbed = other.clone();
    let left = absorb_product(&mut kept, &mut absorbed, &Choices::default(), today());
    assert_eq!(left, Ok(None));
    assert_eq!(kept.profile.story, "Cá cơm than.");
    assert_eq!(kept.profile.brand, "Mười Quý");
    assert_eq!(kept.profile.gtin, gtin("8938505974194"));
    let both = [2, 7].map(Uuid::from_u128);
    assert_eq!(
        kept.merged_from,
        BTreeSet::from(both),
        "and what that one had absorbed"
    );
    assert!(matches!(
        kept.events.last(),
        Some(product::Event::Updated(_))
    ));
    assert!(matches!(
        absorbed.events.last(),
        Some(product::Event::Merged(fact, into)) if *into == kept.id && fact.profile == other.profile
    ));
}

#[test]
fn everything_on_which_somebody_must_decide_is_named_at_once() {
    let mut kept = fish_sauce(1);
    kept.profile.gtin = gtin("8938505974194");
    let mut other = fish_sauce(2);
    other.profile.gtin = gtin("4006381333931");
    other.profile.criteria_set = 10;
    other.maker = Maker::of(&cooperative(2, "3400000002"));
    other.location = at("21364");
    let before = kept.clone();
    let refused = merge(&mut kept, other.clone()).unwrap_err();
    let fields: Vec<_> = refused.0.iter().filter_map(Obstacle::field).collect();
    assert_eq!(
        fields,
        [
            Field::CriteriaSet,
            Field::Producer,
            Field::Place,
            Field::Gtin
        ]
    );
    assert_eq!(kept, before, "what is refused changes nothing");
    let decided = [
        (Field::CriteriaSet, Side::Absorbed),
        (Field::Producer, Side::Kept),
        (Field::Place, Side::Absorbed),
        (Field::Gtin, Side::Kept),
    ];
    let left = choosing(&mut kept, other, &decided);
    assert_eq!(
        left,
        Ok(gtin("4006381333931")),
        "it still leads to the product"
    );
    assert_eq!(kept.profile.criteria_set, 10);
    assert_eq!(kept.location, at("21364"));
    assert_eq!(kept.maker, before.maker);
    assert_eq!(kept.profile.gtin, before.profile.gtin);
}

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

#[test]
fn a_record_is_not_merged_with_itself_and_a_retired_product_absorbs_nothing() {
    let mut kept = fish_sauce(1);
    assert_eq!(reasons(merge(&mut kept, fish_sauce(1))), ["SAME_RECORD"]);
    kept.status = Status::Retired;
    assert_eq!(
        reasons(merge(&mut kept, fish_sauce(2))),
        ["KEPT_IS_RETIRED"]
    );
    let mut producer = cooperative(1, "1");
    let refused = absorb_producer(&mut producer, &mut cooperative(1, "1"), &Choices::default());
    assert_eq!(reasons(refused), ["SAME_RECORD"]);
}

fn picture(n: usize) -> File {
    File {
        kind: FileKind::Picture,
        sha256: format!("{n:064x}"),
        title: String::new(),
        media_type: "image/jpeg".to_owned(),
        paper: None,
        valid_to: None,
    }
}

#[test]
fn no_picture_is_lost_without_a_word() {
    let (mut kept, mut other) = (fish_sauce(1), fish_sauce(2));
    kept.profile.details.files = (0..20).map(picture).collect();
    other.profile.details.files = (10..30).map(picture).collect();
    let mut both = kept.clone();
    assert_eq!(merge(&mut both, other.clone()), Ok(None));
    assert_eq!(both.profile.details.files.len(), MOST_FILES);
    other.profile.details.files.push(picture(31));
    assert_eq!(reasons(merge(&mut kept, other)), ["TOO_MANY_FILES"]);
}

#[test]
fn an_association_does_not_come_by_fish_sauce_through_a_merge() {
    let mut kept = fish_sauce(1);
    let mut other = fish_sauce(2);
    other.maker = Maker {
        id: Uuid::from_u128(9),
        kind: ProducerKind::Association,
        ..other.maker
    };
    let chosen = [(Field::Producer, Side::Absorbed)];
    let refused = choosing(&mut kept, other, &chosen);
    assert_eq!(reasons(refused), ["PARTICIPANT_ONLY_FOR_TOURISM"]);
}

#[test]
fn of_two_registration_numbers_somebody_says_which_one_counts_and_both_lead_to_the_producer() {
    let mut kept = cooperative(1, "3400000001");
    let mut other = cooperative(2, "3400000002");
    other.profile.phone = "0255 3 860 123".to_owned();
    other.profile.registration_date = Some(day("2019-03-01"));
    let refused = absorb_producer(&mut kept, &mut other.clone(), &Choices::default());
    assert_eq!(reasons(refused), ["UNDECIDED"]);
    let choices = Choices(BTreeMap::from([(
        Field::RegistrationNumber,
        Side::Absorbed,
    )]));
    let left = absorb_producer(&mut kept, &mut other, &choices).unwrap();
    assert_eq!(left.registration_number.as_deref(), Some("3400000001"));
    assert_eq!(kept.profile.registration_number, "3400000002");
    assert_eq!(kept.profile.registration_date, Some(day("2019-03-01")));
    assert_eq!(kept.profile.phone, "0255 3 860 123");
    assert!(matches!(
        other.events.last(),
        Some(producer::Event::Merged(_, into)) if *into == kept.id
    ));
}

#[test]
fn a_merge_makes_no_producer_that_could_not_be_registered() {
    let mut kept = cooperative(1, "1");
    kept.profile.kind = ProducerKind::LimitedCompany;
    let mut other = cooperative(2, "2");
    other.profile.years = vec![Year {
        year: 2025,
        employees: Some(9),
        resident_employees: None,
        revenue_vnd: None,
        profit_vnd: None,
        rating: Some(crate::producer::Rating::Good),
    }];
    let choose = |kind| {
        Choices(BTreeMap::from([
            (Field::RegistrationNumber, Side::Kept),
            (Field::Kind, kind),
        ]))
    };
    let refused = absorb_producer(&mut kept, &mut other, &choose(Side::Kept));
    assert_eq!(reasons(refused), ["RATING_NOT_FOR_KIND"]);
    absorb_producer(&mut kept, &mut other, &choose(Side::Absorbed)).unwrap();
    assert_eq!(kept.profile.kind, ProducerKind::Cooperative);
}

/// Parts of what is known of one fish sauce, as several people may have registered it.
fn partial(id: u128) -> impl Strategy<Value = Product> {
    let parts = (
        any::<[bool; 6]>(),
        prop::collection::btree_set(0_usize..4, 0..4),
    );
    parts.prop_map(move |(says, files)| {
        let text = |says: bool, text: &str| if says { text.to_owned() } else { String::new() };
        let mut product = fish_sauce(id);
        product.profile.description = text(says[0], "Nước mắm cá cơm.");
        product.profile.story = text(says[1], "Cá cơm than.");
        product.profile.brand = text(says[2], "Mười Quý");
        product.profile.gtin = says[3].then(|| gtin("8938505974194")).flatten();
        product.profile.details = Details {
            net_content: text(says[4], "500 ml"),
            shelf_life_days: says[5].then_some(720),
            files: files.into_iter().map(picture).collect(),
            ..Details::default()
        };
        product
    })
}

/// What is kept, the pictures in no order.
fn kept_of(mut product: Product) -> (product::Profile, BTreeSet<Uuid>) {
    product
        .profile
        .details
        .files
        .sort_by(|a, b| a.sha256.cmp(&b.sha256));
    (product.profile, product.merged_from)
}

proptest! {
    #[test]
    fn merging_in_any_order_gives_the_same_kept_product(
        kept in partial(1), second in partial(2), third in partial(3), fourth in partial(4)
    ) {
        let mut one_by_one = kept.clone();
        for other in [&second, &third, &fourth] {
            merge(&mut one_by_one, other.clone()).unwrap();
        }
        let mut backwards = kept.clone();
        for other in [&fourth, &third, &second] {
            merge(&mut backwards, other.clone()).unwrap();
        }
        let mut by_pairs = kept;
        merge(&mut by_pairs, second).unwrap();
        let mut pair = third;
        merge(&mut pair, fourth).unwrap();
        merge(&mut by_pairs, pair).unwrap();
        let expected = kept_of(one_by_one);
        prop_assert_eq!(&kept_of(backwards), &expected);
        prop_assert_eq!(&kept_of(by_pairs), &expected);
    }

    #[test]
    fn a_merge_of_producers_loses_nobody_and_no_year(
        own in prop::collection::btree_set(2019_u32..2026, 0..5),
        others in prop::collection::btree_set(2019_u32..2026, 0..5),
        people in prop::collection::btree_set("[a-c]", 0..3),
    ) {
        let year = |revenue: u64| move |&year: &u32| Year {
            year, employees: None, resident_employees: None, revenue_vnd: Some(revenue), profit_vnd: None, rating: None,
        };
        let person = |name: &String| Person {
            full_name: name.clone(), position: String::new(), phone: String::new(), email: String::new(),
        };
        let mut kept = cooperative(1, "1");
        kept.profile.years = own.iter().map(year(1)).collect();
        kept.profile.people = people.iter().take(1).map(person).collect();
        let mut other = cooperative(2, "2");
        other.profile.years = others.iter().map(year(2)).collect();
        other.profile.people = people.iter().map(person).collect();
        let choices = Choices(BTreeMap::from([(Field::RegistrationNumber, Side::Kept)]));
        absorb_producer(&mut kept, &mut other, &choices).unwrap();
        let years: Vec<u32> = kept.profile.years.iter().map(|year| year.year).collect();
        let all: BTreeSet<u32> = own.union(&others).copied().collect();
        prop_assert_eq!(years, all.into_iter().rev().collect::<Vec<_>>());
        for year in &kept.profile.years {
            let expected = if own.contains(&year.year) { 1 } else { 2 };
            prop_assert_eq!(year.revenue_vnd, Some(expected), "the kept record's year stands");
        }
        let named: BTreeSet<String> = kept.profile.people.iter().map(|one| one.full_name.clone()).collect();
        prop_assert_eq!(named, people);
    }
}

#[test]
fn obstacles_have_stable_words() {
    let id = Uuid::nil();
    let obstacles = [
        Obstacle::OpenTransfer(id),
        Obstacle::SameProductName {
            name: "Mắm".to_owned(),
            kept: id,
            absorbed: id,
        },
        Obstacle::TooManyProducts {
            count: 501,
            most: 500,
        },
        Obstacle::CertifiedStays(Field::Place),
    ];
    assert_eq!(
        obstacles.each_ref().map(Obstacle::reason),
        [
            "TRANSFER_OPEN",
            "SAME_PRODUCT_NAME",
            "TOO_MANY_PRODUCTS",
            "CERTIFIED_STAYS"
        ]
    );
    assert_eq!(obstacles[3].field(), Some(Field::Place));
    assert_eq!(obstacles[0].field(), None);
}
