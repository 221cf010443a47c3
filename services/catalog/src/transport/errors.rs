//! The one map from what the catalog refuses to what a caller is told.

use ocop_chassis::grpc::{self, refuse_store};
use tonic::{Code, Status};

use crate::application::Error;
use crate::domain::Refusal;

/// Domain of the reasons (google.rpc.ErrorInfo).
pub const DOMAIN: &str = "catalog.ocop";

/// What a caller is told of a refusal.
pub(super) fn status(refusal: Error) -> Status {
    told(refusal).status(DOMAIN)
}

/// The map itself.
pub(super) fn told(refusal: Error) -> grpc::RpcError {
    match refusal {
        Error::Refused(rule) => {
            let code = match &rule {
                Refusal::PlaceUnknown(_)
                | Refusal::ProducerUnknown(_)
                | Refusal::ProductUnknown(_) => Code::NotFound,
                Refusal::PlaceNotInForce { .. }
                | Refusal::PlaceParent { .. }
                | Refusal::ProductRetired
                | Refusal::ParticipantOnlyForTourism
                | Refusal::LocalCapitalNotForKind => Code::FailedPrecondition,
            };
            grpc::RpcError::new(code, rule.reason(), rule.to_string())
        }
        Error::Denied(denied) => denied.into(),
        Error::Stale { what } => grpc::RpcError::new(
            Code::Aborted,
            "STALE_ETAG",
            format!("the {what} changed since it was read; read it again and repeat the change"),
        ),
        Error::Store(error) => refuse_store(error, taken),
    }
}

/// The unique constraints of the catalog, as PostgreSQL and SQLite name them, and what each means to a caller.
fn taken(constraint: &str) -> Option<(&'static str, &'static str)> {
    let is = |names: [&str; 2]| names.iter().any(|name| constraint.contains(name));
    if is(["places_pkey", "places.code"]) {
        Some(("PLACE_EXISTS", "there is a place with this code already"))
    } else if is([
        "producers_registration_number",
        "producers.registration_number",
    ]) {
        Some((
            "REGISTRATION_NUMBER_TAKEN",
            "a producer with this registration number is registered already",
        ))
    } else if is(["products_name_of_producer", "products.name_lower"]) {
        Some((
            "PRODUCT_NAME_TAKEN",
            "the producer has a product of this name already",
        ))
    } else if is(["products_gtin", "products.gtin"]) {
        Some(("GTIN_TAKEN", "another product has this GTIN"))
    } else {
        None
    }
}
