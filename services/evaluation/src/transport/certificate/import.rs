//! Rows of an import on the wire.

use chrono::NaiveDate;
use ocop_chassis::grpc::{RpcError, Violation, Violations};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::imports::v1::{RowOutcome, RowProblem};
use uuid::Uuid;

use crate::application::Error;
use crate::application::certificate::ImportCertificates;
use crate::application::certificate::contradicted::{Contradicted, OtherDecision};
use crate::application::certificate::import_certificates::{Done, ImportedRows, Misread, Of, Row};
use crate::domain::certificate::certification::OldCertificate;
use crate::domain::certificate::product_code::stored_code;
use crate::transport::certificate::certificates::{decision, read_decision};
use crate::transport::fields::star;

/// Most rows of a call.
const ROWS: usize = 500;
/// Most problems named of a row.
const MOST_PROBLEMS: usize = 30;

pub(crate) fn read(
    v: &mut Violations,
    caller: Caller,
    request: proto::ImportCertificatesRequest,
    before: NaiveDate,
) -> Option<ImportCertificates> {
    if !(1..=ROWS).contains(&request.rows.len()) {
        v.add("rows", "OUT_OF_RANGE", "must be 1 to 500 rows");
    }
    let validate_only = request.validate_only;
    let rows = request.rows.into_iter();
    Some(ImportCertificates {
        caller,
        rows: rows.map(|read| row(read, validate_only)).collect(),
        before,
        validate_only,
    })
}

/// Reads a row. What is wrong with it is no reason to refuse the others.
fn row(row: proto::CertificateRow, validate_only: bool) -> Row {
    let mut v = Violations::new();
    let read = fields(&mut v, &row, validate_only);
    let of = |violation: Violation| Misread {
        field: violation.field,
        reason: violation.reason,
        description: violation.description,
    };
    match v.finish_with(read) {
        Ok((of, certificate)) => Row::Read { of, certificate },
        Err(error) => Row::Misread(error.violations.into_iter().map(of).collect()),
    }
}

fn fields(
    v: &mut Violations,
    row: &proto::CertificateRow,
    validate_only: bool,
) -> Option<(Of, OldCertificate)> {
    let of = if validate_only && row.product_id.is_empty() {
        let name = v.required_text("unregistered", &row.unregistered, 500);
        name.map(Of::Unregistered)
    } else {
        v.uuid("product_id", &row.product_id).map(Of::Product)
    };
    let star = star(v, "star", row.star);
    let decided = read_decision(v, "decision", row.decision.as_ref());
    let product_code = v.optional_text("product_code", &row.product_code, 50);
    let certificate = OldCertificate {
        id: Uuid::nil(),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        star: star?,
        decision: decided?,
        product_code: stored_code(&product_code?),
    };
    Some((of?, certificate))
}

pub(crate) fn answer(rows: ImportedRows) -> proto::ImportCertificatesResponse {
    proto::ImportCertificatesResponse {
        outcomes: rows.done.into_iter().map(outcome).collect(),
        contradicted: rows.contradicted.into_iter().map(contradicted).collect(),
    }
}

fn contradicted(contradicted: Contradicted) -> proto::ContradictedDecision {
    let other = |other: OtherDecision| proto::OtherDecision {
        certificate_id: other
            .certificate
            .map(|id| id.to_string())
            .unwrap_or_default(),
        decision: Some(decision(other.decision)),
    };
    proto::ContradictedDecision {
        decision: Some(decision(contradicted.decision)),
        other_decisions: contradicted.others.into_iter().map(other).collect(),
    }
}

fn outcome(done: Done) -> proto::ImportedCertificate {
    let taken = |outcome: RowOutcome, id: Uuid| proto::ImportedCertificate {
        certificate: outcome.into(),
        certificate_id: id.to_string(),
        problems: Vec::new(),
    };
    let refused = |problems: Vec<RowProblem>| proto::ImportedCertificate {
        problems,
        ..proto::ImportedCertificate::default()
    };
    match done {
        Done::New(id) => taken(RowOutcome::New, id),
        Done::Unchanged(id) => taken(RowOutcome::Unchanged, id),
        Done::Misread(misread) => {
            refused(misread.into_iter().take(MOST_PROBLEMS).map(field).collect())
        }
        Done::Refused(errors) => refused(errors.into_iter().map(rule).collect()),
    }
}

fn field(misread: Misread) -> RowProblem {
    RowProblem {
        field: misread.field,
        reason: misread.reason.to_owned(),
        description: misread.description,
    }
}

/// A rule that refuses a row, with the field that it is about.
fn rule(error: Error) -> RowProblem {
    let error = RpcError::from(error);
    let field = match error.reason {
        "PRODUCT_UNKNOWN" => "product_id",
        "PRODUCT_CODE_TAKEN" => "product_code",
        "OTHER_AUTHORITY" => "decision.authority",
        "DECIDED_SINCE_START" | "DATE_IN_THE_FUTURE" | "NO_REGULATION" | "NOT_AFTER_NEWEST" => {
            "decision.date"
        }
        "IMPORTED_OTHERWISE" => "star",
        _ => "",
    };
    RowProblem {
        field: field.to_owned(),
        reason: error.reason.to_owned(),
        description: error.message,
    }
}
