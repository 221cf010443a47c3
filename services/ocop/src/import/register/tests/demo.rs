//! The register of the demo.

use std::collections::BTreeMap;

use ocop_proto::catalog::v1::ProducerKind;

use super::*;

/// The group of a criteria set, as the register of 2022 counts.
fn group(set: u32) -> &'static str {
    match set {
        1..=13 => "food",
        14..=17 => "drinks",
        18..=20 => "herbs",
        21 | 22 => "souvenirs",
        23..=25 => "plants and animals",
        _ => "tourism",
    }
}

fn counted<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

#[test]
fn the_demo_register_has_the_figures_of_14_july_2022() {
    let register = whole(DEMO, &Mapping::default());
    assert_eq!(register.bad, []);
    assert_eq!(register.producers.len(), 31);
    let products: Vec<_> = register
        .producers
        .iter()
        .flat_map(|of| of.products.iter().map(move |one| (of, one)))
        .collect();
    assert_eq!(products.len(), 61);

    let of_kind = |kinds: &[ProducerKind]| {
        let producers: Vec<_> = register
            .producers
            .iter()
            .filter(|of| kinds.contains(&of.producer.kind()))
            .collect();
        (
            producers.len(),
            producers.iter().map(|of| of.products.len()).sum::<usize>(),
        )
    };
    let enterprises = [
        ProducerKind::LimitedCompany,
        ProducerKind::PrivateEnterprise,
        ProducerKind::JointStockCompany,
    ];
    assert_eq!(of_kind(&enterprises), (8, 22));
    assert_eq!(of_kind(&[ProducerKind::Cooperative]), (12, 24));
    assert_eq!(of_kind(&[ProducerKind::Household]), (11, 15));

    let groups = counted(
        products
            .iter()
            .map(|(_, one)| group(one.product.criteria_set)),
    );
    assert_eq!(
        groups,
        [
            ("food", 42),
            ("drinks", 6),
            ("herbs", 10),
            ("souvenirs", 1),
            ("tourism", 2)
        ]
        .into()
    );
    assert_eq!(
        counted(products.iter().map(|(_, one)| one.certificate.star)),
        [(3, 57), (4, 4)].into()
    );
    let districts = counted(
        products
            .iter()
            .map(|(_, one)| one.product.place_code.as_str()),
    );
    assert_eq!(districts.len(), 9);
    assert_eq!(
        districts.iter().max_by_key(|(_, count)| **count),
        Some((&"533", &19))
    );
}

#[test]
fn every_certificate_of_the_demo_register_is_of_the_regulation_of_2019_and_valid_on_14_july_2022() {
    let register = whole(DEMO, &Mapping::default());
    for row in register.producers.iter().flat_map(|of| &of.products) {
        let date = &row
            .certificate
            .decision
            .as_ref()
            .expect("each has a decision")
            .date;
        assert!(
            ("2019-08-21".."2022-07-14").contains(&date.as_str()),
            "line {}: {date}",
            row.line
        );
    }
}

#[test]
fn no_name_of_the_demo_register_is_given_as_real_that_is_not_known() {
    let known = [
        "Nước mắm Mười Quý",
        "Hành Lý Sơn",
        "Tỏi Lý Sơn",
        "Quế Trà Bồng",
        "Trái cây Nghĩa Hành",
    ];
    let register = whole(DEMO, &Mapping::default());
    for of in &register.producers {
        assert!(of.producer.name.ends_with("(mẫu)"), "{}", of.producer.name);
        for row in &of.products {
            let name = row.product.name.as_str();
            assert!(name.ends_with("(mẫu)") || known.contains(&name), "{name}");
        }
    }
}
