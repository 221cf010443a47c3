//! Places on the wire.

use ocop_chassis::grpc::{RpcError, Violations};
use ocop_chassis::identity::Caller;
use ocop_proto::catalog::v1 as proto;

use crate::application::AddPlace;
use crate::domain::{Place, PlaceKind};
use crate::storage::PlaceFilter;

/// Most characters of a name.
const NAME: usize = 200;

pub(super) fn kind(kind: PlaceKind) -> proto::PlaceKind {
    match kind {
        PlaceKind::Province => proto::PlaceKind::Province,
        PlaceKind::District => proto::PlaceKind::District,
        PlaceKind::Commune => proto::PlaceKind::Commune,
    }
}

fn read_kind(kind: proto::PlaceKind) -> Option<PlaceKind> {
    match kind {
        proto::PlaceKind::Unspecified => None,
        proto::PlaceKind::Province => Some(PlaceKind::Province),
        proto::PlaceKind::District => Some(PlaceKind::District),
        proto::PlaceKind::Commune => Some(PlaceKind::Commune),
    }
}

pub(super) fn told(place: Place) -> proto::Place {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    proto::Place {
        code: place.code,
        name: place.name,
        kind: kind(place.kind).into(),
        parent_code: place.parent.unwrap_or_default(),
        valid_from: day(place.valid_from),
        valid_to: day(place.valid_to),
    }
}

/// Reads the code of a place: one to ten digits.
pub(super) fn code(violations: &mut Violations, field: &str, text: &str) -> Option<String> {
    let code = violations.required_text(field, text, 10)?;
    if !code.bytes().all(|digit| digit.is_ascii_digit()) {
        violations.add(field, "MALFORMED", "must be digits only, such as \"51\"");
        return None;
    }
    Some(code)
}

pub(super) fn add(caller: Caller, request: &proto::AddPlaceRequest) -> Result<AddPlace, RpcError> {
    let mut violations = Violations::new();
    let place = request.place.clone().unwrap_or_default();
    let code_read = code(&mut violations, "place.code", &place.code);
    let name = violations.required_text("place.name", &place.name, NAME);
    let kind = violations
        .known("place.kind", place.kind)
        .and_then(read_kind);
    let parent = if kind == Some(PlaceKind::Province) {
        None
    } else {
        code(&mut violations, "place.parent_code", &place.parent_code)
    };
    let valid_from = violations.optional_date("place.valid_from", &place.valid_from);
    let valid_to = violations.optional_date("place.valid_to", &place.valid_to);
    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to < from
    {
        violations.add(
            "place.valid_to",
            "OUT_OF_ORDER",
            "must not be before valid_from",
        );
    }
    violations.finish()?;
    let (Some(code), Some(name), Some(kind)) = (code_read, name, kind) else {
        return Err(RpcError::internal());
    };
    Ok(AddPlace {
        caller,
        place: Place {
            code,
            name,
            kind,
            parent,
            valid_from,
            valid_to,
        },
    })
}

pub(super) fn filter(
    violations: &mut Violations,
    request: &proto::ListPlacesRequest,
) -> PlaceFilter {
    PlaceFilter {
        parent: (!request.parent_code.is_empty())
            .then(|| code(violations, "parent_code", &request.parent_code))
            .flatten(),
        kind: violations
            .known_or_any("kind", request.kind)
            .and_then(read_kind),
        on: violations.optional_date("on_date", &request.on_date),
    }
}
