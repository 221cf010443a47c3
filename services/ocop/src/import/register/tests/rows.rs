//! Rows that are bad, contradict each other or are the same.

use super::*;

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
    let refused = read(Cursor::new(file), &Mapping::default()).expect_err("columns are missing");
    assert!(refused.to_string().contains("Số đăng ký"), "{refused}");
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
