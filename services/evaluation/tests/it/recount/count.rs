//! Certificates counted by one dimension.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use ocop_evaluation::domain::certificate::Certificate;
use ocop_evaluation::domain::criteria::classification::{self, Branch};
use ocop_evaluation::domain::programme::count::Dimension;

/// A row of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// What is counted, as the dimension says.
    pub(crate) key: String,
    /// How many certificates.
    pub(crate) count: u32,
}

/// Counts the certificates valid on a day, greatest count first, then by key.
pub(crate) fn count<'a>(
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
            branch_of(certificate).map_or_else(String::new, |branch| branch.numeral().to_owned())
        }
        Dimension::CriteriaSet => certificate.criteria_set.to_string(),
        Dimension::Commune => place.code.clone(),
        Dimension::District => place.district_code.clone().unwrap_or_default(),
        Dimension::Province => place.province_code.clone(),
        Dimension::Kind => certificate.kind.to_string(),
        Dimension::Year => certificate.decision.date.year().to_string(),
    }
}

fn branch_of(certificate: &Certificate) -> Option<Branch> {
    classification::sub_group(certificate.criteria_set).map(|sub_group| sub_group.branch)
}
