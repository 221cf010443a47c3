//! Brings a register into the services through their rpcs.
//!
//! What is there already stays as it is: producers are known by their registration number, products by their producer
//! and name, certificates by their product and decision. So a second run changes nothing. Each request carries an id made
//! of its content, so that a request repeated after a lost answer takes effect once.

use std::time::Duration;

use futures::{StreamExt as _, TryStreamExt as _};
use ocop_proto::catalog::v1::{
    ListProducersRequest, ListProductsRequest, Producer, Product, RegisterProducerRequest,
    RegisterProductRequest,
};
use ocop_proto::evaluation::v1::{Certificate, ImportCertificateRequest, ListCertificatesRequest};
use serde::Serialize;
use tonic::{Code, Response, Status};
use uuid::Uuid;

use super::columns;
use super::register::{BadRow, ProducerRows, ProductRow, Register};
use crate::client::{Bearer, Services};
use crate::errors::Refused;
use crate::waiting;

/// Producers in work at once.
const IN_FLIGHT: usize = 8;

/// Rows asked for at once. A producer has fewer products than this.
const PAGE: i32 = 500;

/// How long a service that is away, or an event on its way, is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

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

/// What an import came to.
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

/// Why a row did not go in.
enum Stop {
    /// The row is bad; the others may go in.
    Row {
        column: &'static str,
        reason: String,
    },
    /// Nothing more can go in.
    All(anyhow::Error),
}

/// Brings `register` in. `advance` is told of every row that is done.
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
            Err(stop) => {
                // None of its rows can go in without it.
                advance(rows.products.len() as u64);
                for row in &rows.products {
                    summary.bad.push(bad(row.line, &stop)?);
                }
                return Ok(summary);
            }
        };
        let known = self.products_of(&producer.id).await?;
        for row in &rows.products {
            if let Err(stop) = self.product(&producer, &known, row, &mut summary).await {
                summary.bad.push(bad(row.line, &stop)?);
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
    ) -> Result<(), Stop> {
        let (product, new) = self.ensure_product(producer, known, &row.product).await?;
        summary.products.add(new);
        let new = self.ensure_certificate(&product, &row.certificate).await?;
        summary.certificates.add(new);
        Ok(())
    }

    async fn ensure_producer(&self, wanted: &Producer) -> Result<(Producer, bool), Stop> {
        let asked = ListProducersRequest {
            registration_number: wanted.registration_number.clone(),
            ..ListProducersRequest::default()
        };
        let client = self.services.catalog(self.bearer);
        let found = patiently(async || client.clone().list_producers(asked.clone()).await).await?;
        if let Some(known) = found.producers.into_iter().next() {
            if known.name != wanted.name
                || known.kind != wanted.kind
                || known.place_code != wanted.place_code
            {
                let reason = format!(
                    "{} is registered otherwise: {}, {}",
                    known.registration_number, known.name, known.place_code
                );
                return Err(Stop::Row {
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
            patiently(async || client.clone().register_producer(request.clone()).await).await?;
        Ok((made.producer.unwrap_or_default(), true))
    }

    async fn products_of(&self, producer_id: &str) -> anyhow::Result<Vec<Product>> {
        let asked = ListProductsRequest {
            page_size: PAGE,
            producer_id: producer_id.to_owned(),
            ..ListProductsRequest::default()
        };
        let client = self.services.catalog(self.bearer);
        match patiently(async || client.clone().list_products(asked.clone()).await).await {
            Ok(page) => Ok(page.products),
            Err(Stop::Row { reason, .. }) => Err(anyhow::anyhow!(reason)),
            Err(Stop::All(error)) => Err(error),
        }
    }

    async fn ensure_product(
        &self,
        producer: &Producer,
        known: &[Product],
        wanted: &Product,
    ) -> Result<(Product, bool), Stop> {
        if let Some(known) = known.iter().find(|known| known.name == wanted.name) {
            if known.criteria_set != wanted.criteria_set {
                let reason = format!(
                    "the product is registered with criteria set {}",
                    known.criteria_set
                );
                return Err(Stop::Row {
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
            patiently(async || client.clone().register_product(request.clone()).await).await?;
        Ok((made.product.unwrap_or_default(), true))
    }

    async fn ensure_certificate(
        &self,
        product: &Product,
        wanted: &ImportCertificateRequest,
    ) -> Result<bool, Stop> {
        let asked = ListCertificatesRequest {
            product_id: product.id.clone(),
            ..ListCertificatesRequest::default()
        };
        let client = self.services.certificates(self.bearer);
        let found =
            patiently(async || client.clone().list_certificates(asked.clone()).await).await?;
        let same_decision = |known: &&Certificate| {
            let (known, wanted) = (known.decision.as_ref(), wanted.decision.as_ref());
            known.map(|decision| (&decision.number, &decision.date))
                == wanted.map(|decision| (&decision.number, &decision.date))
        };
        if let Some(known) = found.certificates.iter().find(same_decision) {
            if known.star != wanted.star {
                let reason = format!("this decision is recorded with {} stars", known.star);
                return Err(Stop::Row {
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
        patiently(async || client.clone().import_certificate(request.clone()).await).await?;
        Ok(true)
    }
}

/// The same content is the same request.
fn id_of(request: &impl Serialize) -> Result<String, Stop> {
    let content = serde_json::to_vec(request).map_err(|error| Stop::All(error.into()))?;
    let import = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"ocop:import");
    Ok(Uuid::new_v5(&import, &content).to_string())
}

/// Calls until there is an answer: a service may be away for a moment, and evaluation knows a product only when its event
/// has arrived.
async fn patiently<T>(call: impl AsyncFn() -> Result<Response<T>, Status>) -> Result<T, Stop> {
    let waited = waiting::until("an answer", PATIENCE, async || match call().await {
        Ok(answer) => Ok(Some(Ok(answer.into_inner()))),
        Err(status) => {
            let code = status.code();
            let refused = Refused::from(status);
            if refused.reason == "PRODUCT_UNKNOWN"
                || matches!(code, Code::Unavailable | Code::DeadlineExceeded)
            {
                tracing::debug!(%refused, "trying again");
                return Ok(None);
            }
            Ok(Some(Err((code, refused))))
        }
    })
    .await;
    match waited {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err((code, refused))) => Err(judged(code, refused)),
        Err(_) => match call().await {
            Ok(answer) => Ok(answer.into_inner()),
            Err(status) => Err(judged(status.code(), status.into())),
        },
    }
}

/// Whether what is refused is this row or the whole import.
fn judged(code: Code, refused: Refused) -> Stop {
    let of_the_row = match code {
        Code::InvalidArgument
        | Code::AlreadyExists
        | Code::FailedPrecondition
        | Code::NotFound
        | Code::OutOfRange
        | Code::Aborted => true,
        Code::PermissionDenied => refused.reason == "OUT_OF_SCOPE",
        _ => false,
    };
    if !of_the_row {
        return Stop::All(refused.into());
    }
    let column = match refused.violations.first() {
        Some(violation) => columns::of_field(&violation.field),
        None => columns::of_reason(&refused.reason),
    };
    // Where fields are named, what is said of each says it all.
    let reason = if refused.violations.is_empty() {
        refused.message
    } else {
        let said = refused.violations.iter();
        said.map(|violation| format!("{}: {}", violation.field, violation.description))
            .collect::<Vec<_>>()
            .join("; ")
    };
    Stop::Row { column, reason }
}

/// The row as bad, or the end of the import.
fn bad(line: u64, stop: &Stop) -> anyhow::Result<BadRow> {
    match stop {
        Stop::Row { column, reason } => Ok(BadRow {
            line,
            column,
            reason: reason.clone(),
        }),
        Stop::All(error) => match error.downcast_ref::<Refused>() {
            Some(refused) => Err(refused.clone().into()),
            None => Err(anyhow::anyhow!("{error:#}")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(star: u32) -> ImportCertificateRequest {
        ImportCertificateRequest {
            star,
            ..ImportCertificateRequest::default()
        }
    }

    #[test]
    fn the_same_row_makes_the_same_request_and_another_row_another() {
        let id = |star| id_of(&request(star)).ok();
        assert!(id(3).is_some());
        assert_eq!(id(3), id(3));
        assert_ne!(id(3), id(4));
    }

    #[test]
    fn a_refused_field_points_to_its_column() {
        let mut details = tonic_types::ErrorDetails::new();
        details.add_bad_request_violation("decision.date", "lies before the programme began");
        let status = <Status as tonic_types::StatusExt>::with_error_details(
            Code::InvalidArgument,
            "one field is wrong",
            details,
        );
        let Stop::Row { column, reason } = judged(status.code(), status.into()) else {
            panic!("it is the row that is wrong");
        };
        assert_eq!(column, columns::DECISION_DATE);
        assert!(reason.contains("before the programme"), "{reason}");
    }

    #[test]
    fn a_caller_without_the_role_ends_the_import() {
        assert!(matches!(
            judged(
                Code::PermissionDenied,
                Status::permission_denied("no").into()
            ),
            Stop::All(_)
        ));
    }
}
