//! Brings a register into the services through their rpcs.
//!
//! What is there already stays as it is: producers are known by their registration number, products by their producer
//! and name, certificates by their product and decision. So a second run changes nothing. Each request carries an id made
//! of its content, so that a request repeated after a lost answer takes effect once.

use futures::{StreamExt as _, TryStreamExt as _};
use ocop_proto::catalog::v1::{
    ListProducersRequest, ListProductsRequest, Producer, Product, RegisterProducerRequest,
    RegisterProductRequest,
};
use ocop_proto::evaluation::v1::{Certificate, ImportCertificateRequest, ListCertificatesRequest};
use serde::Serialize;

use super::calling::{Failure, bad, id_of, with_retries};
use super::columns;
use super::register::{BadRow, ProducerRows, ProductRow, Register};
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
    pub(crate) bad: Vec<BadRow>,
}

/// Brings `register` in. `advance` is called with the number of rows done.
///
/// # Errors
/// A service cannot be reached, or refuses the caller. Bad rows are in the summary.
pub(crate) async fn load(
    register: Register,
    services: &Services,
    bearer: &Bearer,
    advance: &(impl Fn(u64) + Sync),
) -> anyhow::Result<Summary> {
    let loader = Loader { services, bearer };
    let mut summary = Summary {
        bad: register.bad,
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
    }
    summary.bad.sort();
    Ok(summary)
}

struct Loader<'a> {
    services: &'a Services,
    bearer: &'a Bearer,
}

impl Loader<'_> {
    /// One producer with its products and their certificates.
    async fn producer(
        &self,
        rows: ProducerRows,
        advance: &impl Fn(u64),
    ) -> anyhow::Result<Summary> {
        let mut summary = Summary::default();
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
        let known = self.products_of(&producer.id).await?;
        for row in &rows.products {
            if let Err(failure) = self.product(&producer, &known, row, &mut summary).await {
                summary.bad.push(bad(row.line, &failure)?);
            }
            advance(1);
        }
        Ok(summary)
    }

    async fn product(
        &self,
        producer: &Producer,
        known: &[Product],
        row: &ProductRow,
        summary: &mut Summary,
    ) -> Result<(), Failure> {
        let (product, new) = self.ensure_product(producer, known, &row.product).await?;
        summary.products.add(new);
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
            if known.name != wanted.name
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
        let mut request = RegisterProducerRequest {
            request_id: String::new(),
            producer: Some(wanted.clone()),
        };
        request.request_id = id_of(&request)?;
        let made =
            with_retries(async || client.clone().register_producer(request.clone()).await).await?;
        Ok((made.producer.unwrap_or_default(), true))
    }

    async fn products_of(&self, producer_id: &str) -> anyhow::Result<Vec<Product>> {
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
        if let Some(known) = known.iter().find(|known| known.name == wanted.name) {
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
        let request = ListCertificatesRequest {
            product_id: product.id.clone(),
            ..ListCertificatesRequest::default()
        };
        let client = self.services.certificates(self.bearer);
        let found =
            with_retries(async || client.clone().list_certificates(request.clone()).await).await?;
        let same_decision = |known: &&Certificate| {
            let (known, wanted) = (known.decision.as_ref(), wanted.decision.as_ref());
            known.map(|decision| (&decision.number, &decision.date))
                == wanted.map(|decision| (&decision.number, &decision.date))
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
        let mut request = ImportCertificateRequest {
            product_id: product.id.clone(),
            ..wanted.clone()
        };
        request.request_id = id_of(&request)?;
        with_retries(async || client.clone().import_certificate(request.clone()).await).await?;
        Ok(true)
    }
}
