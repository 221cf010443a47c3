//! The one map from what the catalog refuses to what a caller is answered.

use ocop_chassis::grpc::{RpcError, Violation, store_error};
use ocop_places::Fault;
use tonic::Code;

use crate::application::Error;
use crate::domain::{Refusal, growing_area, place, producer, product, trace, transfer};

/// Domain of the reasons (google.rpc.ErrorInfo).
pub const DOMAIN: &str = "catalog.ocop";

impl From<Error> for RpcError {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => {
                let error = Self::new(code(&refusal), refusal.reason(), refusal.to_string());
                Self {
                    violations: violations(&refusal),
                    ..error
                }
            }
            Error::Denied(denied) => denied.into(),
            Error::Store(error) => store_error(error, taken),
        }
    }
}

/// What is wrong with each of the events that cannot have been, or of the units that do not fit, and all that stands against a
/// merge.
fn violations(refusal: &Refusal) -> Vec<Violation> {
    match refusal {
        Refusal::Trace(trace::Refusal::Impossible(problems)) => {
            let violations = problems.iter().map(|problem| Violation {
                field: format!("events[{}]", problem.index),
                reason: problem.why.reason(),
                description: problem.why.to_string(),
            });
            violations.collect()
        }
        Refusal::Place(place::Refusal::DoesNotFit(faults)) => {
            let violations = faults.iter().map(|fault| Violation {
                field: format!("places[{}]", fault.code()),
                reason: "DOES_NOT_FIT",
                description: fault.to_string(),
            });
            violations.collect()
        }
        Refusal::Merging(refusal) => {
            let violations = refusal.0.iter().map(|obstacle| Violation {
                field: obstacle.field().map_or_else(
                    || "absorbed_id".to_owned(),
                    |field| format!("keep[{field}]"),
                ),
                reason: obstacle.reason(),
                description: obstacle.to_string(),
            });
            violations.collect()
        }
        _ => Vec::new(),
    }
}

fn code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Support(refusal) if refusal.is_unknown() => Code::NotFound,
        Refusal::Place(place::Refusal::Unknown(_))
        | Refusal::Producer(producer::Refusal::Unknown(_))
        | Refusal::Product(product::Refusal::Unknown(_))
        | Refusal::Transfer(transfer::Refusal::Unknown(_))
        | Refusal::GrowingArea(growing_area::Refusal::Unknown(_))
        | Refusal::Trace(trace::Refusal::Unknown(_)) => Code::NotFound,
        Refusal::Product(product::Refusal::GtinTaken { .. })
        | Refusal::Producer(producer::Refusal::NumberLeadsTo(_))
        | Refusal::GrowingArea(growing_area::Refusal::CodeTaken)
        | Refusal::Place(place::Refusal::Exists(_)) => Code::AlreadyExists,
        Refusal::Place(place::Refusal::DoesNotFit(faults))
            if matches!(faults.first, Fault::Overlap { .. }) =>
        {
            Code::AlreadyExists
        }
        Refusal::Place(
            place::Refusal::NotInForce(_)
            | place::Refusal::IsProvince(..)
            | place::Refusal::DoesNotFit(_),
        )
        | Refusal::Producer(
            producer::Refusal::LocalCapitalNotForKind
            | producer::Refusal::EnterpriseTooLarge
            | producer::Refusal::RatingNotForKind,
        )
        | Refusal::Product(
            product::Refusal::Retired
            | product::Refusal::OtherStatus { .. }
            | product::Refusal::SuspendedWithoutReason
            | product::Refusal::ParticipantOnlyForTourism
            | product::Refusal::Certified
            | product::Refusal::ReasonMissing,
        )
        | Refusal::Transfer(
            transfer::Refusal::SamePlace
            | transfer::Refusal::Closed(_)
            | transfer::Refusal::Outdated,
        )
        | Refusal::GrowingArea(
            growing_area::Refusal::CertificateTwice(_)
            | growing_area::Refusal::MarksOverlap(_)
            | growing_area::Refusal::MoreThanTheOutput { .. },
        )
        | Refusal::Merging(_)
        | Refusal::Support(_)
        | Refusal::Trace(trace::Refusal::Impossible(_) | trace::Refusal::TooManyEvents(_)) => {
            Code::FailedPrecondition
        }
    }
}

/// The unique constraints of the catalog, as PostgreSQL and SQLite name them, and what each means to a caller.
fn taken(constraint: &str) -> Option<(&'static str, &'static str)> {
    let is = |names: [&str; 2]| names.iter().any(|name| constraint.contains(name));
    if is(["place_additions_position", "place_additions.position"]) {
        Some((
            "PLACES_CHANGED",
            "another place was added at the same moment; try again",
        ))
    } else if is([
        "producers_registration_number",
        "producers.registration_number",
    ]) {
        Some((
            "REGISTRATION_NUMBER_TAKEN",
            "a producer with this registration number is registered already",
        ))
    } else if is(["products_name_of_producer", "products.name_key"]) {
        Some((
            "PRODUCT_NAME_TAKEN",
            "the producer has a product of this name already",
        ))
    } else if is(["products_gtin", "products.gtin"]) {
        Some(("GTIN_TAKEN", "another product has this GTIN"))
    } else if is(["producers_gln", "producers.gln"]) {
        Some(("GLN_TAKEN", "another producer has this GLN"))
    } else if is(["growing_areas_code", "growing_areas.issuer"])
        || constraint.contains("growing_areas.code_key")
    {
        Some((
            "AREA_CODE_TAKEN",
            "this issuer gave this code to another growing area",
        ))
    } else if is(["trace_events_event_id", "trace_events.event_id"]) {
        Some((
            "EVENT_ID_TAKEN",
            "an event with this id was recorded at the same moment",
        ))
    } else if is(["transfers_open", "transfers.subject_id"]) {
        Some(("TRANSFER_OPEN", "there is an open transfer of it already"))
    } else {
        None
    }
}
