//! Whether texts in each encoding are told apart.

use std::collections::HashSet;

use csv::StringRecord;

use super::tables::{to_tcvn3, to_vni};
use super::*;

/// Reads the first cell of a table of one row.
fn read(cells: &[&str]) -> Reading {
    let row = StringRecord::from(cells);
    let mut evidence = Evidence::default();
    evidence.note(&row);
    evidence.read(&row, 0)
}

fn converted(text: &str, encoding: Encoding) -> Reading {
    Reading::Converted(text.to_owned(), encoding)
}

#[test]
fn text_in_the_fonts_of_before_unicode_is_converted() {
    for (written, meant, encoding) in [
        (
            "C«ng ty TNHH Nguån V¨n Mé §øc",
            "Công ty TNHH Nguồn Văn Mộ Đức",
            Encoding::Tcvn3,
        ),
        (
            "UBND tØnh Qu¶ng Ng·i",
            "UBND tỉnh Quảng Ngãi",
            Encoding::Tcvn3,
        ),
        ("N\u{ad}íc m¾m", "Nước mắm", Encoding::Tcvn3),
        (
            "Coâng ty Quoác Daân - Chi nhaùnh",
            "Công ty Quốc Dân - Chi nhánh",
            Encoding::Vni,
        ),
        ("9/Q§-UBND", "9/QĐ-UBND", Encoding::Tcvn3),
        ("Nöôùc maém MÖÔØI QUYÙ", "Nước mắm MƯỜI QUÝ", Encoding::Vni),
        ("Coâng ty", "Công ty", Encoding::Vni),
        ("Hoä kinh doanh", "Hộ kinh doanh", Encoding::Vni),
        ("Toâm khoâ", "Tôm khô", Encoding::Vni),
        ("Hôïp taùc xaõ", "Hợp tác xã", Encoding::Vni),
        ("Caø pheâ", "Cà phê", Encoding::Vni),
        ("Nguyeãn Vaên Beù", "Nguyễn Văn Bé", Encoding::Vni),
    ] {
        assert_eq!(read(&[written]), converted(meant, encoding), "{written}");
    }
}

#[test]
fn text_that_is_unicode_stays_as_it_is() {
    for text in [
        "Nước mắm Mười Quý",
        "Café Krông Nô",
        "Bò một nắng Ea H’leo",
        "Trà hoa vàng® 100 m²",
        "«Tinh dầu» quế",
        "Đường phèn 3043/QÐ-UBND",
        "3043/QÐ-UBND",
        "HTX Dừa sáp Hòa Tân",
        "HTX Dừa sáp Hoà Tân",
        "Hoà Tân",
        "Công ty Château Pâté",
        "Rượu vang Bordeaux rosé",
        "Crème brûlée",
    ] {
        assert_eq!(read(&[text]), Reading::Unicode, "{text}");
    }
}

#[test]
fn what_may_be_in_two_encodings_is_in_that_of_its_row_and_column() {
    assert_eq!(read(&["Hoà", "Nước mắm"]), Reading::Unicode);
    assert_eq!(read(&["Hoà", "Nöôùc maém"]), converted("Hồ", Encoding::Vni));
}

#[test]
fn what_nothing_decides_is_said_to_be_in_several() {
    // One text that can be VNI only and one that can be Unicode only, in the same row.
    let Reading::Ambiguous(candidates) = read(&["Hoà", "Nöôùc maém", "Nước mắm"]) else {
        panic!("nothing decides");
    };
    let of = |one: &Candidate| (one.encoding, one.text.clone());
    let said: Vec<_> = candidates.iter().map(of).collect();
    assert!(said.contains(&(Encoding::Unicode, "Hoà".to_owned())));
    assert!(said.contains(&(Encoding::Vni, "Hồ".to_owned())));
}

#[test]
fn names_of_other_languages_do_not_keep_the_rest_of_a_text_in_an_old_encoding() {
    assert_eq!(
        read(&["Kroâng Boâng", "Nöôùc maém"]),
        converted("Krông Bông", Encoding::Vni)
    );
}

/// A table in an old encoding, and as it is meant.
fn written_in(encode: fn(&str) -> String, file: &str) -> Vec<(StringRecord, StringRecord)> {
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let rows = reader.records().map(|row| row.expect("it is a table"));
    rows.map(|row| (row.iter().map(encode).collect(), row))
        .collect()
}

#[test]
fn every_text_and_every_word_of_the_registers_reads_back_from_both_encodings() {
    for file in [
        include_str!("../../../../demo/quang-ngai-2022.csv"),
        include_str!("../../../../demo/quang-ngai-2025.csv"),
    ] {
        for encode in [to_tcvn3 as fn(&str) -> String, to_vni] {
            let rows = written_in(encode, file);
            let mut evidence = Evidence::default();
            rows.iter().for_each(|(row, _)| evidence.note(row));
            let mut words = HashSet::new();
            let read = |row: &StringRecord, at| match evidence.read(row, at) {
                Reading::Unicode => row[at].to_lowercase(),
                Reading::Converted(text, _) => text.to_lowercase(),
                other => panic!("{:?}: {other:?}", &row[at]),
            };
            for (row, meant) in &rows {
                for at in 0..row.len() {
                    assert_eq!(read(row, at), meant[at].to_lowercase(), "{row:?}");
                    for word in meant[at].split(' ') {
                        if !words.insert((at, word.to_owned())) {
                            continue;
                        }
                        let alone: StringRecord = row
                            .iter()
                            .enumerate()
                            .map(|(of, cell)| {
                                if of == at {
                                    encode(word)
                                } else {
                                    cell.to_owned()
                                }
                            })
                            .collect();
                        assert_eq!(read(&alone, at), word.to_lowercase());
                    }
                }
            }
        }
    }
}
