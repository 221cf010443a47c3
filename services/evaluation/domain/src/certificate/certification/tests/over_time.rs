//! Random lives of a product's certificates.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Act {
    Issue(Star, u64),
    Upgrade(Star, u64),
    Again(Star, u64),
    Revoke(u64),
    Expire(u64),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let star = || proptest::sample::select(Star::ALL.to_vec());
    let days = || 0u64..4_000;
    proptest::collection::vec(
        prop_oneof![
            (star(), days()).prop_map(|(star, on)| Act::Issue(star, on)),
            (star(), days()).prop_map(|(star, on)| Act::Upgrade(star, on)),
            (star(), days()).prop_map(|(star, on)| Act::Again(star, on)),
            days().prop_map(Act::Revoke),
            days().prop_map(Act::Expire),
        ],
        1..12,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_two_certificates_are_ever_valid_on_the_same_day(acts in acts()) {
        let mut product = Certification::none(fish_sauce().id);
        let start = day("2026-05-22");
        let date = |on: u64| (start + Days::new(on)).to_string();
        for (id, act) in (1u128..).zip(acts) {
            let before = product.clone();
            let result = match act {
                Act::Issue(star, on) => product.issue(&fish_sauce(), grant(id, star, &date(on))),
                Act::Upgrade(star, on) => product.upgrade(&fish_sauce(), grant(id, star, &date(on))),
                Act::Again(star, on) => product.recognise_again(&fish_sauce(), grant(id, star, &date(on))),
                Act::Revoke(on) => {
                    let newest = product.newest().map_or(Uuid::nil(), |newest| newest.id);
                    product.revoke(newest, revocation(&date(on)))
                }
                Act::Expire(on) => {
                    product.emit_due(day(&date(on)));
                    Ok(())
                }
            };
            if result.is_err() {
                prop_assert_eq!(&product, &before, "a refusal changes nothing");
            }
        }
        for on in (0..6_000).step_by(13) {
            let on = start + Days::new(on);
            let valid = product.certificates.iter().filter(|certificate| certificate.is_valid_on(on));
            prop_assert!(valid.count() <= 1);
        }
        prop_assert!(product.certificates.is_sorted_by_key(|certificate| certificate.valid_from));
    }
}
