//! Brings a register into the services through their rpcs, many rows with each call.
//!
//! What is there already stays as it is: producers are known by their registration number, products by their producer
//! and name, certificates by their product and decision, in whatever writing. So a second run changes nothing, and one
//! after a crash brings in what is missing. Both services are asked about every row before anything of it goes in.

use std::sync::Arc;

use futures::StreamExt as _;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::batch::{Loader, Row};
use super::register::{OfProducer, Register, Remark};
use crate::client::{Bearer, Services};

/// Batches that are brought in at the same time.
const IN_FLIGHT: usize = 4;

/// Rows from which a batch is full. All rows of a producer are in the same one.
const FULL: usize = 250;

/// How many there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Count {
    /// Brought in now.
    pub(crate) new: u64,
    /// There already.
    pub(crate) unchanged: u64,
}

impl Count {
    pub(super) fn add(&mut self, new: bool) {
        if new {
            self.new += 1;
        } else {
            self.unchanged += 1;
        }
    }

    fn plus(&mut self, other: Self) {
        self.new += other.new;
        self.unchanged += other.unchanged;
    }
}

/// The result of a part of an import, with the columns by their own names.
pub(super) type Part = Summary<&'static str>;

/// The result of an import, with the columns by their headers in the file.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Summary<Column = String> {
    /// Producers.
    pub(crate) producers: Count,
    /// Products.
    pub(crate) products: Count,
    /// Certificates.
    pub(crate) certificates: Count,
    /// Rows that were not taken, by line.
    pub(crate) bad: Vec<Remark<Column>>,
    /// What was noticed of rows that were taken, by line.
    pub(crate) noticed: Vec<Remark<Column>>,
    /// Headers of columns that were not read.
    pub(crate) columns_not_read: Vec<String>,
    /// Rows that were not tried, because the import was stopped or failed.
    pub(crate) not_tried: u64,
    /// Why it could not go on; a batch that was under way may be in by halves, and the next import brings in the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) failed: Option<String>,
    /// Whether nothing was written.
    pub(crate) dry_run: bool,
}

impl Part {
    /// The same with the columns as the file has them.
    fn in_words_of(self, register: &Register) -> Summary {
        let named = |remarks: Vec<Remark>| {
            let remarks = remarks.into_iter().map(|remark| Remark {
                line: remark.line,
                column: register.header_of(remark.column).to_owned(),
                reason: remark.reason,
            });
            remarks.collect()
        };
        Summary {
            producers: self.producers,
            products: self.products,
            certificates: self.certificates,
            bad: named(self.bad),
            noticed: named(self.noticed),
            columns_not_read: self.columns_not_read,
            not_tried: self.not_tried,
            failed: self.failed,
            dry_run: self.dry_run,
        }
    }

    fn plus(&mut self, part: Self) {
        self.producers.plus(part.producers);
        self.products.plus(part.products);
        self.certificates.plus(part.certificates);
        self.bad.extend(part.bad);
        self.noticed.extend(part.noticed);
        self.not_tried += part.not_tried;
    }

    /// Whether no row was taken or found there.
    fn is_empty(&self) -> bool {
        [self.producers, self.products, self.certificates] == [Count::default(); 3]
    }
}

/// How an import is done.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Only compare with what is there.
    pub(crate) dry_run: bool,
    /// Once it is cancelled, what was begun is finished and nothing more is begun.
    pub(crate) stop: CancellationToken,
}

/// Brings `register` in. `advance` is called with the number of rows done.
///
/// # Errors
/// A service cannot be reached, or refuses the caller. Bad rows are in the summary.
pub(crate) async fn load(
    register: &Register,
    services: &Services,
    bearer: &Bearer,
    options: &Options,
    advance: &(impl Fn(u64) + Sync),
) -> anyhow::Result<Summary> {
    let loader = &Loader::new(services, bearer, options.dry_run);
    let mut summary = Part {
        columns_not_read: register.columns_not_read().to_vec(),
        dry_run: options.dry_run,
        ..Part::default()
    };
    let mut parts = futures::stream::iter(Batches::of(register.producers()))
        .map(async |batch: anyhow::Result<Batch>| {
            let batch = match batch {
                Ok(batch) => batch,
                Err(error) => {
                    options.stop.cancel();
                    return Err((error, 0, Part::default()));
                }
            };
            let count = batch.rows.len() as u64;
            if options.stop.is_cancelled() {
                return Ok(Part {
                    not_tried: count,
                    ..batch.said
                });
            }
            let done = loader.batch(&batch.rows).await;
            if done.is_err() {
                options.stop.cancel();
            }
            advance(batch.read);
            match done {
                Ok(mut done) => {
                    done.plus(batch.said);
                    Ok(done)
                }
                Err(error) => Err((error, count, batch.said)),
            }
        })
        .buffer_unordered(IN_FLIGHT);
    let mut failed = None;
    while let Some(part) = parts.next().await {
        match part {
            Ok(part) => summary.plus(part),
            Err((error, count, said)) => {
                summary.plus(said);
                summary.not_tried += count;
                summary.failed.get_or_insert(format!("{error:#}"));
                failed.get_or_insert(error);
            }
        }
    }
    loader.end().await;
    summary.bad.sort();
    summary.bad.dedup();
    summary.noticed.sort();
    match failed {
        Some(error) if summary.is_empty() => Err(error),
        _ => Ok(summary.in_words_of(register)),
    }
}

/// Rows that are brought in together, all of a producer in the same batch.
#[derive(Default)]
struct Batch {
    rows: Vec<Row>,
    /// How many rows of the file it was read from.
    read: u64,
    /// What is to be said of rows as they are written: bad ones, and what was noticed.
    said: Part,
}

/// What the file says of its producers, in batches. If it cannot be read on, that is the last thing said.
struct Batches<I> {
    producers: I,
    failed: Option<anyhow::Error>,
}

impl<I> Batches<I> {
    fn of(producers: I) -> Self {
        Self {
            producers,
            failed: None,
        }
    }
}

impl<I: Iterator<Item = anyhow::Result<OfProducer>>> Iterator for Batches<I> {
    type Item = anyhow::Result<Batch>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(failed) = self.failed.take() {
            return Some(Err(failed));
        }
        let mut batch = Batch::default();
        while batch.rows.len() < FULL {
            let of = match self.producers.next() {
                Some(Ok(of)) => of,
                Some(Err(failed)) if batch.read == 0 => return Some(Err(failed)),
                Some(Err(failed)) => {
                    self.failed = Some(failed);
                    break;
                }
                None => break,
            };
            batch.read += of.rows;
            batch.said.bad.extend(of.bad);
            batch.said.noticed.extend(of.noticed);
            let Some(good) = of.good else { continue };
            let producer = Arc::new(good.producer);
            batch.rows.extend(good.products.into_iter().map(|row| Row {
                producer: Arc::clone(&producer),
                row,
            }));
        }
        (batch.read > 0).then_some(Ok(batch))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::columns;
    use super::super::mapping::Mapping;
    use super::super::register;
    use super::*;

    #[test]
    fn what_is_wrong_stands_at_the_header_that_the_file_has() {
        let file = include_str!("../../demo/quang-ngai-2022.csv").replacen("Mã huyện", "Mã xã", 1);
        let register = register::read(Cursor::new(file), &Mapping::default()).expect("a register");
        let remark = |column| Remark {
            line: 2,
            column,
            reason: "is not known".to_owned(),
        };
        let part = Part {
            bad: vec![remark(columns::PLACE), remark(""), remark(columns::GTIN)],
            ..Part::default()
        };
        let said = part.in_words_of(&register).bad;
        let columns: Vec<&str> = said.iter().map(|one| one.column.as_str()).collect();
        assert_eq!(columns, ["Mã xã", "", "GTIN"]);
    }
}
