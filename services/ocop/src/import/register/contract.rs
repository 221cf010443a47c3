//! What the contract lets a text hold: how long it may be, and which characters it may not have. A service refuses a whole
//! call for one text of it, so each row is asked before it goes into one.

use ocop_proto::catalog::v1::{ImportProductsRequest, Producer};
use ocop_proto::evaluation::v1::ImportCertificatesRequest;
use ocop_proto::limits::{Limited, Refused};
use prost::Message;

use super::ProductRow;
use crate::import::columns;

/// What the contract refuses of a row: the column, and why.
pub(super) fn refused(producer: &Producer, row: &ProductRow) -> Vec<(&'static str, String)> {
    let product = ImportProductsRequest {
        rows: vec![row.of_producer(producer)],
        ..Default::default()
    };
    let certificate = ImportCertificatesRequest {
        rows: vec![row.of_product("")],
        ..Default::default()
    };
    let mut all = of_message(&product);
    all.extend(of_message(&certificate));
    // A place goes in twice, with the producer and with the product.
    all.sort();
    all.dedup();
    all
}

fn of_message<M: Message + Limited>(message: &M) -> Vec<(&'static str, String)> {
    let Some(limits) = M::limits() else {
        return Vec::new();
    };
    let violations = match limits.message.check(&message.encode_to_vec()) {
        Err(Refused::Violations { named, .. }) => named,
        Ok(()) | Err(Refused::Undecodable) => return Vec::new(),
    };
    violations
        .into_iter()
        .map(|violation| {
            let field = violation.field.trim_start_matches("rows[0].");
            columns::of_field(field).map_or_else(
                || ("", format!("{field}: {}", violation.description)),
                |column| (column, violation.description.clone()),
            )
        })
        .collect()
}
