//! Texts that the contract does not take.

use super::*;

/// The good row with a text in one column.
fn with_text(column: &str, text: &str) -> String {
    let header = DEMO.lines().next().expect("a header");
    let at = header.split(',').position(|name| name == column);
    let at = at.unwrap_or_else(|| panic!("{column} is no column"));
    let mut cells: Vec<&str> = GOOD.split(',').collect();
    cells[at] = text;
    cells.join(",")
}

const TEXTS: [&str; 15] = [
    column::REGISTRATION_NUMBER,
    column::PRODUCER_NAME,
    column::PLACE,
    column::ADDRESS,
    column::REPRESENTATIVE,
    column::POSITION,
    column::ETHNICITY,
    column::PRODUCT_NAME,
    column::DESCRIPTION,
    column::PACKAGING,
    column::GTIN,
    column::DECISION_NUMBER,
    column::AUTHORITY,
    column::SIGNER,
    column::PRODUCT_CODE,
];

#[test]
fn a_text_that_no_service_takes_is_wrong_at_its_line_and_column_and_the_other_rows_stay() {
    let huge = "a".repeat(40_000);
    for name in TEXTS {
        for text in ["Gạo\u{202e}nếp", "Gạo\u{7}", &huge] {
            let register = with(&[&with_text(name, text), GOOD]);
            assert_eq!(said(&register.bad), [(2, name)], "{text:.10}");
            assert_eq!(register.producers.len(), 1, "{name}");
        }
    }
}
