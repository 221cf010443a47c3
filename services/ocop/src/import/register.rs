//! Reads a register. Every bad row is reported with its line, its column and the reason; good rows stay.
//!
//! The rows stay in memory as they are written, about as large as the file. They are read for one producer after the
//! other, so that a register of 100,000 rows costs little more than its text.

mod headers;
mod producer;
mod row;

use std::collections::HashMap;

use ocop_proto::catalog::v1::{Producer, Product};
use ocop_proto::evaluation::v1::{Decision, ImportCertificateRequest};
use serde::Serialize;

use self::headers::Headers;
use self::producer::Reading;
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
    fn decision(&self) -> (String, String) {
        let decision = self.certificate.decision.as_ref();
        let key = |decision: &Decision| {
            (
                decision.date.clone(),
                column::decision_key(&decision.number),
            )
        };
        decision.map(key).unwrap_or_default()
    }
}

/// What the rows of one producer say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OfProducer {
    /// How many there are.
    pub(crate) rows: u64,
    /// The producer with its products, if a row is good.
    pub(crate) good: Option<ProducerRows>,
    /// The rows that are not taken.
    pub(crate) bad: Vec<Remark>,
    /// What was noticed of rows that are taken.
    pub(crate) noticed: Vec<Remark>,
}

/// The content of a file.
#[derive(Debug)]
pub(crate) struct Register {
    headers: Headers,
    mapping: Mapping,
    lines: Vec<Line>,
    /// The rows of each producer as places in `lines`, in order of its first row.
    producers: Vec<Vec<usize>>,
}

/// Reads a register: a workbook or text, with titles above the headers and further columns as they come.
///
/// # Errors
/// It is no table, or columns are missing.
pub(crate) fn read(bytes: &[u8], mapping: &Mapping) -> anyhow::Result<Register> {
    let mut lines = sheet::lines(bytes)?;
    let (headers, below) = Headers::find(&lines, mapping)?;
    lines.drain(..below);
    let mut producers: Vec<Vec<usize>> = Vec::new();
    let mut by_number = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() {
            continue;
        }
        let number = Row::new(line, &headers, mapping).registration_number();
        // A row that names no producer is bad by itself.
        let next = producers.len();
        let of = match number.as_str() {
            "" => next,
            _ => *by_number.entry(number).or_insert(next),
        };
        if of == next {
            producers.push(vec![at]);
        } else {
            producers[of].push(at);
        }
    }
    Ok(Register {
        headers,
        mapping: mapping.clone(),
        lines,
        producers,
    })
}

impl Register {
    /// How many rows it has.
    pub(crate) fn rows(&self) -> u64 {
        self.producers.iter().map(|rows| rows.len() as u64).sum()
    }

    /// The rows of each producer, in order of its first row.
    pub(crate) fn producers(&self) -> impl Iterator<Item = OfProducer> + Send + '_ {
        self.producers.iter().map(|rows| {
            let lines = rows.iter().map(|&at| &self.lines[at]);
            Reading::default().read(lines.map(|line| Row::new(line, &self.headers, &self.mapping)))
        })
    }

    /// The headers as they are written.
    pub(crate) fn headers(&self) -> &[String] {
        &self.headers.written
    }

    /// Headers of columns that were not read.
    pub(crate) fn columns_not_read(&self) -> &[String] {
        &self.headers.not_read
    }

    /// The lines below the headers, as they are written.
    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines
    }
}

#[cfg(test)]
pub(super) mod tests;
