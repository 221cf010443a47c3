//! A batch of rows: both services are asked about every row; those that neither objects to go in.

use std::collections::HashSet;
use std::sync::Arc;

use ocop_chassis::clock::Clock;
use ocop_chassis::ids::new_id;
use ocop_chassis::text::name_key;
use ocop_proto::catalog::v1::{
    ImportProductsRequest, ImportedProduct, Producer, ProductRow as Sent,
    StreamImportProductsRequest, StreamImportProductsResponse,
};
use ocop_proto::evaluation::v1::{
    CertificateRow, ContradictedDecision, ImportCertificatesRequest, ImportCertificatesResponse,
    ImportedCertificate, OtherDecision, StreamImportCertificatesRequest,
    StreamImportCertificatesResponse,
};
use ocop_proto::imports::v1::{RowOutcome, RowProblem};

use super::calling::{PATIENCE, Streams};
use super::columns;
use super::load::Summary;
use super::register::{ProductRow, Remark};
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
    fn producer(&self) -> String {
        self.producer.registration_number.clone()
    }

    /// What tells its product from others.
    fn product(&self) -> (String, String) {
        (self.producer(), name_key(&self.row.product.name))
    }
}

/// What the services say of a row.
#[derive(Clone, Debug, Default)]
struct Verdict {
    product: ImportedProduct,
    certificate: ImportedCertificate,
}

impl Verdict {
    fn is_bad(&self) -> bool {
        !self.product.problems.is_empty() || !self.certificate.problems.is_empty()
    }

    /// Whether everything of the row is there already.
    fn is_known(&self) -> bool {
        let unchanged = |outcome: RowOutcome| outcome == RowOutcome::Unchanged;
        unchanged(self.product.producer())
            && unchanged(self.product.product())
            && unchanged(self.certificate.certificate())
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

    /// Brings the rows of a batch in.
    ///
    /// # Errors
    /// A service cannot be reached, or refuses the caller.
    pub(super) async fn batch(&self, rows: &[Row]) -> anyhow::Result<Summary> {
        let mut summary = Summary::default();
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
                counted.count(&mut summary, row, verdict);
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
        let wanted = rows.iter().zip(&products);
        let certificates = wanted.map(|(row, judged)| {
            let (producer, product) = row.product();
            CertificateRow {
                unregistered: format!("{producer} {product}"),
                ..certificate(row, &judged.product_id)
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
        let arrived = waiting::until("the events of new products", PATIENCE, async || {
            let certificates = waiting
                .iter()
                .map(|&at| certificate(&rows[at], &verdicts[at].product.product_id));
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
        let sent = rows.iter().map(|row| Sent {
            producer: Some(Producer::clone(&row.producer)),
            product: Some(row.row.product.clone()),
        });
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

fn certificate(row: &Row, product_id: &str) -> CertificateRow {
    let wanted = &row.row.certificate;
    CertificateRow {
        product_id: product_id.to_owned(),
        unregistered: String::new(),
        star: wanted.star,
        decision: wanted.decision.clone(),
        product_code: wanted.product_code.clone(),
    }
}

fn is_to_come(certificate: &ImportedCertificate) -> bool {
    let mut problems = certificate.problems.iter();
    problems.any(|problem| problem.reason == "PRODUCT_UNKNOWN")
}

/// What was counted of a batch: a producer and a product stand in several rows.
#[derive(Default)]
struct Counted {
    producers: HashSet<String>,
    products: HashSet<(String, String)>,
}

impl Counted {
    fn count(&mut self, summary: &mut Summary, row: &Row, verdict: &Verdict) {
        let line = row.row.line;
        let problems = verdict.product.problems.iter();
        let problems = problems.chain(&verdict.certificate.problems);
        if verdict.is_bad() {
            summary
                .bad
                .extend(problems.map(|problem| remark(line, problem)));
            return;
        }
        let product = &verdict.product;
        if self.producers.insert(row.producer()) {
            summary.producers.add(product.producer() == RowOutcome::New);
        }
        if self.products.insert(row.product()) {
            summary.products.add(product.product() == RowOutcome::New);
        }
        let certificate = verdict.certificate.certificate();
        summary.certificates.add(certificate == RowOutcome::New);
        summary.noticed.extend(alike(row, product));
    }
}

/// What a service says of a row, with the column that it is about.
fn remark(line: u64, problem: &RowProblem) -> Remark {
    let column = match columns::of_field(&problem.field) {
        "" => columns::of_reason(&problem.reason),
        column => column,
    };
    let reason = if column.is_empty() && !problem.field.is_empty() {
        format!("{}: {}", problem.field, problem.description)
    } else {
        problem.description.clone()
    };
    Remark {
        line,
        column,
        reason,
    }
}

/// What others have otherwise of a decision, on the first of its rows.
fn written_otherwise(rows: &[Row], of: &ContradictedDecision) -> Option<Remark> {
    let row = rows
        .iter()
        .find(|row| row.row.certificate.decision == of.decision)?;
    let decided = |other: &OtherDecision| {
        let decision = other.decision.clone().unwrap_or_default();
        format!("of {} by {}", decision.date, decision.authority)
    };
    let others: Vec<String> = of.other_decisions.iter().map(decided).collect();
    Some(Remark {
        line: row.row.line,
        column: columns::DECISION_NUMBER,
        reason: format!(
            "the province has the same number in the same year {}; one of them is probably written wrongly",
            others.join(", ")
        ),
    })
}

/// A product that the producer had before, of which the new one may be another writing.
fn alike(row: &Row, product: &ImportedProduct) -> Option<Remark> {
    let twin = product.similar.first()?;
    Some(Remark {
        line: row.row.line,
        column: columns::PRODUCT_NAME,
        reason: format!(
            "is very like {:?}, which the producer has; if it is the same product: ocop products merge {} {}",
            twin.name, twin.id, product.product_id
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(field: &str, reason: &str) -> RowProblem {
        RowProblem {
            field: field.to_owned(),
            reason: reason.to_owned(),
            description: "lies before the programme began".to_owned(),
        }
    }

    #[test]
    fn what_a_service_objects_to_points_to_its_column() {
        let of = |field, reason| remark(7, &problem(field, reason)).column;
        assert_eq!(of("decision.date", "NO_REGULATION"), columns::DECISION_DATE);
        assert_eq!(of("", "OUT_OF_SCOPE"), columns::PLACE);
        assert_eq!(
            of("product_code", "PRODUCT_CODE_TAKEN"),
            columns::PRODUCT_CODE
        );
        let unknown = remark(7, &problem("product.story", "TOO_LONG"));
        assert_eq!(
            unknown.reason,
            "product.story: lies before the programme began"
        );
    }
}
