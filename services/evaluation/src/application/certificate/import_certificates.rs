//! Takes over many certificates from an old register in one transaction, in any order. Each row is judged by itself, as
//! `ImportCertificate` judges it; those with anything wrong in them are left out.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use ocop_chassis::database::{Saved, UseCase};
use ocop_identity::{Caller, OutOfScope, Target, Touched};
use uuid::Uuid;

use super::codes;
use super::contradicted::{self, Contradicted};
use crate::application::{Error, on, register};
use crate::domain::Event;
use crate::domain::certificate::Certificate;
use crate::domain::certificate::certification::{Certification, OldCertificate};
use crate::domain::certificate::product_code::code_key;
use crate::domain::criteria::star::Star;
use crate::domain::register::product::Product;
use crate::storage::certificate::Printed;
use crate::storage::{self, Tx};

/// Whose certificate a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// A product of the catalog.
    Product(Uuid),
    /// A product that is not registered yet, by what its rows have in common; only to be judged.
    Unregistered(String),
}

/// One thing that is wrong with a field of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    pub field: String,
    pub reason: &'static str,
    pub description: String,
}

/// A row as it was read.
#[derive(Clone, Debug)]
pub enum Row {
    Read { of: Of, certificate: OldCertificate },
    Misread(Vec<Misread>),
}

/// The rows to take over.
#[derive(Debug)]
pub struct ImportCertificates {
    pub caller: Caller,
    pub rows: Vec<Row>,
    /// The day since which decisions are made here.
    pub before: NaiveDate,
    /// Whether nothing is written.
    pub validate_only: bool,
}

/// What became of a row.
#[derive(Debug)]
pub enum Done {
    New(Uuid),
    Unchanged(Uuid),
    Misread(Vec<Misread>),
    Refused(Vec<Error>),
}

/// What became of the rows.
#[derive(Debug)]
pub struct ImportedRows {
    /// In the order of the rows.
    pub done: Vec<Done>,
    pub contradicted: Vec<Contradicted>,
}

impl UseCase<Event> for ImportCertificates {
    type Answer = ImportedRows;
    type Error = Error;

    const MANY_ROWS: bool = true;

    async fn run(&self, tx: &mut Tx) -> Result<ImportedRows, Error> {
        let read = self.rows.iter().filter_map(Row::certificate);
        let keys = read.map(|certificate| code_key(&certificate.product_code));
        let keys: BTreeSet<String> = keys.filter(|key| !key.is_empty()).collect();
        let ids: BTreeSet<Uuid> = self.rows.iter().filter_map(Row::product).collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let products = storage::register::products(tx, &ids).await?;
        // Several ids may lead to one product.
        let known: BTreeSet<Uuid> = products.values().map(|product| product.id).collect();
        let known: Vec<Uuid> = known.into_iter().collect();
        let certifications = storage::certificate::certifications(tx, &known).await?;
        let merged = storage::certificate::of_merged(tx, &known).await?;
        if !self.validate_only {
            storage::certificate::claim_codes(tx, &keys).await?;
        }
        let mut taking = Taking {
            import: self,
            products,
            certifications,
            merged,
            unregistered: HashMap::new(),
            bearing: storage::certificate::bearing(tx.db(), &keys).await?,
            printed: Vec::new(),
            taken: Vec::new(),
            denied: None,
            covered: false,
        };
        let done = taking.rows(tx);
        if let Some(denied) = taking.denied.filter(|_| !taking.covered) {
            return Err(denied.into());
        }
        if !self.validate_only {
            storage::certificate::store_serials(tx, &taking.printed).await?;
            let mut changed: Vec<_> = taking.certifications.into_values().collect();
            changed.sort_unstable_by_key(|certification| certification.product_id);
            tx.save_all(&mut changed).await?;
        }
        let stored = !self.validate_only;
        let contradicted = contradicted::among(tx, &taking.taken, stored).await?;
        Ok(ImportedRows { done, contradicted })
    }
}

impl Row {
    fn certificate(&self) -> Option<&OldCertificate> {
        match self {
            Self::Read { certificate, .. } => Some(certificate),
            Self::Misread(_) => None,
        }
    }

    fn product(&self) -> Option<Uuid> {
        match self {
            Self::Read {
                of: Of::Product(id),
                ..
            } => Some(*id),
            Self::Read { .. } | Self::Misread(_) => None,
        }
    }
}

/// The rows so far.
struct Taking<'a> {
    import: &'a ImportCertificates,
    products: HashMap<Uuid, Product>,
    certifications: HashMap<Uuid, Saved<Certification>>,
    /// The certificates of what was merged into the products.
    merged: HashMap<Uuid, Vec<Certificate>>,
    /// The certificates of products that are not registered yet.
    unregistered: HashMap<&'a str, Certification>,
    bearing: HashMap<String, Vec<Certificate>>,
    printed: Vec<Printed>,
    /// The certificates of the rows that were taken or there before.
    taken: Vec<Certificate>,
    /// Why a row was out of the caller's scopes.
    denied: Option<OutOfScope>,
    /// Whether a row lay within them.
    covered: bool,
}

impl<'a> Taking<'a> {
    /// Takes the rows by the days of their decisions and answers in the order of the rows.
    fn rows(&mut self, tx: &Tx) -> Vec<Done> {
        let rows = &self.import.rows;
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&at| rows[at].certificate().map(|of| of.decision.date));
        let mut done: Vec<Option<Done>> = rows.iter().map(|_| None).collect();
        for at in order {
            done[at] = Some(match &rows[at] {
                Row::Misread(problems) => Done::Misread(problems.clone()),
                Row::Read { of, certificate } => {
                    let taken = match of {
                        Of::Product(id) => self.of_product(tx, *id, certificate),
                        Of::Unregistered(name) => self.of_unregistered(tx, name, certificate),
                    };
                    taken.unwrap_or_else(Done::Refused)
                }
            });
        }
        done.into_iter().flatten().collect()
    }

    fn of_product(&mut self, tx: &Tx, id: Uuid, old: &OldCertificate) -> Result<Done, Vec<Error>> {
        let product = self.products.get(&id).cloned();
        let held = product
            .as_ref()
            .and_then(|product| self.certifications.remove(&product.id));
        let (Some(product), Some(mut held)) = (product, held) else {
            // It may come: who asks has just registered it, and asks again.
            let may_come = true;
            return Err(vec![Error::ProductUnknown { id, may_come }]);
        };
        let mut touched = register::touched_for(&product);
        if old.star == Star::Five {
            touched = touched.and([Target::default()]);
        }
        let taken = self.take(tx, &product, &mut held, (old, Some(touched)));
        self.certifications.insert(product.id, held);
        taken
    }

    /// Judges a certificate of a product of which nothing is known yet: where it is made is for the catalog to judge.
    fn of_unregistered(
        &mut self,
        tx: &Tx,
        name: &'a str,
        old: &OldCertificate,
    ) -> Result<Done, Vec<Error>> {
        let none = || Certification::none(tx.new_id());
        let mut held = self.unregistered.remove(name).unwrap_or_else(none);
        let product = Product::unregistered(held.product_id);
        let everywhere = || Touched::new(Target::default()).of_producer(Target::default());
        let touched = (old.star == Star::Five).then(everywhere);
        let taken = self.take(tx, &product, &mut held, (old, touched));
        self.unregistered.insert(name, held);
        taken
    }

    fn take(
        &mut self,
        tx: &Tx,
        product: &Product,
        held: &mut Certification,
        (old, touched): (&OldCertificate, Option<Touched>),
    ) -> Result<Done, Vec<Error>> {
        let mut refused: Vec<Error> = Vec::new();
        match touched.map_or(Ok(()), |touched| self.import.caller.within(touched)) {
            Ok(()) => self.covered = true,
            Err(denied) => {
                refused.push(denied.into());
                self.denied = Some(denied);
            }
        }
        let code = &old.product_code;
        refused.extend(on(tx, Some(old.decision.date)).err());
        refused.extend(
            codes::is_free(&self.bearing, product.id, None, code)
                .err()
                .map(Into::into),
        );
        if !refused.is_empty() {
            return Err(refused);
        }
        if let Some(merged) = self.merged.get(&product.id) {
            let known = old.known(merged);
            if let Some(id) = known.map_err(|refusal| vec![refusal.into()])? {
                return Ok(Done::Unchanged(id));
            }
        }
        let certificate = OldCertificate {
            id: tx.new_id(),
            recorded_at: tx.now(),
            ..old.clone()
        };
        let new = certificate.id;
        let id = held
            .import(product, certificate, self.import.before, tx.today())
            .map_err(|refusal| vec![refusal.into()])?;
        let granted = super::granted(held, id).map_err(|error| vec![error])?;
        self.taken.push(granted.clone());
        if id != new {
            return Ok(Done::Unchanged(id));
        }
        if !code.is_empty() {
            self.printed.extend(codes::printed(product, code));
            let bearing = self.bearing.entry(code_key(code)).or_default();
            bearing.push(granted);
        }
        Ok(Done::New(id))
    }
}
