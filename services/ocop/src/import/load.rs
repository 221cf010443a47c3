//! Brings a register into the services through their rpcs.
//!
//! What is there already stays as it is: producers are known by their registration number, products by their producer
//! and name, certificates by their product and decision, in whatever writing. So a second run changes nothing. Each request carries an id made
//! of its content, so that a request repeated after a lost answer takes effect once.

use std::collections::HashSet;

use futures::{StreamExt as _, TryStreamExt as _};
use ocop_chassis::text::{likeness_key, name_key};
use ocop_proto::catalog::v1::{
    ListProducersRequest, ListProductsRequest, Producer, Product, RegisterProducerRequest,
    RegisterProductRequest,
};
use ocop_proto::evaluation::v1::{
    Certificate, Decision, ImportCertificateRequest, ListCertificatesRequest,
};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::calling::{Failure, bad, id_of, with_retries};
use super::columns;
use super::register::{ProducerRows, ProductRow, Register, Remark};
use crate::client::{Bearer, Services};

/// Producers imported at the same time.
const IN_FLIGHT: usize = 8;

/// Rows of a page. A producer has fewer products than this.
const PAGE: i32 = 500;

/// How many there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Count {
    /// Brought in now.
    pub(crate) new: u64,
    /// There already.
    pub(crate) unchanged: u64,
}

impl Count {
    fn add(&mut self, new: bool) {
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

/// The result of an import.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Summary {
    /// Producers.
    pub(crate) producers: Count,
    /// Products.
    pub(crate) products: Count,
    /// Certificates.
    pub(crate) certificates: Count,
    /// Rows that were not taken, by line.
    pub(crate) bad: Vec<Remark>,
    /// What was noticed of rows that were taken, by line.
    pub(crate) noticed: Vec<Remark>,
    /// Headers of columns that were not read.
    pub(crate) columns_not_read: Vec<String>,
    /// Rows that were not tried, because the import was stopped.
    pub(crate) not_tried: u64,
    /// Whether nothing was written.
    pub(crate) dry_run: bool,
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
    register: Register,
    services: &Services,
    bearer: &Bearer,
    options: &Options,
    advance: &(impl Fn(u64) + Sync),
) -> anyhow::Result<Summary> {
    let loader = Loader {
        services,
        bearer,
        options,
    };
    let mut summary = Summary {
        bad: register.bad,
        noticed: register.noticed,
        columns_not_read: register.not_read,
        dry_run: options.dry_run,
        ..Summary::default()
    };
    let mut parts = futures::stream::iter(register.producers)
        .map(|rows| loader.producer(rows, advance))
        .buffer_unordered(IN_FLIGHT);
    while let Some(part) = parts.try_next().await? {
        summary.producers.plus(part.producers);
        summary.products.plus(part.products);
        summary.certificates.plus(part.certificates);
        summary.bad.extend(part.bad);
        summary.noticed.extend(part.noticed);
        summary.not_tried += part.not_tried;
    }
    summary.bad.sort();
    summary.noticed.sort();
    Ok(summary)
}

struct Loader<'a> {
    services: &'a Services,
    bearer: &'a Bearer,
    options: &'a Options,
}

impl Loader<'_> {
    /// One producer with its products and their certificates.
    async fn producer(
        &self,
        rows: ProducerRows,
        advance: &impl Fn(u64),
    ) -> anyhow::Result<Summary> {
        let mut summary = Summary::default();
        if self.options.stop.is_cancelled() {
            summary.not_tried = rows.products.len() as u64;
            return Ok(summary);
        }
        let producer = match self.ensure_producer(&rows.producer).await {
            Ok((producer, new)) => {
                summary.producers.add(new);
                producer
            }
            Err(failure) => {
                // None of its rows can go in without it.
                advance(rows.products.len() as u64);
                for row in &rows.products {
                    summary.bad.push(bad(row.line, &failure)?);
                }
                return Ok(summary);
            }
        };
        let mut known = self.products_of(&producer.id).await?;
        let mut counted = HashSet::new();
        for row in &rows.products {
            let taken = self.product(&producer, (&mut known, &mut counted), row, &mut summary);
            if let Err(failure) = taken.await {
                summary.bad.push(bad(row.line, &failure)?);
            }
            advance(1);
        }
        Ok(summary)
    }

    async fn product(
        &self,
        producer: &Producer,
        (known, counted): (&mut Vec<Product>, &mut HashSet<String>),
        row: &ProductRow,
        summary: &mut Summary,
    ) -> Result<(), Failure> {
        let (product, new) = self.ensure_product(producer, known, &row.product).await?;
        if new {
            summary.noticed.extend(alike(known, row));
            known.push(product.clone());
        }
        // One that was counted for a row before, with another decision, is not counted again.
        if counted.insert(name_key(&product.name)) {
            summary.products.add(new);
        }
        let new = self.ensure_certificate(&product, &row.certificate).await?;
        summary.certificates.add(new);
        Ok(())
    }

    async fn ensure_producer(&self, wanted: &Producer) -> Result<(Producer, bool), Failure> {
        let request = ListProducersRequest {
            registration_number: wanted.registration_number.clone(),
            ..ListProducersRequest::default()
        };
        let client = self.services.catalog(self.bearer);
        let found =
            with_retries(async || client.clone().list_producers(request.clone()).await).await?;
        if let Some(known) = found.producers.into_iter().next() {
            if name_key(&known.name) != name_key(&wanted.name)
                || known.kind != wanted.kind
                || known.place_code != wanted.place_code
            {
                let reason = format!(
                    "{} is registered with other data: {}, {}",
                    known.registration_number, known.name, known.place_code
                );
                return Err(Failure::Row {
                    column: columns::REGISTRATION_NUMBER,
                    reason,
                });
            }
            return Ok((known, false));
        }
        if self.options.dry_run {
            return Ok((wanted.clone(), true));
        }
        let mut request = RegisterProducerRequest {
            request_id: String::new(),
            producer: Some(wanted.clone()),
        };
        request.request_id = id_of(&request)?;
        let made =
            with_retries(async || client.clone().register_producer(request.clone()).await).await?;
        Ok((made.producer.unwrap_or_default(), true))
    }

    /// The products of a producer; none of one that a dry run did not register.
    async fn products_of(&self, producer_id: &str) -> anyhow::Result<Vec<Product>> {
        if producer_id.is_empty() {
            return Ok(Vec::new());
        }
        let request = ListProductsRequest {
            page_size: PAGE,
            producer_id: producer_id.to_owned(),
            ..ListProductsRequest::default()
        };
        let client = self.services.catalog(self.bearer);
        match with_retries(async || client.clone().list_products(request.clone()).await).await {
            Ok(page) => Ok(page.products),
            Err(Failure::Row { reason, .. }) => Err(anyhow::anyhow!(reason)),
            Err(Failure::Import(error)) => Err(error),
        }
    }

    async fn ensure_product(
        &self,
        producer: &Producer,
        known: &[Product],
        wanted: &Product,
    ) -> Result<(Product, bool), Failure> {
        let key = name_key(&wanted.name);
        if let Some(known) = known.iter().find(|known| name_key(&known.name) == key) {
            if known.criteria_set != wanted.criteria_set {
                let reason = format!(
                    "the product is registered with criteria set {}",
                    known.criteria_set
                );
                return Err(Failure::Row {
                    column: columns::CRITERIA_SET,
                    reason,
                });
            }
            return Ok((known.clone(), false));
        }
        let product = Product {
            producer_id: producer.id.clone(),
            ..wanted.clone()
        };
        if self.options.dry_run {
            return Ok((product, true));
        }
        let mut request = RegisterProductRequest {
            request_id: String::new(),
            product: Some(product),
        };
        request.request_id = id_of(&request)?;
        let client = self.services.catalog(self.bearer);
        let made =
            with_retries(async || client.clone().register_product(request.clone()).await).await?;
        Ok((made.product.unwrap_or_default(), true))
    }

    async fn ensure_certificate(
        &self,
        product: &Product,
        wanted: &ImportCertificateRequest,
    ) -> Result<bool, Failure> {
        if product.id.is_empty() {
            return Ok(true);
        }
        let request = ListCertificatesRequest {
            product_id: product.id.clone(),
            ..ListCertificatesRequest::default()
        };
        let client = self.services.certificates(self.bearer);
        let found =
            with_retries(async || client.clone().list_certificates(request.clone()).await).await?;
        let decision = |of: Option<&Decision>| {
            of.map(|decision| {
                (
                    columns::decision_key(&decision.number),
                    decision.date.clone(),
                )
            })
        };
        let same_decision = |known: &&Certificate| {
            decision(known.decision.as_ref()) == decision(wanted.decision.as_ref())
        };
        if let Some(known) = found.certificates.iter().find(same_decision) {
            if known.star != wanted.star {
                let reason = format!("this decision is recorded with {} stars", known.star);
                return Err(Failure::Row {
                    column: columns::STAR,
                    reason,
                });
            }
            return Ok(false);
        }
        if self.options.dry_run {
            return Ok(true);
        }
        let mut request = ImportCertificateRequest {
            product_id: product.id.clone(),
            ..wanted.clone()
        };
        request.request_id = id_of(&request)?;
        with_retries(async || client.clone().import_certificate(request.clone()).await).await?;
        Ok(true)
    }
}

/// What names of products of the same producer a new one may be another writing of.
fn alike(known: &[Product], row: &ProductRow) -> Option<Remark> {
    let likeness = likeness_key(&row.product.name);
    let mut known = known.iter();
    let twin = known.find(|known| likeness_key(&known.name) == likeness)?;
    Some(Remark {
        line: row.line,
        column: columns::PRODUCT_NAME,
        reason: format!(
            "is very like {:?}, which the producer has; if it is the same product, retire one of them",
            twin.name
        ),
    })
}
