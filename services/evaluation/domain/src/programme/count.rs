//! Counts certificates *valid on a day*, never "ever given". The database counts the large
//! registers; this is the same count in plain words, for small sets and for checking the other.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::certificate::Certificate;
use crate::criteria::classification::{self, Branch};

/// By what certificates are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// By star; keys `3`, `4`, `5`.
    Star,
    /// By branch of Appendix I; keys `I` to `VI`.
    Branch,
    /// By criteria set; keys `1` to `26`.
    CriteriaSet,
    /// By the place the product is made in; keys are codes.
    Commune,
    /// By district as it was when the certificate was given; keys are codes, empty where there was
    /// none.
    District,
    /// By province; keys are codes.
    Province,
}

/// A row of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is counted, as the dimension says.
    pub key: String,
    /// How many certificates.
    pub count: u32,
}

/// Counts the certificates valid on a day, greatest count first, then by key.
pub fn count<'a>(
    certificates: impl IntoIterator<Item = &'a Certificate>,
    as_of: NaiveDate,
    by: Dimension,
) -> Vec<Row> {
    let mut counts = BTreeMap::<String, u32>::new();
    for certificate in certificates {
        if certificate.is_valid_on(as_of) {
            *counts.entry(key(certificate, by)).or_default() += 1;
        }
    }
    let mut rows: Vec<Row> = counts
        .into_iter()
        .map(|(key, count)| Row { key, count })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    rows
}

fn key(certificate: &Certificate, by: Dimension) -> String {
    let place = &certificate.place;
    match by {
        Dimension::Star => certificate.star.number().to_string(),
        Dimension::Branch => {
            branch_of(certificate).map_or_else(String::new, |branch| branch.to_string())
        }
        Dimension::CriteriaSet => certificate.criteria_set.to_string(),
        Dimension::Commune => place.code.clone(),
        Dimension::District => place.district_code.clone().unwrap_or_default(),
        Dimension::Province => place.province_code.clone(),
    }
}

fn branch_of(certificate: &Certificate) -> Option<Branch> {
    classification::sub_group(certificate.criteria_set).map(|sub_group| sub_group.branch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::certification::tests::{day, fish_sauce, three_stars};
    use crate::certificate::certification::{Certification, OldCertificate};
    use crate::criteria::star::Star;
    use crate::register::product::{Place, Product};
    use uuid::Uuid;

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
            star,
            decision: crate::certificate::certification::tests::decision("9/QĐ-UBND", "2020-12-25"),
            valid_from: day("2020-12-25"),
            product_code: String::new(),
        };
        certification
            .import(&product, old, day("2022-07-14"))
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
        let mut product = three_stars();
        let mut grant = crate::certificate::certification::Grant {
            id: Uuid::from_u128(2),
            star: Star::Four,
            regulation: crate::criteria::regulation::Code::R2026,
            decision: crate::certificate::certification::tests::decision("2/QĐ-UBND", "2026-11-10"),
            valid_from: day("2026-11-10"),
            product_code: String::new(),
            dossier_id: None,
            recorded_on: day("2026-11-10"),
        };
        grant.product_code = "51-21064-7-2026".into();
        product.upgrade(&fish_sauce(), grant).unwrap();
        let star = |on: &str| rows(&product.certificates, on, Dimension::Star);
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
            star: Star::Three,
            decision: crate::certificate::certification::tests::decision("9/QĐ-UBND", on),
            valid_from: day(on),
            product_code: String::new(),
        };
        certification.import(&product, old, day(on)).unwrap();
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
                star: Star::Three,
                decision: crate::certificate::certification::tests::decision(
                    "2/QĐ-UBND",
                    &on.to_string(),
                ),
                valid_from: on,
                product_code: String::new(),
            };
            certification.import(product, again, on).unwrap();
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
}
