//! Reads a register. Every bad row is reported with its line, its column and the reason; good rows stay.

use std::collections::BTreeMap;
use std::io::Read;

use anyhow::Context as _;
use ocop_proto::catalog::v1::{LegalRepresentative, Producer, Product};
use ocop_proto::evaluation::v1::{Decision, ImportCertificateRequest};
use serde::Serialize;

use super::columns as column;

/// A row that is not taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct BadRow {
    /// Line in the file, from 1; the headers are line 1.
    pub(crate) line: u64,
    /// Header of the column, or empty if it is the row as a whole.
    pub(crate) column: &'static str,
    /// What is wrong.
    pub(crate) reason: String,
}

/// A producer with its products.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ProducerRows {
    /// Line of its first row.
    pub(crate) line: u64,
    /// The producer; fields that the catalog sets are empty.
    pub(crate) producer: Producer,
    /// Its products.
    pub(crate) products: Vec<ProductRow>,
}

/// A product with its certificate.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ProductRow {
    /// Line of the row.
    pub(crate) line: u64,
    /// The product, without its producer's id.
    pub(crate) product: Product,
    /// Its certificate, without ids.
    pub(crate) certificate: ImportCertificateRequest,
}

/// The content of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Register {
    /// The producers of the good rows, in order of their first row.
    pub(crate) producers: Vec<ProducerRows>,
    /// The rows that are not taken.
    pub(crate) bad: Vec<BadRow>,
}

/// Reads a register in CSV.
///
/// # Errors
/// It is not CSV in UTF-8, or headers are missing or unknown.
pub(crate) fn read(source: impl Read) -> anyhow::Result<Register> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(source);
    let places = places(
        reader
            .headers()
            .context("the first line must name the columns")?,
    )?;
    let width = reader.headers()?.len();
    let mut register = Register::default();
    let mut by_number: BTreeMap<String, usize> = BTreeMap::new();
    for record in reader.records() {
        let record = record.context("the file is not CSV in UTF-8")?;
        let line = record
            .position()
            .map(csv::Position::line)
            .unwrap_or_default();
        if record.len() != width {
            let reason = format!("has {} cells where the headers are {width}", record.len());
            register.bad.push(BadRow {
                line,
                column: "",
                reason,
            });
            continue;
        }
        let mut row = Row {
            record: &record,
            places: &places,
            line,
            bad: Vec::new(),
        };
        let (producer, product) = (row.producer(), row.product());
        if !row.bad.is_empty() {
            register.bad.append(&mut row.bad);
            continue;
        }
        match by_number.get(&producer.registration_number) {
            None => {
                by_number.insert(
                    producer.registration_number.clone(),
                    register.producers.len(),
                );
                register.producers.push(ProducerRows {
                    line,
                    producer,
                    products: vec![product],
                });
            }
            Some(at) => register.add(*at, producer, product),
        }
    }
    Ok(register)
}

impl Register {
    fn add(&mut self, at: usize, producer: Producer, product: ProductRow) {
        let known = &mut self.producers[at];
        let line = product.line;
        if known.producer != producer {
            let reason = format!(
                "describes the producer differently from line {}",
                known.line
            );
            self.bad.push(BadRow {
                line,
                column: column::REGISTRATION_NUMBER,
                reason,
            });
        } else if let Some(twin) = known
            .products
            .iter()
            .find(|other| other.product.name == product.product.name)
        {
            let reason = format!(
                "the producer has this product on line {} already",
                twin.line
            );
            self.bad.push(BadRow {
                line,
                column: column::PRODUCT_NAME,
                reason,
            });
        } else {
            known.products.push(product);
        }
    }
}

/// Where each column is.
fn places(headers: &csv::StringRecord) -> anyhow::Result<BTreeMap<&'static str, usize>> {
    let mut places = BTreeMap::new();
    let mut unknown = Vec::new();
    for (at, header) in headers.iter().enumerate() {
        let header = column::normalised(header.trim_start_matches('\u{feff}'));
        match column::REQUIRED
            .iter()
            .chain(&column::OPTIONAL)
            .find(|known| **known == header)
        {
            Some(known) => {
                places.insert(*known, at);
            }
            None => unknown.push(header),
        }
    }
    let missing: Vec<_> = column::REQUIRED
        .into_iter()
        .filter(|header| !places.contains_key(header))
        .collect();
    anyhow::ensure!(
        missing.is_empty(),
        "columns are missing: {}",
        missing.join(", ")
    );
    anyhow::ensure!(
        unknown.is_empty(),
        "unknown columns: {}; known are {}, {}",
        unknown.join(", "),
        column::REQUIRED.join(", "),
        column::OPTIONAL.join(", ")
    );
    Ok(places)
}

struct Row<'a> {
    record: &'a csv::StringRecord,
    places: &'a BTreeMap<&'static str, usize>,
    line: u64,
    bad: Vec<BadRow>,
}

impl Row<'_> {
    fn text(&mut self, header: &'static str) -> String {
        let cell = self
            .places
            .get(header)
            .and_then(|at| self.record.get(*at))
            .unwrap_or_default();
        let text = column::normalised(cell);
        if text.is_empty() && column::REQUIRED.contains(&header) {
            self.reject(header, "must be filled in".to_owned());
        }
        text
    }

    /// Reads a cell that must be well formed. What is missing has been reported as such.
    fn parsed<T: Default>(
        &mut self,
        header: &'static str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> T {
        let text = self.text(header);
        if text.is_empty() && column::REQUIRED.contains(&header) {
            return T::default();
        }
        read(&text).unwrap_or_else(|reason| {
            self.reject(header, reason);
            T::default()
        })
    }

    fn reject(&mut self, column: &'static str, reason: String) {
        self.bad.push(BadRow {
            line: self.line,
            column,
            reason,
        });
    }

    fn producer(&mut self) -> Producer {
        Producer {
            registration_number: self.text(column::REGISTRATION_NUMBER),
            name: self.text(column::PRODUCER_NAME),
            kind: self.parsed(column::KIND, |text| column::kind(text).map(i32::from)),
            registration_date: self.parsed(column::REGISTRATION_DATE, column::date),
            place_code: self.text(column::PLACE),
            address: self.text(column::ADDRESS),
            local_capital_percent: self.parsed(column::LOCAL_CAPITAL, |text| {
                (!text.is_empty())
                    .then(|| column::number(text, 0, 100))
                    .transpose()
            }),
            representative: Some(LegalRepresentative {
                full_name: self.text(column::REPRESENTATIVE),
                position: self.text(column::POSITION),
                sex: self.parsed(column::SEX, |text| column::sex(text).map(i32::from)),
                ethnicity: self.text(column::ETHNICITY),
                has_disability: self.parsed(column::DISABILITY, column::yes),
            }),
            ..Producer::default()
        }
    }

    fn product(&mut self) -> ProductRow {
        ProductRow {
            line: self.line,
            product: Product {
                name: self.text(column::PRODUCT_NAME),
                criteria_set: self.parsed(column::CRITERIA_SET, |text| column::number(text, 1, 26)),
                description: self.text(column::DESCRIPTION),
                packaging: self.text(column::PACKAGING),
                gtin: self.text(column::GTIN),
                place_code: column::normalised(
                    self.places
                        .get(column::PLACE)
                        .and_then(|at| self.record.get(*at))
                        .unwrap_or_default(),
                ),
                ..Product::default()
            },
            certificate: ImportCertificateRequest {
                star: self.parsed(column::STAR, |text| column::number(text, 3, 5)),
                decision: Some(Decision {
                    number: self.text(column::DECISION_NUMBER),
                    date: self.parsed(column::DECISION_DATE, column::date),
                    authority: self.text(column::AUTHORITY),
                    signer: self.text(column::SIGNER),
                }),
                product_code: self.text(column::PRODUCT_CODE),
                ..ImportCertificateRequest::default()
            },
        }
    }
}

#[cfg(test)]
mod tests;
