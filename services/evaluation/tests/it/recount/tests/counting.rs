//! The recount of what is valid on a day.

use ocop_evaluation::domain::certificate::Certificate;
use ocop_evaluation::domain::certificate::certification::{Certification, OldCertificate};
use ocop_evaluation::domain::criteria::star::Star;
use ocop_evaluation::domain::programme::count::Dimension;
use ocop_evaluation::domain::register::product::{Place, Product};
use uuid::Uuid;

use super::super::count::count;
use super::{day, decision, fish_sauce, product};

fn certified(set: u8, district: Option<&str>, star: Star) -> Certificate {
    let place = Place {
        district_code: district.map(str::to_owned),
        ..fish_sauce().place
    };
    let product = Product {
        criteria_set: set,
        place,
        ..fish_sauce()
    };
    let mut certification = Certification::none(product.id);
    let old = OldCertificate {
        id: Uuid::nil(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        star,
        decision: decision("9/QĐ-UBND", "2020-12-25"),
        product_code: String::new(),
    };
    certification
        .import(&product, old, chrono::NaiveDate::MAX, day("2022-07-14"))
        .unwrap();
    certification.newest().unwrap().clone()
}

fn rows(certificates: &[Certificate], on: &str, by: Dimension) -> Vec<(String, u32)> {
    count(certificates, day(on), by)
        .into_iter()
        .map(|row| (row.key, row.count))
        .collect()
}

#[test]
fn certificates_are_counted_by_what_was_true_on_the_day() {
    let certificates = [
        certified(9, Some("533"), Star::Three),
        certified(10, Some("533"), Star::Four),
        certified(14, Some("524"), Star::Three),
        certified(26, None, Star::Three),
    ];
    let on = |by| rows(&certificates, "2022-07-14", by);
    let expected = |rows: &[(&str, u32)]| -> Vec<(String, u32)> {
        rows.iter()
            .map(|(key, count)| ((*key).to_owned(), *count))
            .collect()
    };
    assert_eq!(on(Dimension::Star), expected(&[("3", 3), ("4", 1)]));
    assert_eq!(
        on(Dimension::Branch),
        expected(&[("I", 2), ("II", 1), ("VI", 1)])
    );
    assert_eq!(
        on(Dimension::District),
        expected(&[("533", 2), ("", 1), ("524", 1)])
    );
    assert_eq!(on(Dimension::Province), expected(&[("51", 4)]));
    assert_eq!(on(Dimension::CriteriaSet).len(), 4);
    assert_eq!(on(Dimension::Commune), expected(&[("21064", 4)]));
    assert_eq!(rows(&certificates, "2023-12-26", Dimension::Star), []);
}

#[test]
fn an_upgraded_product_counts_once() {
    let upgraded = product(
        1,
        &[(Star::Three, "2024-06-20"), (Star::Four, "2026-11-10")],
    );
    let star = |on: &str| rows(&upgraded.certificates, on, Dimension::Star);
    assert_eq!(star("2026-11-09"), [("3".to_owned(), 1)]);
    assert_eq!(star("2026-11-10"), [("4".to_owned(), 1)]);
}

/// A product recognised with three stars on a day.
fn recognised(n: u128, on: &str) -> (Product, Certification) {
    let product = Product {
        id: Uuid::from_u128(n),
        ..fish_sauce()
    };
    let mut certification = Certification::none(product.id);
    let old = OldCertificate {
        id: Uuid::from_u128(n),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        star: Star::Three,
        decision: decision("9/QĐ-UBND", on),
        product_code: String::new(),
    };
    certification
        .import(&product, old, chrono::NaiveDate::MAX, day(on))
        .unwrap();
    (product, certification)
}

#[test]
fn the_61_products_of_2018_to_2020_run_out_from_2021_to_2023_unless_recognised_again() {
    let mut cohort: Vec<(Product, Certification)> = (1..=61)
        .map(|n| match n {
            1..=9 => recognised(n, "2018-12-25"),
            10..=30 => recognised(n, "2019-12-25"),
            _ => recognised(n, "2020-12-25"),
        })
        .collect();
    // Eight are recognised again, in the year in which they run out.
    for (product, certification) in cohort.iter_mut().skip(24).take(8) {
        let on = certification.newest().unwrap().valid_to - chrono::Days::new(30);
        let again = OldCertificate {
            id: Uuid::from_u128(product.id.as_u128() + 100),
            recorded_at: chrono::DateTime::UNIX_EPOCH,
            star: Star::Three,
            decision: decision("2/QĐ-UBND", &on.to_string()),
            product_code: String::new(),
        };
        certification
            .import(product, again, chrono::NaiveDate::MAX, on)
            .unwrap();
    }
    let certificates: Vec<Certificate> = cohort
        .into_iter()
        .flat_map(|(_, certification)| certification.certificates)
        .collect();
    let valid = |on: &str| {
        rows(&certificates, on, Dimension::Province)
            .first()
            .map_or(0, |(_, count)| *count)
    };
    let ends = ["2020-12-31", "2021-12-31", "2022-12-31", "2023-12-31"].map(valid);
    assert_eq!(
        ends,
        [61, 52, 37, 8],
        "valid on the day, not ever certified"
    );
    assert_eq!((valid("2021-12-25"), valid("2021-12-26")), (61, 52));
}
