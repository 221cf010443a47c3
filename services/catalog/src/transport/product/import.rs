//! Rows of an import on the wire.

use ocop_chassis::grpc::{Violation, Violations};
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::imports::v1::{RowOutcome, RowProblem};
use uuid::Uuid;

use crate::application::product::ImportProducts;
use crate::application::product::import::{Done, Outcome, Problem, Row};
use crate::transport::{place, producer, product};

/// Most rows of a call.
const ROWS: usize = 500;
/// Most problems named of a row.
const MOST_PROBLEMS: usize = 30;

pub(in crate::transport) fn read(
    v: &mut Violations,
    caller: Caller,
    request: proto::ImportProductsRequest,
) -> Option<ImportProducts> {
    if !(1..=ROWS).contains(&request.rows.len()) {
        v.add("rows", "OUT_OF_RANGE", "must be 1 to 500 rows");
    }
    Some(ImportProducts {
        rows: request
            .rows
            .into_iter()
            .map(|one| row(&caller, one))
            .collect(),
        validate_only: request.validate_only,
        caller,
    })
}

/// Reads a row. What is wrong with it is no reason to refuse the others.
fn row(caller: &Caller, row: proto::ProductRow) -> Row {
    let mut v = Violations::new();
    let (producer, product) = (
        row.producer.unwrap_or_default(),
        row.product.unwrap_or_default(),
    );
    let profile = producer::patch(&mut v, &producer, |_| true).complete();
    let said = (producer.place_code.as_str(), producer.place_on.as_str());
    let place = place::named(&mut v, caller, "producer.", said);
    let producer = profile.zip(place);
    let profile = product::patch(&mut v, &product, |_| true).complete();
    let said = (product.place_code.as_str(), product.place_on.as_str());
    let place = place::named(&mut v, caller, "product.", said);
    let product = profile.zip(place);
    let violations = v.finish().err().map(|error| error.violations);
    let of = |violation: Violation| Problem {
        field: violation.field,
        reason: violation.reason,
        description: violation.description,
    };
    Row {
        producer,
        product,
        problems: violations.into_iter().flatten().map(of).collect(),
    }
}

pub(in crate::transport) fn answer(done: Vec<Done>) -> proto::ImportProductsResponse {
    proto::ImportProductsResponse {
        outcomes: done.into_iter().map(outcome).collect(),
    }
}

fn outcome(done: Done) -> proto::ImportedProduct {
    let of = |outcome| match outcome {
        Outcome::New => RowOutcome::New.into(),
        Outcome::Unchanged => RowOutcome::Unchanged.into(),
    };
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    match done {
        Done::Taken {
            producer,
            product,
            similar,
        } => proto::ImportedProduct {
            producer: of(producer.0),
            producer_id: id(producer.1),
            product: of(product.0),
            product_id: id(product.1),
            problems: Vec::new(),
            similar: product::similar(similar),
        },
        Done::Refused(problems) => proto::ImportedProduct {
            problems: problems
                .into_iter()
                .take(MOST_PROBLEMS)
                .map(problem)
                .collect(),
            ..proto::ImportedProduct::default()
        },
    }
}

fn problem(problem: Problem) -> RowProblem {
    RowProblem {
        field: problem.field,
        reason: problem.reason.to_owned(),
        description: problem.description,
    }
}
