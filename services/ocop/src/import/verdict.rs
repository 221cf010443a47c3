//! What the services say of rows, in the words of the file.

use std::collections::HashSet;

use ocop_chassis::text::folded;
use ocop_proto::catalog::v1::ImportedProduct;
use ocop_proto::evaluation::v1::{ContradictedDecision, ImportedCertificate, OtherDecision};
use ocop_proto::imports::v1::{RowOutcome, RowProblem};

use super::batch::Row;
use super::columns;
use super::load::Part;
use super::register::Remark;
use crate::errors::in_commands;

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
    pub(super) fn count(&mut self, summary: &mut Part, rows: &[Row], row: &Row, verdict: &Verdict) {
        if verdict.is_bad() {
            summary.bad.extend(wrong(rows, row, verdict));
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

/// What the services say is wrong with a row, each with the column that it is about.
fn wrong(rows: &[Row], row: &Row, verdict: &Verdict) -> Vec<Remark> {
    let line = row.row.line;
    let of_product = verdict.product.problems.iter();
    let mut said: Vec<Remark> = of_product.map(|problem| remark(line, problem)).collect();
    // A scope that reaches the place of the product and not its certificate does not reach its stars.
    let reaches_place = !verdict.product.problems.iter().any(is_out_of_scope);
    for problem in &verdict.certificate.problems {
        said.push(match (problem.reason.as_str(), same_code(rows, row)) {
            ("OUT_OF_SCOPE", _) if !reaches_place => continue,
            ("OUT_OF_SCOPE", _) if row.row.certificate.star == CENTRAL => Remark {
                line,
                column: columns::STAR,
                reason: format!(
                    "{}: five stars are the central level's, and your token is of a province",
                    problem.description
                ),
            },
            ("PRODUCT_CODE_TAKEN", Some(other)) => Remark {
                line,
                column: columns::PRODUCT_CODE,
                reason: format!("line {other} has the same code for another product"),
            },
            _ => remark(line, problem),
        });
    }
    said
}

/// The stars that the central level gives.
const CENTRAL: u32 = 5;

fn is_out_of_scope(problem: &RowProblem) -> bool {
    problem.reason == "OUT_OF_SCOPE"
}

/// The first row before this one that has the same code for another product.
fn same_code(rows: &[Row], row: &Row) -> Option<u64> {
    let code = |row: &Row| folded(&row.row.certificate.product_code);
    let wanted = code(row);
    let others = rows.iter().filter(|other| {
        !wanted.is_empty() && code(other) == wanted && other.product() != row.product()
    });
    others.map(|other| other.row.line).min()
}

/// What a service says of a row, with the column that it is about.
fn remark(line: u64, problem: &RowProblem) -> Remark {
    let column = columns::of_field(&problem.field).or_else(|| columns::of_reason(&problem.reason));
    let description = in_commands(&problem.description);
    let reason = match column {
        None if !problem.field.is_empty() => format!("{}: {description}", problem.field),
        _ => description,
    };
    Remark {
        line,
        column: column.unwrap_or_default(),
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
    use std::io::Cursor;
    use std::sync::Arc;

    use ocop_proto::catalog::v1::Producer;

    use super::super::mapping::Mapping;
    use super::super::register::{self, tests::Whole};
    use super::*;

    fn problem(field: &str, reason: &str) -> RowProblem {
        RowProblem {
            field: field.to_owned(),
            reason: reason.to_owned(),
            description: "lies before the programme began".to_owned(),
        }
    }

    /// Two rows of the demo register.
    fn rows() -> Vec<Row> {
        let file = include_str!("../../demo/quang-ngai-2022.csv");
        let register = register::read(Cursor::new(file), &Mapping::default()).expect("a register");
        let producers = Whole::of(&register).producers;
        let rows = producers.into_iter().flat_map(|of| {
            let producer: Arc<Producer> = Arc::new(of.producer);
            of.products.into_iter().map(move |row| Row {
                producer: Arc::clone(&producer),
                row,
            })
        });
        rows.take(2).collect()
    }

    fn refused(reason: &str) -> Verdict {
        Verdict {
            certificate: ImportedCertificate {
                problems: vec![problem("", reason)],
                ..ImportedCertificate::default()
            },
            ..Verdict::default()
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

    #[test]
    fn five_stars_that_a_province_may_not_bring_in_are_wrong_in_their_own_column() {
        let mut rows = rows();
        rows[0].row.certificate.star = 5;
        let of = |row| wrong(&rows, row, &refused("OUT_OF_SCOPE"))[0].column;
        assert_eq!(of(&rows[0]), columns::STAR);
        assert_eq!(of(&rows[1]), columns::PLACE);
    }

    #[test]
    fn a_code_that_stands_twice_in_a_file_is_reported_with_the_other_line() {
        let mut rows = rows();
        for row in &mut rows {
            row.row.certificate.product_code = "51-533-M01-2019".to_owned();
        }
        let said = wrong(&rows, &rows[1], &refused("PRODUCT_CODE_TAKEN"));
        assert_eq!(said[0].column, columns::PRODUCT_CODE);
        let other = format!("line {} has the same code", rows[0].row.line);
        assert!(said[0].reason.contains(&other), "{said:?}");
    }
}
