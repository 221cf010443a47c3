use std::collections::BTreeMap;

use ocop_proto::catalog::v1::ProducerKind;

use super::*;

/// What a whole register says.
pub(in crate::import) struct Whole {
    pub(in crate::import) producers: Vec<ProducerRows>,
    pub(in crate::import) bad: Vec<Remark>,
    pub(in crate::import) noticed: Vec<Remark>,
    pub(in crate::import) not_read: Vec<String>,
}

impl Whole {
    pub(in crate::import) fn of(register: &Register) -> Self {
        let mut whole = Self {
            producers: Vec::new(),
            bad: Vec::new(),
            noticed: Vec::new(),
            not_read: register.columns_not_read().to_vec(),
        };
        for of in register.producers() {
            whole.producers.extend(of.good);
            whole.bad.extend(of.bad);
            whole.noticed.extend(of.noticed);
        }
        whole.bad.sort_by_key(|one| one.line);
        whole
    }
}

/// A register that can be read.
fn whole(text: &str, mapping: &Mapping) -> Whole {
    Whole::of(&read(text.as_bytes(), mapping).expect("it is a register"))
}

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

fn with(lines: &[&str]) -> Whole {
    let header = DEMO.lines().next().expect("a header");
    let text = [&[header], lines].concat().join("\n");
    whole(&text, &Mapping::default())
}

const GOOD: &str =
    "1,Hợp tác xã A,Hợp tác xã,,533,,Lê Thị B,,Nữ,Kinh,,,Gạo,3,,,,3,1/QĐ,2021-12-30,UBND tỉnh,,";

#[test]
fn a_bad_row_names_its_line_and_each_bad_column_and_the_good_ones_stay() {
    let bad = "2,,Hợp tác,30-12-21,533,,C,,Nử,,,,Bún,27,,,,6,2/QĐ,2021-02-30,UBND,,";
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
fn a_row_with_too_many_cells_is_bad_as_a_whole_and_one_that_ends_early_lacks_what_is_missing() {
    let long = format!("{GOOD},dư");
    let register = with(&[&long, "1,Hợp tác xã A,Hợp tác xã,,533", GOOD]);
    assert_eq!((register.bad[0].line, register.bad[0].column), (2, ""));
    let missing: Vec<_> = register.bad[1..]
        .iter()
        .map(|row| (row.line, row.column))
        .collect();
    assert!(missing.contains(&(3, column::PRODUCT_NAME)), "{missing:?}");
    assert_eq!(register.producers.len(), 1);
}

#[test]
fn rows_of_one_producer_may_stand_anywhere_and_are_as_many_as_they_are() {
    let rows: Vec<String> = (0..2_000)
        .map(|n| {
            let number = if n % 3 == 0 { "2" } else { "1" };
            let row = GOOD.replacen('1', number, 1);
            row.replace("Gạo", &format!("Gạo {n}"))
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let register = with(&rows);
    assert_eq!((&register.bad, &register.noticed), (&vec![], &vec![]));
    let of = register.producers.iter().map(|of| of.products.len());
    assert_eq!(of.collect::<Vec<_>>(), [667, 1_333]);
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
    let file = "Tên chủ thể,Màu\nA,đỏ\n";
    let refused = read(file.as_bytes(), &Mapping::default()).expect_err("columns are missing");
    assert!(refused.to_string().contains("Số đăng ký"), "{refused}");
}

fn said(remarks: &[Remark]) -> Vec<(u64, &'static str)> {
    remarks.iter().map(|row| (row.line, row.column)).collect()
}

#[test]
fn decisions_of_one_product_go_in_by_their_day_whatever_the_order_of_the_rows() {
    let later = GOOD.replace(",3,1/QĐ,2021-12-30", ",4,7/QĐ,2022-12-30");
    let register = with(&[&later, GOOD]);
    assert_eq!(register.bad, []);
    let stars: Vec<_> = register.producers[0]
        .products
        .iter()
        .map(|row| row.certificate.star)
        .collect();
    assert_eq!(stars, [3, 4]);
}

#[test]
fn one_decision_in_two_writings_is_one_decision() {
    for written in ["1/QD", "1/QÐ", "1/ qđ"] {
        let register = with(&[GOOD, &GOOD.replace("1/QĐ", written)]);
        assert_eq!(
            said(&register.bad),
            [(3, column::PRODUCT_NAME)],
            "{written}"
        );
    }
}

#[test]
fn a_name_in_another_writing_is_the_same_product_and_one_that_is_like_it_is_noticed() {
    let quy = |name: &str| GOOD.replace("Gạo", name);
    for same in [
        "Mười Qúy",
        "mười  quý",
        "Mười\u{a0}Quý",
        "M\u{ad}ười Qu\u{200b}ý",
    ] {
        let register = with(&[&quy("Mười Quý"), &quy(same)]);
        assert_eq!(said(&register.bad), [(3, column::PRODUCT_NAME)], "{same}");
    }
    for like in ["Mười Quí", "(Mười Quý)"] {
        let register = with(&[&quy("Mười Quý"), &quy(like)]);
        assert_eq!(register.bad, [], "{like}");
        assert_eq!(
            said(&register.noticed),
            [(3, column::PRODUCT_NAME)],
            "{like}"
        );
    }
}

#[test]
fn dates_with_a_year_of_four_digits_are_read_and_others_are_refused_by_column_and_form() {
    let registered = |date: &str| GOOD.replacen(",,533", &format!(",{date},533"), 1);
    for (written, meant) in [
        ("2022-07-14", "2022-07-14"),
        ("14/7/2022", "2022-07-14"),
        ("19.06.2025", "2025-06-19"),
        ("2011-2-2", "2011-02-02"),
        (" 02-03-2015 ", "2015-03-02"),
    ] {
        let register = with(&[&registered(written)]);
        assert_eq!(register.bad, [], "{written}");
        assert_eq!(register.producers[0].producer.registration_date, meant);
    }
    for wrong in [
        "14-07-22",
        "02-03-15",
        "999-01-01",
        "0999-01-01",
        "+2022-07-14",
        "-2022-07-14",
        "12022-07-14",
        "30/2/2020",
        "45827",
        "7/14/2022",
    ] {
        let register = with(&[&registered(wrong)]);
        assert_eq!(
            said(&register.bad),
            [(2, column::REGISTRATION_DATE)],
            "{wrong}"
        );
        assert!(register.bad[0].reason.contains("YYYY-MM-DD"));
    }
}

#[test]
fn a_mapping_names_columns_values_and_forms_of_dates() {
    let header = DEMO.lines().next().expect("a header");
    let file = format!("{header}\n{}\n", GOOD.replacen(",,533", ",45827,", 1))
        .replace("Tên chủ thể", "Tên cơ sở")
        .replacen("Mã huyện", "Xã", 1);
    let mapping = Mapping::parse(
        "[columns]\n\"tên cơ sở\" = \"Tên chủ thể\"\n[dates]\n\"Ngày đăng ký\" = \"serial\"\n\
         [values]\n\"Mã huyện\" = \"533\"\n",
    )
    .expect("it is a mapping");
    let register = whole(&file, &mapping);
    assert_eq!(register.bad, []);
    let producer = &register.producers[0].producer;
    assert_eq!(
        (
            producer.place_code.as_str(),
            producer.registration_date.as_str()
        ),
        ("533", "2025-06-19")
    );
    assert_eq!(register.not_read, ["Xã"]);
}

#[test]
fn titles_above_capitals_and_further_columns_are_passed_over() {
    let header = DEMO.lines().next().expect("a header").to_uppercase();
    let file = format!(
        "DANH SÁCH SẢN PHẨM OCOP\n(Kèm theo Quyết định số /QĐ-UBND)\nSTT,{header},Ghi chú\n1,{GOOD},tốt\n,,\n"
    );
    let register = whole(&file, &Mapping::default());
    assert_eq!(
        (register.bad.as_slice(), register.producers.len()),
        ([].as_slice(), 1)
    );
    assert_eq!(register.producers[0].line, 4);
    assert_eq!(register.not_read, ["STT", "Ghi chú"]);
}

#[test]
fn stars_and_kinds_are_read_in_the_words_people_use() {
    let row = GOOD
        .replace("Hợp tác xã,,533", "HTXNN,,533")
        .replace(",3,1/QĐ", ",3 sao,1/QĐ");
    let register = with(&[&row]);
    assert_eq!(register.bad, []);
    let of = &register.producers[0];
    assert_eq!(of.producer.kind(), ProducerKind::Cooperative);
    assert_eq!(of.products[0].certificate.star, 3);
}

#[test]
fn names_in_an_old_encoding_are_converted_and_said() {
    let register = with(&[&GOOD.replace("Hợp tác xã A", "Coâng ty Quoác Daân")]);
    assert_eq!(register.bad, []);
    assert_eq!(register.producers[0].producer.name, "Công ty Quốc Dân");
    assert_eq!(said(&register.noticed), [(2, column::PRODUCER_NAME)]);
}

#[test]
fn a_commune_is_read_as_one_of_the_day_of_the_decision() {
    // Đức Nhuận of Mộ Đức in 2021, and Long Phụng, which it became, in October 2025: one producer.
    let old = GOOD.replace(",,533,", ",,21409,");
    let new = old
        .replace("Gạo", "Bún")
        .replace("1/QĐ,2021-12-30", "2/QĐ,2025-10-15");
    let register = with(&[&new, &old]);
    assert_eq!(register.bad, []);
    let of = &register.producers[0];
    assert_eq!(of.producer.place_on, "2025-10-15");
    let said: Vec<_> = of
        .products
        .iter()
        .map(|one| one.product.place_on.as_str())
        .collect();
    assert_eq!(said, ["2021-12-30", "2025-10-15"]);
    // A district that had ended is said of no day: the catalog refuses it today.
    let late = GOOD.replace("2021-12-30", "2025-10-15");
    assert_eq!(with(&[&late]).producers[0].producer.place_on, "");
}

#[test]
fn a_place_that_only_the_services_may_know_is_said_for_the_day_of_its_decision() {
    // 21404 ended before 2025: it comes with the history that a province imports.
    let of_2021 = GOOD.replace(",,533,", ",,21404,");
    let of_2020 = of_2021.replace("2021-12-30", "2020-12-30");
    let register = with(&[&of_2021, &of_2020.replace("Gạo", "Nếp")]);
    assert_eq!(register.bad, []);
    let [of] = register.producers.as_slice() else {
        panic!("one producer: {:?}", register.producers);
    };
    assert_eq!(of.producer.place_on, "2021-12-30");
    let said = of.products.iter().map(|one| one.product.place_on.as_str());
    assert_eq!(said.collect::<Vec<_>>(), ["2020-12-30", "2021-12-30"]);
}
