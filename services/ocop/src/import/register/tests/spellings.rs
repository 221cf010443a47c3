//! The writings of dates, columns, stars, kinds and names that are read.

use ocop_proto::catalog::v1::ProducerKind;

use super::*;

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
