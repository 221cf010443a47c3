//! Merges in any order, which lose nothing.

use proptest::prelude::*;

use super::*;

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
