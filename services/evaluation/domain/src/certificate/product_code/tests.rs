use super::*;

fn place(code: &str, district: Option<&str>) -> Place {
    Place {
        code: code.into(),
        district_code: district.map(str::to_owned),
        province_code: "51".into(),
        ..Place::default()
    }
}

#[test]
fn a_code_reads_back_as_it_was_printed() {
    let code = ProductCode {
        commune: Commune::of(&place("21364", None)).unwrap(),
        serial: 7,
        year: 2026,
    };
    assert_eq!(code.to_string(), "51-21364-7-2026");
    assert_eq!(ProductCode::printed("51-21364-7-2026"), Some(code));
}

#[test]
fn a_code_with_a_district_still_names_its_commune_and_serial() {
    let code = ProductCode::printed("83-829-28780-3-2022").unwrap();
    assert_eq!(
        (code.commune.province.as_str(), code.commune.code.as_str()),
        ("83", "28780")
    );
    assert_eq!((code.serial, code.year), (3, 2022));
}

#[test]
fn what_is_no_code_is_not_read_as_one() {
    for text in [
        "",
        "51-1",
        "51-21364-0-2026",
        "51-21364-7-26",
        "51-21364-2026",
        "OCOP-21364-7-2026",
        "1-2-3-4-5-2026",
        "51-21364-99999999999-2026",
    ] {
        assert_eq!(ProductCode::printed(text), None, "{text}");
    }
}

#[test]
fn only_a_commune_keeps_serials() {
    assert!(Commune::of(&place("21064", Some("524"))).is_some());
    assert_eq!(Commune::of(&place("524", Some("524"))), None);
    assert_eq!(Commune::of(&place("51", None)), None);
}

#[test]
fn a_product_code_is_the_same_however_it_is_typed() {
    for typed in [
        "51-21364-7-2026",
        " 51 – 21364 – 7 – 2026 ",
        "51—21364/7.2026",
        "５１-21364-7-2026",
    ] {
        assert_eq!(code_key(typed), "51-21364-7-2026", "{typed}");
    }
    assert_ne!(code_key("51-21364-72026"), code_key("51-21364-7-2026"));
}

#[test]
fn what_stands_where_there_is_no_code_is_none() {
    for typed in [
        "",
        " ",
        "-",
        "–",
        "--",
        "...",
        "null",
        "NULL",
        "N/A",
        "#N/A",
        "none",
        "0",
        "000",
        "Không có",
        "không",
        "KHÔNG CÓ MÃ",
        "chưa có",
        "Chưa  cấp",
        "trống",
        "０",
    ] {
        assert_eq!(
            (code_key(typed), stored_code(typed)),
            Default::default(),
            "{typed}"
        );
    }
    assert_ne!(code_key("Không Có Gì-1"), "");
}

#[test]
fn a_code_is_stored_as_it_was_printed_in_usual_signs() {
    for (typed, kept) in [
        ("83-829-28780-3-2022", "83-829-28780-3-2022"),
        (" 51 – 21364 – 7 – 2026", "51-21364-7-2026"),
        ("５１－21364－7－2026", "51-21364-7-2026"),
        ("OCOP.qn/12", "OCOP.qn/12"),
    ] {
        assert_eq!(stored_code(typed), kept);
        assert_eq!(code_key(typed), code_key(kept));
    }
}

#[test]
fn a_printed_code_names_its_serial_in_whatever_spelling() {
    let code = ProductCode::printed("51-21364-7-2026");
    assert!(code.is_some());
    assert_eq!(ProductCode::printed("５１ – 21364 — 7/2026"), code);
}
