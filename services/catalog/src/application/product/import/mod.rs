//! Brings rows of a register in: a producer with one of its products each, many in one transaction. A row with anything
//! wrong in it is refused whole, and the others are taken.

mod row;

use std::collections::HashSet;

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, OutOfScope};
use uuid::Uuid;

use crate::application::Error;
use crate::application::place::NamedPlace;
use crate::domain::product::{Gtin, Similar};
use crate::domain::{Event, producer, product};
use crate::storage::Tx;
use crate::storage::product::{Named, registered};

/// Products named at most that a new one is very like.
const MOST_SIMILAR: usize = 5;

/// One thing that is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Path of the field within the row; empty if it is the row as a whole.
    pub field: String,
    /// Why, as a stable word.
    pub reason: &'static str,
    /// Why, in words.
    pub description: String,
}

/// A row as it was read: what was wrong with it stands in the row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The producer with its place, if they could be read.
    pub producer: Option<(producer::Profile, NamedPlace)>,
    /// The product with its place, if they could be read.
    pub product: Option<(product::Profile, NamedPlace)>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// The rows to bring in.
#[derive(Debug)]
pub struct ImportProducts {
    /// Who asks.
    pub caller: Caller,
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether nothing is written.
    pub validate_only: bool,
}

/// Whether a part of a row is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was brought in.
    New,
    /// It was there.
    Unchanged,
}

/// What became of a row.
#[derive(Debug)]
pub enum Done {
    /// It went in, or was there.
    Taken {
        /// The producer; without an id if it would be new and nothing is written.
        producer: (Outcome, Option<Uuid>),
        /// The product; likewise.
        product: (Outcome, Option<Uuid>),
        /// Products of the same producer that a new product may be another writing of.
        similar: Vec<Similar>,
    },
    /// Nothing of it went in.
    Refused(Vec<Problem>),
}

impl UseCase<Event> for ImportProducts {
    type Answer = Vec<Done>;
    type Error = Error;

    const MANY_ROWS: bool = true;

    async fn run(&self, tx: &mut Tx) -> Result<Vec<Done>, Error> {
        let mut taking = row::Taking {
            caller: &self.caller,
            known: registered(tx, &self.named(tx.today())).await?,
            units: tx.units(),
            new_id: &|| tx.new_id(),
            producers: Vec::new(),
            products: Vec::new(),
            denied: None,
            covered: false,
        };
        let mut done: Vec<Done> = self.rows.iter().map(|row| taking.row(row)).collect();
        let row::Taking {
            producers,
            products,
            denied,
            covered,
            ..
        } = taking;
        if let Some(denied) = denied.filter(|_| !covered) {
            return Err(OutOfScope::into(denied));
        }
        if self.validate_only {
            let producers = producers.iter().map(|producer| producer.id);
            let new: HashSet<Uuid> = producers.chain(products.iter().map(|one| one.id)).collect();
            without_ids(&mut done, &new);
            return Ok(done);
        }
        let now = tx.now();
        tx.save_all(&mut saved(producers, now)).await?;
        tx.save_all(&mut saved(products, now)).await?;
        Ok(done)
    }
}

/// Takes the ids of what is not written out of the answer.
fn without_ids(done: &mut [Done], new: &HashSet<Uuid>) {
    for one in done {
        if let Done::Taken {
            producer,
            product,
            similar,
        } = one
        {
            producer.1 = producer.1.filter(|id| !new.contains(id));
            product.1 = product.1.filter(|id| !new.contains(id));
            similar.retain(|product| !new.contains(&product.id));
        }
    }
}

fn saved<A>(all: Vec<A>, now: chrono::DateTime<chrono::Utc>) -> Vec<Saved<A>> {
    let saved = all.into_iter().map(|one| Saved::new(one, now));
    saved.collect()
}

impl ImportProducts {
    fn named(&self, today: NaiveDate) -> Named {
        let mut named = Named::default();
        for row in &self.rows {
            if let Some((profile, place)) = &row.producer {
                named.places.insert(place.key(today));
                named.numbers.insert(profile.registration_number.clone());
            }
            if let Some((profile, place)) = &row.product {
                named.places.insert(place.key(today));
                named.names.insert(profile.name.clone());
                let gtin = profile.gtin.as_ref().map(Gtin::as_str);
                named.gtins.extend(gtin.map(str::to_owned));
            }
        }
        named
    }
}
