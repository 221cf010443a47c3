//! The index: which keys a profile has, and which a listing.

use super::*;
use crate::partner::sourcing::keys::Key;

fn key(number: Option<u32>, province: Option<&str>, minimum_star: Star) -> Key {
    Key {
        set: number.map(set),
        province: province.map(str::to_owned),
        minimum_star,
    }
}

fn keys(profile: Profile) -> Vec<Key> {
    Sourcing::one(profile).keys(&built_in())
}

fn places(codes: &[&str]) -> Asked {
    Asked::Places(codes.iter().map(|code| (*code).to_owned()).collect())
}

#[test]
fn a_profile_has_a_key_for_each_set_and_province_that_it_must_have() {
    let profile = asking(vec![
        Criterion::must(Asked::Sets([set(9), set(14)].into())),
        Criterion::must(places(&["21040", "48"])),
        Criterion::must(Asked::Star(Star::Four)),
    ]);
    let all = [(9, "48"), (9, "51"), (14, "48"), (14, "51")];
    let all = all.map(|(number, province)| key(Some(number), Some(province), Star::Four));
    assert_eq!(keys(profile), all);
}

#[test]
fn sets_and_branches_that_must_be_answered_together_leave_what_is_in_both() {
    let drinks = || Criterion::must(Asked::Branches([Branch::Drinks].into()));
    let of_drinks: Vec<u32> = (14..=17).collect();
    let numbers = |profile: Profile| -> Vec<u32> {
        let sets = profile.sets().unwrap();
        sets.into_iter().map(|set| set.number()).collect()
    };
    assert_eq!(numbers(asking(vec![drinks()])), of_drinks);
    let some = Criterion::must(Asked::Sets([set(9), set(15)].into()));
    assert_eq!(numbers(asking(vec![some.clone(), drinks()])), [15]);
    let own = Profile {
        criteria_sets: [set(9)].into(),
        ..asking(vec![some])
    };
    assert_eq!(numbers(own), [9]);
}

#[test]
fn a_wish_has_no_key_and_without_musts_any_product_is_looked_at() {
    let wishes = asking(vec![
        Criterion::wish(Asked::Sets([set(9)].into())),
        Criterion::wish(places(&["51"])),
        Criterion::wish(Asked::Star(Star::Five)),
    ]);
    assert_eq!(keys(wishes), [key(None, None, Star::Three)]);
}

#[test]
fn a_code_that_names_nothing_is_a_key_by_itself() {
    let unknown = asking(vec![Criterion::must(places(&["99998"]))]);
    assert_eq!(keys(unknown), [key(None, Some("99998"), Star::Three)]);
}

#[test]
fn as_many_keys_as_a_profile_may_have_name_provinces() {
    let wide = |provinces: u32| Profile {
        criteria_sets: (1..=12).map(set).collect(),
        province_codes: (1..=provinces).map(|code| format!("x{code}")).collect(),
        ..any_product()
    };
    assert_eq!(keys(wide(25)).len(), 300);
    assert_eq!(keys(wide(26)).len(), 12);
}

#[test]
fn a_listing_has_the_keys_of_its_set_its_provinces_and_its_stars_or_fewer() {
    let open = listing(&[granted(&certificate(11, Star::Four, "2026-06-15"))]);
    let lookup = Lookup::of(&built_in(), &open).unwrap();
    for (of, has) in [
        (key(Some(9), Some("51"), Star::Four), true),
        (key(None, None, Star::Three), true),
        (key(Some(10), Some("51"), Star::Four), false),
        (key(Some(9), Some("48"), Star::Four), false),
        (key(Some(9), Some("51"), Star::Five), false),
        (key(Some(10), None, Star::Five), false),
    ] {
        assert_eq!(lookup.has(&of), has, "{of:?}");
    }
}
