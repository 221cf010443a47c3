//! A batch of rows: both services are asked about every row; those that neither objects to go in.

use std::collections::HashMap;
use std::sync::Arc;

use ocop_chassis::clock::Clock;
use ocop_chassis::ids::new_id;
use ocop_chassis::text::name_key;
use ocop_proto::catalog::v1::{
    ImportProductsRequest, ImportedProduct, Producer, StreamImportProductsRequest,
    StreamImportProductsResponse,
};
use ocop_proto::evaluation::v1::{
    CertificateRow, ContradictedDecision, ImportCertificatesRequest, ImportCertificatesResponse,
    ImportedCertificate, StreamImportCertificatesRequest, StreamImportCertificatesResponse,
};

use super::calling::{Streams, TIMEOUT};
use super::load::Part;
use super::register::ProductRow;
use super::verdict::{Counted, Verdict, written_otherwise};
use crate::client::{Bearer, Services};
use crate::waiting;

/// Most rows of a call.
const ROWS: usize = 500;

/// A row with its producer.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) producer: Arc<Producer>,
    pub(super) row: ProductRow,
}

impl Row {
    /// What tells its producer from others.
    pub(super) fn producer(&self) -> String {
        self.producer.registration_number.clone()
    }

    /// What tells its product from others.
    pub(super) fn product(&self) -> (String, String) {
        (self.producer(), name_key(&self.row.product.name))
    }
}

/// Brings batches in.
pub(super) struct Loader {
    products: Streams<StreamImportProductsRequest, StreamImportProductsResponse>,
    certificates: Streams<StreamImportCertificatesRequest, StreamImportCertificatesResponse>,
    dry_run: bool,
}

impl Loader {
    /// Into `services`, or with `dry_run` only compared with what is there.
    pub(super) fn new(services: &Services, bearer: &Bearer, dry_run: bool) -> Self {
        let (catalog, certificates) = (services.catalog(bearer), services.certificates(bearer));
        Self {
            products: Streams::new(move |batches| {
                let mut catalog = catalog.clone();
                async move { catalog.stream_import_products(batches).await }
            }),
            certificates: Streams::new(move |batches| {
                let mut certificates = certificates.clone();
                async move { certificates.stream_import_certificates(batches).await }
            }),
            dry_run,
        }
    }

    /// Ends the streams.
    pub(super) async fn end(&self) {
        tokio::join!(self.products.end(), self.certificates.end());
    }

    /// Brings the rows of a batch in.
    ///
    /// # Errors
    /// A service cannot be reached, or refuses the caller.
    pub(super) async fn batch(&self, rows: &[Row]) -> anyhow::Result<Part> {
        let mut summary = Part::default();
        let mut counted = Counted::default();
        for rows in rows.chunks(ROWS) {
            let (mut verdicts, contradicted) = self.judged(rows).await?;
            let remarks = contradicted.iter();
            summary
                .noticed
                .extend(remarks.filter_map(|of| written_otherwise(rows, of)));
            if !self.dry_run {
                self.take(rows, &mut verdicts).await?;
            }
            for (row, verdict) in rows.iter().zip(&verdicts) {
                counted.count(&mut summary, rows, row, verdict);
            }
        }
        Ok(summary)
    }

    /// What would become of every row, and the decisions that others contradict.
    async fn judged(
        &self,
        rows: &[Row],
    ) -> anyhow::Result<(Vec<Verdict>, Vec<ContradictedDecision>)> {
        let all: Vec<&Row> = rows.iter().collect();
        let products = self.products(&all, true).await?;
        let mut unregistered = HashMap::new();
        let wanted = rows.iter().zip(&products);
        let certificates = wanted.map(|(row, judged)| {
            // The same text for all rows of a product, and of no length that a service could refuse.
            let next = unregistered.len();
            let product = unregistered.entry(row.product()).or_insert(next);
            CertificateRow {
                unregistered: product.to_string(),
                ..row.row.of_product(&judged.product_id)
            }
        });
        let judged = self.certificates(certificates.collect(), true).await?;
        let verdicts = products.into_iter().zip(judged.outcomes);
        let verdicts = verdicts.map(|(product, certificate)| Verdict {
            product,
            certificate,
        });
        Ok((verdicts.collect(), judged.contradicted))
    }

    /// Brings in what is good and not there yet. Of what only one service has taken, the next import brings in the rest.
    async fn take(&self, rows: &[Row], verdicts: &mut [Verdict]) -> anyhow::Result<()> {
        let wanted = |verdict: &Verdict| !verdict.is_bad() && !verdict.is_known();
        let at: Vec<usize> = (0..rows.len())
            .filter(|&at| wanted(&verdicts[at]))
            .collect();
        if at.is_empty() {
            return Ok(());
        }
        let good: Vec<&Row> = at.iter().map(|&at| &rows[at]).collect();
        let taken = self.products(&good, false).await?;
        for (&at, taken) in at.iter().zip(taken) {
            verdicts[at].product = taken;
        }
        let at = at.into_iter().filter(|&at| !verdicts[at].is_bad());
        let mut waiting: Vec<usize> = at.collect();
        // Evaluation knows a product once its event has arrived. Of one that does not come the answer says so.
        let mut failure = None;
        let arrived = waiting::until("the events of new products", TIMEOUT, async || {
            let certificates = waiting
                .iter()
                .map(|&at| rows[at].row.of_product(&verdicts[at].product.product_id));
            match self.certificates(certificates.collect(), false).await {
                Ok(taken) => {
                    for (&at, taken) in waiting.iter().zip(taken.outcomes) {
                        verdicts[at].certificate = taken;
                    }
                }
                Err(error) => {
                    failure = Some(error);
                    return Ok(Some(()));
                }
            }
            waiting.retain(|&at| is_to_come(&verdicts[at].certificate));
            Ok(waiting.is_empty().then_some(()))
        });
        if let Err(late) = arrived.await {
            tracing::warn!(%late, "the rows are reported");
        }
        failure.map_or(Ok(()), Err)
    }

    async fn products(
        &self,
        rows: &[&Row],
        validate_only: bool,
    ) -> anyhow::Result<Vec<ImportedProduct>> {
        let sent = rows.iter().map(|row| row.row.of_producer(&row.producer));
        let batch = ImportProductsRequest {
            request_id: new_request(),
            rows: sent.collect(),
            validate_only,
        };
        let batch = StreamImportProductsRequest { batch: Some(batch) };
        let answer = self.products.answer(batch).await?.batch.unwrap_or_default();
        has_count(rows.len(), &answer.outcomes)?;
        Ok(answer.outcomes)
    }

    async fn certificates(
        &self,
        rows: Vec<CertificateRow>,
        validate_only: bool,
    ) -> anyhow::Result<ImportCertificatesResponse> {
        if rows.is_empty() {
            return Ok(ImportCertificatesResponse::default());
        }
        let count = rows.len();
        let batch = ImportCertificatesRequest {
            request_id: new_request(),
            rows,
            validate_only,
        };
        let batch = StreamImportCertificatesRequest { batch: Some(batch) };
        let answer = self.certificates.answer(batch).await?;
        let answer = answer.batch.unwrap_or_default();
        has_count(count, &answer.outcomes)?;
        Ok(answer)
    }
}

/// The id of a call that nobody named: what it brings in is known by what it is.
fn new_request() -> String {
    new_id(Clock::system(ocop_proto::VIET_NAM).now()).to_string()
}

fn has_count<T>(asked: usize, answers: &[T]) -> anyhow::Result<()> {
    let given = answers.len();
    anyhow::ensure!(given == asked, "{given} answers to {asked} rows");
    Ok(())
}

fn is_to_come(certificate: &ImportedCertificate) -> bool {
    let mut problems = certificate.problems.iter();
    problems.any(|problem| problem.reason == "PRODUCT_UNKNOWN")
}
