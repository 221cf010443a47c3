//! Places on the wire.

use chrono::NaiveDate;
use ocop_chassis::database::EncodedEvent;
use ocop_chassis::grpc::{Violations, enum_pairs};
use ocop_identity::{Caller, UnitsOfDay};
use ocop_places::{Area, Code, Facts, Part, Period, Said, Succession};
use ocop_proto::catalog::v1 as proto;

use super::date;
use super::event::encoded;
use crate::application::place::{AddPlace, ImportPlaces, NamedPlace};
use crate::domain::place::{Event, Location, Place, PlaceKind, Refusal, refusal};
use crate::storage::place::PlaceFilter;

/// Most characters of a name.
const NAME: usize = 200;

enum_pairs! {
    pub(super) fn kind_to_proto(PlaceKind) -> proto::PlaceKind;
    fn kind_from_proto(proto::PlaceKind) -> Option<PlaceKind>;
    Province, District, Commune
}

/// A place as callers see it.
pub(super) fn to_proto(place: &Place) -> proto::Place {
    proto::Place {
        code: place.code.to_string(),
        name: place.name.to_string(),
        kind: kind_to_proto(place.kind).into(),
        parent_code: place.parent.as_deref().unwrap_or_default().to_owned(),
        valid_from: date(place.period.from),
        valid_to: date(place.period.to),
        r#type: place.designation.to_string(),
        decision: place.made_by.to_string(),
        ended_by: place.ended_by.to_string(),
    }
}

/// Which unit is asked for.
pub(super) struct Asked {
    code: String,
    on: Option<NaiveDate>,
    in_units_of: Option<NaiveDate>,
}

pub(super) fn asked(
    v: &mut Violations,
    _: Caller,
    request: proto::GetPlaceRequest,
) -> Option<Asked> {
    Some(Asked {
        code: request.code,
        on: v.optional_date("on_date", &request.on_date),
        in_units_of: v.optional_date("in_units_of", &request.in_units_of),
    })
}

/// The unit asked for: that of a day, of today, or the last that had the code.
pub(super) fn answer(
    units: &UnitsOfDay,
    asked: &Asked,
) -> Result<proto::GetPlaceResponse, Refusal> {
    let (places, code) = (units.places(), &asked.code);
    let unit = match asked.on {
        Some(on) => places.unit(code, on),
        None => places
            .unit(code, units.day())
            .or_else(|| places.named(code).pop()),
    };
    let on = asked.on.unwrap_or(units.day());
    let unit = unit.ok_or_else(|| refusal(places, code, on))?;
    let on = if unit.period.holds(on) {
        on
    } else {
        unit.period.to.or(unit.period.from).unwrap_or(on)
    };
    let said = Said { code, on };
    let day = asked.in_units_of.unwrap_or(units.day());
    Ok(proto::GetPlaceResponse {
        place: Some(to_proto(unit)),
        within: places
            .chain(said)
            .into_iter()
            .skip(1)
            .map(to_proto)
            .collect(),
        possible: places.on(said, day).into_iter().map(to_proto).collect(),
    })
}

/// A place as events of what lies there describe it.
pub(super) fn fact(location: &Location) -> proto::PlaceFact {
    let district = location.district.clone().unwrap_or_default();
    let province = location.province.clone();
    proto::PlaceFact {
        code: location.place.code.to_string(),
        name: location.place.name.to_string(),
        kind: kind_to_proto(location.place.kind).into(),
        district_code: district.code,
        district_name: district.name,
        province_code: province.code,
        province_name: province.name,
        place_on: location.said_on.to_string(),
    }
}

/// The event of an addition, on the subject of all provinces.
pub(super) fn encode(event: &Event) -> EncodedEvent {
    let added = &event.0;
    let facts = &added.facts;
    let successions = facts.successions.iter().map(|one| proto::PlaceSuccession {
        from_code: one.from.to_string(),
        from_valid_to: one.ended.to_string(),
        to_code: one.to.to_string(),
        whole: one.part == Part::Whole,
    });
    let fact = proto::PlacesFact {
        id: added.id.to_string(),
        position: added.position,
        places: facts.units.iter().map(to_proto).collect(),
        successions: successions.collect(),
    };
    encoded("place", "added", "all", &fact)
}

/// Reads the code of a place that may be left out.
fn optional_code(v: &mut Violations, field: &str, text: &str) -> Option<Code> {
    (!text.is_empty())
        .then(|| v.unit_code(field, text))
        .flatten()
}

/// Reads a place that a caller names, and the day for which it is said: not a later one than today.
pub(super) fn named(
    v: &mut Violations,
    caller: &Caller,
    within: &str,
    (text, on): (&str, &str),
) -> Option<NamedPlace> {
    let read = v.unit_code(&format!("{within}place_code"), text);
    let field = format!("{within}place_on");
    let on = (!on.trim().is_empty())
        .then(|| v.not_in_future(&field, on, caller.units.day()))
        .flatten();
    Some(NamedPlace {
        code: read?.to_string(),
        on,
    })
}

/// Reads a filter by place: everything that lies in the unit of a day, today if none is given.
pub(super) fn area(
    v: &mut Violations,
    caller: &Caller,
    named: (&str, &str),
    in_units_of: &str,
) -> Option<Area> {
    let on = v.in_units_of(in_units_of, caller.units.day());
    let unit = v.asked_unit(&caller.units, named, on)?;
    Some(unit.area(caller.units.places()))
}

/// Reads a unit in the field `of`.
fn place(v: &mut Violations, of: &str, place: &proto::Place) -> Option<Place> {
    let field = |name: &str| format!("{of}.{name}");
    let code = v.unit_code(&field("code"), &place.code);
    let name = v.name(&field("name"), &place.name, NAME);
    let kind = v
        .known(&field("kind"), place.kind)
        .and_then(kind_from_proto);
    let parent = if kind == Some(PlaceKind::Province) {
        None
    } else {
        v.unit_code(&field("parent_code"), &place.parent_code)
    };
    let from = v.optional_date(&field("valid_from"), &place.valid_from);
    let to = v.optional_date(&field("valid_to"), &place.valid_to);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        let rule = "must not be before valid_from";
        v.add(field("valid_to"), "OUT_OF_ORDER", rule);
    }
    let designation = v.optional_text(&field("type"), &place.r#type, NAME);
    let made_by = v.optional_text(&field("decision"), &place.decision, NAME);
    let ended_by = v.optional_text(&field("ended_by"), &place.ended_by, NAME);
    // They are kept as lines of a file with commas between its columns.
    for (name, text) in [
        ("name", &place.name),
        ("type", &place.r#type),
        ("decision", &place.decision),
        ("ended_by", &place.ended_by),
    ] {
        if text.contains([',', '\n', '\r']) {
            v.add(
                field(name),
                "MALFORMED",
                "must have no commas or breaks of lines",
            );
        }
    }
    Some(Place {
        code: code?,
        name: name?.into(),
        kind: kind?,
        designation: designation?.into(),
        parent,
        period: Period { from, to },
        made_by: made_by?.into(),
        ended_by: ended_by?.into(),
    })
}

pub(super) fn add(
    v: &mut Violations,
    caller: Caller,
    request: proto::AddPlaceRequest,
) -> Option<AddPlace> {
    let place = place(v, "place", &request.place.unwrap_or_default());
    let successors = request.successor_codes.iter().enumerate();
    let successors = successors
        .filter_map(|(index, text)| v.unit_code(&format!("successor_codes[{index}]"), text))
        .collect();
    Some(AddPlace {
        caller,
        place: place?,
        successors,
    })
}

pub(super) fn import(
    v: &mut Violations,
    caller: Caller,
    request: proto::ImportPlacesRequest,
) -> Option<ImportPlaces> {
    let units = request.places.iter().enumerate();
    let units = units
        .filter_map(|(index, unit)| place(v, &format!("places[{index}]"), unit))
        .collect();
    let successions = request.successions.iter().enumerate();
    let successions = successions
        .filter_map(|(index, one)| {
            let field = |name: &str| format!("successions[{index}].{name}");
            let from = v.unit_code(&field("from_code"), &one.from_code);
            let ended = v.date(&field("from_valid_to"), &one.from_valid_to);
            let to = v.unit_code(&field("to_code"), &one.to_code);
            Some(Succession {
                from: from?,
                ended: ended?,
                to: to?,
                part: if one.whole { Part::Whole } else { Part::Part },
            })
        })
        .collect();
    let facts = Facts { units, successions };
    Some(ImportPlaces { caller, facts })
}

pub(super) fn filter(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListPlacesRequest,
) -> Option<PlaceFilter> {
    let name = v.search("name", &request.name, NAME)?;
    let on = v.optional_date("on_date", &request.on_date);
    let places = caller.units.places();
    let parent = ("parent_code", request.parent_code.as_str());
    let parent = match on {
        Some(on) => v
            .asked_unit(&caller.units, parent, on)
            .map(|unit| unit.code),
        // Of whatever day: a unit that there ever was.
        None => optional_code(v, parent.0, parent.1).and_then(|code| {
            if places.named(&code).is_empty() {
                return v.unit_of(places, parent, caller.units.day());
            }
            Some(code.to_string())
        }),
    };
    Some(PlaceFilter {
        parent,
        kind: v
            .known_or_any("kind", request.kind)
            .and_then(kind_from_proto),
        on,
        name: (!name.is_empty()).then_some(name),
    })
}
