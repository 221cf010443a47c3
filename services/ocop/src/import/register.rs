//! Reads a register. Every bad row is reported with its line, its column and the reason; good rows stay.
//!
//! The rows are kept in a scratch file as they are written, and in memory where each begins. They are read for one
//! producer after the other.

mod contract;
mod headers;
mod producer;
mod row;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{Read, Seek};

use ocop_proto::catalog::v1::{Producer, Product, ProductRow as SentProduct};
use ocop_proto::evaluation::v1::{
    CertificateRow as SentCertificate, Decision, ImportCertificateRequest,
};
use serde::Serialize;

use self::headers::Headers;
use self::producer::Reading;
use self::row::{Row, Table};
use super::columns as column;
use super::mapping::Mapping;
use super::sheet::legacy::Evidence;
use super::sheet::{self, Line, Lines};

/// What is to be said about a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Remark<Column = &'static str> {
    /// Line in the file, from 1.
    pub(crate) line: u64,
    /// Header of the column, or empty if it is the row as a whole.
    pub(crate) column: Column,
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
    /// What the catalog is sent of it.
    pub(super) fn of_producer(&self, producer: &Producer) -> SentProduct {
        SentProduct {
            producer: Some(producer.clone()),
            product: Some(self.product.clone()),
        }
    }

    /// What the evaluation service is sent of it.
    pub(super) fn of_product(&self, product_id: &str) -> SentCertificate {
        let wanted = &self.certificate;
        SentCertificate {
            product_id: product_id.to_owned(),
            unregistered: String::new(),
            star: wanted.star,
            decision: wanted.decision.clone(),
            product_code: wanted.product_code.clone(),
        }
    }

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
    evidence: Evidence,
    lines: Lines,
    producers: Producers,
}

/// The rows of each producer as places among the lines, in order of its first row.
#[derive(Debug, Default)]
struct Producers {
    /// The places, those of a producer together.
    rows: Vec<u32>,
    /// Where the rows of each producer end.
    ends: Vec<u32>,
}

/// What stands for a registration number: that two differ and have the same is out of the question. A text of a hundred thousand
/// would take several times the memory.
fn fingerprint(number: &str) -> u128 {
    let half = |which: u8| {
        let mut hasher = DefaultHasher::new();
        (which, number).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

impl Producers {
    /// Of rows, each with its place and the registration number in it.
    fn of(rows: impl Iterator<Item = anyhow::Result<(u32, String)>>) -> anyhow::Result<Self> {
        let mut by_number = HashMap::new();
        let mut of_rows: Vec<(u32, u32)> = Vec::new();
        let mut count = 0;
        for row in rows {
            let (at, number) = row?;
            // A row that names no producer is bad by itself.
            let of = match number.as_str() {
                "" => count,
                number => *by_number.entry(fingerprint(number)).or_insert(count),
            };
            count = count.max(of + 1);
            of_rows.push((of, at));
        }
        drop(by_number);
        of_rows.sort_unstable();
        let mut producers = Self::default();
        for (of, at) in of_rows {
            if of as usize == producers.ends.len() {
                producers.ends.push(0);
            }
            producers.rows.push(at);
            producers.ends[of as usize] = u32::try_from(producers.rows.len())?;
        }
        Ok(producers)
    }

    /// The places of the rows of each producer.
    fn iter(&self) -> impl Iterator<Item = &[u32]> + Send {
        let begins = std::iter::once(&0).chain(&self.ends);
        let pairs = begins.zip(&self.ends);
        pairs.map(|(from, to)| &self.rows[*from as usize..*to as usize])
    }
}

/// Reads a register: a workbook or text, with titles above the headers and further columns as they come.
///
/// # Errors
/// It is no table, or columns are missing.
pub(crate) fn read(file: impl Read + Seek, mapping: &Mapping) -> anyhow::Result<Register> {
    let lines = sheet::lines(file)?;
    let (headers, below) = Headers::find(&lines, mapping)?;
    let mut evidence = Evidence::default();
    let rows = (below..lines.count()).filter_map(|at| {
        let line = match lines.line(at) {
            Ok(line) if line.is_blank() => return None,
            Ok(line) => line,
            Err(error) => return Some(Err(error)),
        };
        evidence.note(&line.cells);
        let number = headers.registration_number(&line, mapping);
        let at = u32::try_from(at).map_err(anyhow::Error::from);
        Some(at.map(|at| (at, number)))
    });
    Ok(Register {
        producers: Producers::of(rows)?,
        headers,
        mapping: mapping.clone(),
        evidence,
        lines,
    })
}

impl Register {
    /// How many rows it has.
    pub(crate) fn rows(&self) -> u64 {
        self.producers.rows.len() as u64
    }

    /// The rows of each producer, in order of its first row.
    pub(crate) fn producers(&self) -> impl Iterator<Item = anyhow::Result<OfProducer>> + Send + '_ {
        self.producers.iter().map(|rows| {
            let lines = rows.iter().map(|&at| self.lines.line(at as usize));
            let lines = lines.collect::<anyhow::Result<Vec<Line>>>()?;
            let rows = lines.iter();
            let table = Table {
                headers: &self.headers,
                mapping: &self.mapping,
                evidence: &self.evidence,
            };
            let rows = rows.map(|line| Row::new(line, table));
            Ok(Reading::default().read(rows))
        })
    }

    /// The headers as they are written.
    pub(crate) fn headers(&self) -> &[String] {
        &self.headers.written
    }

    /// The header that a column has in the file; the column's own name if the file does not have it.
    pub(crate) fn header_of(&self, column: &'static str) -> &str {
        self.headers.header_of(column).unwrap_or(column)
    }

    /// Headers of columns that were not read.
    pub(crate) fn columns_not_read(&self) -> &[String] {
        &self.headers.not_read
    }

    /// The lines of the file, as they are written.
    pub(crate) fn lines(&self) -> &Lines {
        &self.lines
    }
}

#[cfg(test)]
pub(super) mod tests;
