//! Places on the wire.

use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;

use super::date;
use crate::application::place::AddPlace;
use crate::domain::place::{Location, Place, PlaceKind};
use crate::storage::place::PlaceFilter;

/// Most characters of a name.
const NAME: usize = 200;

enum_pairs! {
    pub(super) fn kind_to_proto(PlaceKind) -> proto::PlaceKind;
    fn kind_from_proto(proto::PlaceKind) -> Option<PlaceKind>;
    Province, District, Commune
}

/// A place as callers see it.
pub(super) fn to_proto(place: Place) -> proto::Place {
    proto::Place {
        code: place.code,
        name: place.name,
        kind: kind_to_proto(place.kind).into(),
        parent_code: place.parent.unwrap_or_default(),
        valid_from: date(place.valid_from),
        valid_to: date(place.valid_to),
    }
}

/// A place as events of what lies there describe it.
pub(super) fn fact(location: &Location) -> proto::PlaceFact {
    let district = location.district.clone().unwrap_or_default();
    let province = location.province.clone();
    proto::PlaceFact {
        code: location.place.code.clone(),
        name: location.place.name.clone(),
        kind: kind_to_proto(location.place.kind).into(),
        district_code: district.code,
        district_name: district.name,
        province_code: province.code,
        province_name: province.name,
    }
}

/// Reads the code of a place: one to ten digits.
pub(super) fn code(v: &mut Violations, field: &str, text: &str) -> Option<String> {
    let code = v.required_text(field, text, 10)?;
    if !code.bytes().all(|digit| digit.is_ascii_digit()) {
        v.add(field, "MALFORMED", "must be digits only, such as \"51\"");
        return None;
    }
    Some(code)
}

/// Reads the code of a place that may be left out.
pub(super) fn optional_code(v: &mut Violations, field: &str, text: &str) -> Option<String> {
    (!text.is_empty()).then(|| code(v, field, text)).flatten()
}

pub(super) fn add(
    v: &mut Violations,
    caller: Caller,
    request: proto::AddPlaceRequest,
) -> Option<AddPlace> {
    let place = request.place.unwrap_or_default();
    let code_read = code(v, "place.code", &place.code);
    let name = v.required_text("place.name", &place.name, NAME);
    let kind = v.known("place.kind", place.kind).and_then(kind_from_proto);
    let parent = if kind == Some(PlaceKind::Province) {
        None
    } else {
        code(v, "place.parent_code", &place.parent_code)
    };
    let valid_from = v.optional_date("place.valid_from", &place.valid_from);
    let valid_to = v.optional_date("place.valid_to", &place.valid_to);
    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to < from
    {
        let rule = "must not be before valid_from";
        v.add("place.valid_to", "OUT_OF_ORDER", rule);
    }
    let place = Place {
        code: code_read?,
        name: name?,
        kind: kind?,
        parent,
        valid_from,
        valid_to,
    };
    Some(AddPlace { caller, place })
}

pub(super) fn filter(
    v: &mut Violations,
    _: Caller,
    request: proto::ListPlacesRequest,
) -> Option<PlaceFilter> {
    Some(PlaceFilter {
        parent: optional_code(v, "parent_code", &request.parent_code),
        kind: v
            .known_or_any("kind", request.kind)
            .and_then(kind_from_proto),
        on: v.optional_date("on_date", &request.on_date),
    })
}
