//! Reads a register. Every bad row is reported with its line, its column and the reason; good rows stay.

mod headers;
mod row;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ocop_chassis::text::{likeness_key, name_key};
use ocop_places::{Said, built_in};
use ocop_proto::catalog::v1::{Producer, Product};
use ocop_proto::evaluation::v1::ImportCertificateRequest;
use serde::Serialize;

use self::headers::Headers;
use self::row::Row;
use super::columns as column;
use super::mapping::Mapping;
use super::sheet::{self, Line};

/// What is to be said about a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Remark {
    /// Line in the file, from 1.
    pub(crate) line: u64,
    /// Header of the column, or empty if it is the row as a whole.
    pub(crate) column: &'static str,
    /// What is wrong, or was noticed.
    pub(crate) reason: String,
}

/// A producer with its products.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ProducerRows {
    /// Line of its first row.
    pub(crate) line: u64,
    /// The producer; fields that the catalog sets are empty.
    pub(crate) producer: Producer,
    /// Its products, by the day of the decision: a product stands here once for each of its decisions.
    pub(crate) products: Vec<ProductRow>,
}

/// A product with one of its certificates.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ProductRow {
    /// Line of the row.
    pub(crate) line: u64,
    /// The product, without its producer's id.
    pub(crate) product: Product,
    /// The certificate, without ids.
    pub(crate) certificate: ImportCertificateRequest,
}

impl ProductRow {
    /// The decision's day, YYYY-MM-DD, and what tells its number from others.
    fn decision(&self) -> (&str, String) {
        let decision = self.certificate.decision.as_ref();
        decision
            .map(|decision| {
                (
                    decision.date.as_str(),
                    column::decision_key(&decision.number),
                )
            })
            .unwrap_or_default()
    }
}

/// The table that a register was read from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    /// The headers as they are written.
    pub(crate) headers: Vec<String>,
    /// The lines below them.
    pub(crate) lines: Vec<Line>,
}

/// The content of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Register {
    /// The producers of the good rows, in order of their first row.
    pub(crate) producers: Vec<ProducerRows>,
    /// The rows that are not taken.
    pub(crate) bad: Vec<Remark>,
    /// What was noticed of rows that are taken.
    pub(crate) noticed: Vec<Remark>,
    /// Headers of columns that were not read.
    pub(crate) not_read: Vec<String>,
    /// The table.
    pub(crate) source: Source,
}

/// Reads a register: a workbook or text, with titles above the headers and further columns as they come.
///
/// # Errors
/// It is no table, or columns are missing.
pub(crate) fn read(bytes: &[u8], mapping: &Mapping) -> anyhow::Result<Register> {
    let mut lines = sheet::lines(bytes)?;
    let (headers, below) = Headers::find(&lines, mapping)?;
    let lines = lines.split_off(below);
    let mut register = Register {
        not_read: headers.not_read.clone(),
        ..Register::default()
    };
    let mut by_number = BTreeMap::new();
    for line in &lines {
        if line.is_blank() {
            continue;
        }
        let mut row = Row::new(line, &headers, mapping);
        let (producer, product) = (row.producer(), row.product());
        if !row.bad.is_empty() {
            register.bad.append(&mut row.bad);
            continue;
        }
        register.noticed.append(&mut row.noticed);
        let number = producer.registration_number.clone();
        let next = register.producers.len();
        let at = *by_number.entry(number).or_insert(next);
        if at == next {
            register.producers.push(ProducerRows {
                line: line.number,
                producer,
                products: vec![product],
            });
        } else {
            register.add(at, &producer, product);
        }
    }
    for of in &mut register.producers {
        of.products
            .sort_by(|one, other| one.decision().cmp(&other.decision()));
    }
    register.source = Source {
        headers: headers.written,
        lines,
    };
    Ok(register)
}

/// Whether two rows describe a producer alike. Its place may be said for two days, by the code of each.
fn same_producer(one: &Producer, other: &Producer) -> bool {
    let elsewhere = Producer {
        place_code: one.place_code.clone(),
        place_on: one.place_on.clone(),
        ..other.clone()
    };
    *one == elsewhere && (leads(one, other) || leads(other, one))
}

/// Whether the place of one, as it was said, may be that of the other.
fn leads(from: &Producer, to: &Producer) -> bool {
    let day = |of: &Producer| of.place_on.parse().unwrap_or(NaiveDate::MAX);
    let code = from.place_code.as_str();
    let places = built_in();
    let on = day(from);
    let mut units = places.on(Said { code, on }, day(to)).into_iter();
    // One that is not known is the same as itself alone, on whatever day.
    units.any(|unit| unit.code == to.place_code)
        || code == to.place_code && (on == day(to) || places.named(code).is_empty())
}

impl Register {
    fn add(&mut self, at: usize, producer: &Producer, product: ProductRow) {
        let known = &mut self.producers[at];
        let line = product.line;
        let bad = |column, reason| Remark {
            line,
            column,
            reason,
        };
        if !same_producer(&known.producer, producer) {
            let reason = format!(
                "describes the producer differently from line {}",
                known.line
            );
            self.bad.push(bad(column::REGISTRATION_NUMBER, reason));
            return;
        }
        // Of two that one place was, the later says where it is.
        let said_on = |of: &Producer| (of.place_on.is_empty(), of.place_on.clone());
        if said_on(producer) > said_on(&known.producer) {
            known.producer.place_code.clone_from(&producer.place_code);
            known.producer.place_on.clone_from(&producer.place_on);
        }
        let (name, likeness) = (
            name_key(&product.product.name),
            likeness_key(&product.product.name),
        );
        for other in &known.products {
            if name_key(&other.product.name) != name {
                if likeness_key(&other.product.name) == likeness {
                    let reason = format!(
                        "is very like {:?} on line {}; if it is the same product, write it the same",
                        other.product.name, other.line
                    );
                    self.noticed.push(bad(column::PRODUCT_NAME, reason));
                }
                continue;
            }
            if other.decision() == product.decision() {
                let reason = format!(
                    "the producer has this product with this decision on line {} already",
                    other.line
                );
                self.bad.push(bad(column::PRODUCT_NAME, reason));
                return;
            }
            if other.product.criteria_set != product.product.criteria_set {
                let reason = format!(
                    "the same product has criteria set {} on line {}",
                    other.product.criteria_set, other.line
                );
                self.bad.push(bad(column::CRITERIA_SET, reason));
                return;
            }
        }
        known.products.push(product);
    }
}

#[cfg(test)]
mod tests;
