use std::collections::BTreeMap;

use ocop_proto::catalog::v1::ProducerKind;

use super::*;

const DEMO: &str = include_str!("../../../demo/quang-ngai-2022.csv");

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
    let register = read(DEMO.as_bytes()).expect("it is a register");
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
    let register = read(DEMO.as_bytes()).expect("it is a register");
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
    let register = read(DEMO.as_bytes()).expect("it is a register");
    for of in &register.producers {
        assert!(of.producer.name.ends_with("(mẫu)"), "{}", of.producer.name);
        for row in &of.products {
            let name = row.product.name.as_str();
            assert!(name.ends_with("(mẫu)") || known.contains(&name), "{name}");
        }
    }
}

fn with(lines: &[&str]) -> Register {
    let header = DEMO.lines().next().expect("a header");
    let text = [&[header], lines].concat().join("\n");
    read(text.as_bytes()).expect("it is a register")
}

const GOOD: &str =
    "1,Hợp tác xã A,Hợp tác xã,,533,,Lê Thị B,,Nữ,Kinh,,,Gạo,3,,,,3,1/QĐ,2021-12-30,UBND tỉnh,,";

#[test]
fn a_bad_row_names_its_line_and_each_bad_column_and_the_good_ones_stay() {
    let bad = "2,,Hợp tác,30/12/2021,533,,C,,Nử,,,,Bún,27,,,,6,2/QĐ,2021-02-30,UBND,,";
    let register = with(&[GOOD, bad]);
    assert_eq!(register.producers.len(), 1);
    let columns: Vec<_> = register
        .bad
        .iter()
        .map(|row| (row.line, row.column))
        .collect();
    assert_eq!(
        columns,
        [
            (3, column::PRODUCER_NAME),
            (3, column::KIND),
            (3, column::REGISTRATION_DATE),
            (3, column::SEX),
            (3, column::CRITERIA_SET),
            (3, column::STAR),
            (3, column::DECISION_DATE),
        ]
    );
}

#[test]
fn a_row_with_too_few_cells_is_bad_as_a_whole() {
    let register = with(&["1,Hợp tác xã A", GOOD]);
    assert_eq!((register.bad[0].line, register.bad[0].column), (2, ""));
    assert_eq!(register.producers.len(), 1);
}

#[test]
fn lines_that_contradict_each_other_are_bad() {
    let other = GOOD.replace("Lê Thị B", "Lê Thị C").replace("Gạo", "Bún");
    let register = with(&[GOOD, &other]);
    assert_eq!(
        (register.bad[0].line, register.bad[0].column),
        (3, column::REGISTRATION_NUMBER)
    );
}

#[test]
fn decomposed_vietnamese_is_the_same_name() {
    use unicode_normalization::UnicodeNormalization as _;
    let decomposed: String = GOOD.nfd().collect();
    let register = with(&[GOOD, &decomposed]);
    assert_eq!(register.bad.len(), 1, "the second is the same product");
    assert_eq!(register.bad[0].column, column::PRODUCT_NAME);
}

#[test]
fn a_file_without_a_required_column_is_refused() {
    let refused = read("Tên chủ thể,Màu\nA,đỏ\n".as_bytes()).expect_err("columns are missing");
    assert!(refused.to_string().contains("Số đăng ký"), "{refused}");
}
