//! The rows of one producer: what they say of it, and whether they fit together.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;
use ocop_chassis::text::{likeness_key, name_key};
use ocop_places::{Said, built_in};
use ocop_proto::catalog::v1::Producer;

use super::row::Row;
use super::{OfProducer, ProducerRows, ProductRow, Remark, contract};
use crate::import::columns as column;

/// What was read of a producer so far.
#[derive(Default)]
pub(super) struct Reading {
    said: OfProducer,
    /// Its products by the key of their name.
    products: HashMap<String, Known>,
    /// The first product with a name like others, by what they have in common.
    alike: HashMap<String, (String, u64)>,
}

/// A product that was read.
struct Known {
    /// Line of its first row.
    line: u64,
    criteria_set: u32,
    /// The lines of its decisions, by day and number.
    decisions: HashMap<(String, String), u64>,
}

impl Reading {
    /// Reads the rows, in their order.
    pub(super) fn read<'a>(mut self, rows: impl Iterator<Item = Row<'a>>) -> OfProducer {
        for row in rows {
            self.said.rows += 1;
            self.row(row);
        }
        if let Some(good) = &mut self.said.good {
            good.products.sort_by_cached_key(ProductRow::decision);
        }
        self.said
    }

    fn row(&mut self, mut row: Row<'_>) {
        let (producer, product) = (row.producer(), row.product());
        for (column, reason) in contract::refused(&producer, &product) {
            row.reject(column, reason);
        }
        if !row.bad.is_empty() {
            self.said.bad.append(&mut row.bad);
            return;
        }
        let line = product.line;
        let remark = |(column, reason)| Remark {
            line,
            column,
            reason,
        };
        let taken = self.joined(&producer).and_then(|()| self.product(&product));
        match taken {
            Err(contradiction) => self.said.bad.push(remark(contradiction)),
            Ok(likeness) => {
                self.said.noticed.append(&mut row.noticed);
                self.said.noticed.extend(likeness.map(remark));
                let good = self.said.good.get_or_insert_with(|| ProducerRows {
                    line,
                    producer,
                    products: Vec::new(),
                });
                good.products.push(product);
            }
        }
    }

    /// Compares what a row says of the producer with the rows before.
    fn joined(&mut self, producer: &Producer) -> Result<(), Contradiction> {
        let Some(known) = &mut self.said.good else {
            return Ok(());
        };
        if !same_producer(&known.producer, producer) {
            let reason = format!(
                "describes the producer differently from line {}",
                known.line
            );
            return Err((column::REGISTRATION_NUMBER, reason));
        }
        // Of two that one place was, the later says where it is.
        let said_on = |of: &Producer| (of.place_on.is_empty(), of.place_on.clone());
        if said_on(producer) > said_on(&known.producer) {
            known.producer.place_code.clone_from(&producer.place_code);
            known.producer.place_on.clone_from(&producer.place_on);
        }
        Ok(())
    }

    /// Compares a product with those of the rows before. Answers what is noticed if it may be one of them.
    fn product(&mut self, row: &ProductRow) -> Result<Option<Contradiction>, Contradiction> {
        let (line, name) = (row.line, &row.product.name);
        match self.products.entry(name_key(name)) {
            Entry::Occupied(known) => {
                let known = known.into_mut();
                if known.criteria_set != row.product.criteria_set {
                    let reason = format!(
                        "the same product has criteria set {} on line {}",
                        known.criteria_set, known.line
                    );
                    return Err((column::CRITERIA_SET, reason));
                }
                match known.decisions.entry(row.decision()) {
                    Entry::Occupied(before) => {
                        let reason = format!(
                            "the producer has this product with this decision on line {} already",
                            before.get()
                        );
                        Err((column::PRODUCT_NAME, reason))
                    }
                    Entry::Vacant(new) => {
                        new.insert(line);
                        Ok(None)
                    }
                }
            }
            Entry::Vacant(new) => {
                new.insert(Known {
                    line,
                    criteria_set: row.product.criteria_set,
                    decisions: HashMap::from([(row.decision(), line)]),
                });
                match self.alike.entry(likeness_key(name)) {
                    Entry::Vacant(first) => {
                        first.insert((name.clone(), line));
                        Ok(None)
                    }
                    Entry::Occupied(other) => {
                        let (other, line) = other.get();
                        let reason = format!(
                            "is very like {other:?} on line {line}; if it is the same product, write it the same"
                        );
                        Ok(Some((column::PRODUCT_NAME, reason)))
                    }
                }
            }
        }
    }
}

/// The column in which a row contradicts another or is like it, and how.
type Contradiction = (&'static str, String);

/// Whether two rows describe a producer alike. Its place may be said for two days, by the code of each.
fn same_producer(one: &Producer, other: &Producer) -> bool {
    let elsewhere = Producer {
        place_code: one.place_code.clone(),
        place_on: one.place_on.clone(),
        ..other.clone()
    };
    *one == elsewhere && (may_be_at(one, other) || may_be_at(other, one))
}

/// Whether the place of one, as it was said, may be that of the other.
fn may_be_at(from: &Producer, to: &Producer) -> bool {
    let day = |of: &Producer| of.place_on.parse().unwrap_or(NaiveDate::MAX);
    let code = from.place_code.as_str();
    let places = built_in();
    let on = day(from);
    let mut units = places.on(Said { code, on }, day(to)).into_iter();
    // One that is not known is the same as itself alone, on whatever day.
    units.any(|unit| unit.code == to.place_code)
        || code == to.place_code && (on == day(to) || places.named(code).is_empty())
}
