//! What the services say of rows, in the words of the file.

use std::collections::HashSet;

use ocop_proto::catalog::v1::ImportedProduct;
use ocop_proto::evaluation::v1::{ContradictedDecision, ImportedCertificate, OtherDecision};
use ocop_proto::imports::v1::{RowOutcome, RowProblem};

use super::batch::Row;
use super::columns;
use super::load::Summary;
use super::register::Remark;

/// What the services say of a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdict {
    pub(super) product: ImportedProduct,
    pub(super) certificate: ImportedCertificate,
}

impl Verdict {
    /// Whether a service objects to it.
    pub(super) fn is_bad(&self) -> bool {
        !self.product.problems.is_empty() || !self.certificate.problems.is_empty()
    }

    /// Whether everything of the row is there already.
    pub(super) fn is_known(&self) -> bool {
        let unchanged = |outcome: RowOutcome| outcome == RowOutcome::Unchanged;
        unchanged(self.product.producer())
            && unchanged(self.product.product())
            && unchanged(self.certificate.certificate())
    }
}

/// What was counted of a batch: a producer and a product stand in several rows.
#[derive(Default)]
pub(super) struct Counted {
    producers: HashSet<String>,
    products: HashSet<(String, String)>,
}

impl Counted {
    /// Counts a row that was taken, or says what is wrong with it.
    pub(super) fn count(&mut self, summary: &mut Summary, row: &Row, verdict: &Verdict) {
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
pub(super) fn written_otherwise(rows: &[Row], of: &ContradictedDecision) -> Option<Remark> {
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
