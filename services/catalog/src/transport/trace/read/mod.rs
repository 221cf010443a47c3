//! Reads requests about lots.

mod sensors;
mod what;

use std::str::FromStr;

use chrono::{DateTime, FixedOffset};
use ocop_chassis::grpc::{Violations, instant};
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_event::What as Said;

use super::words::{disposition_from_proto, step_from_proto};
use crate::application::trace::CaptureEvents;
use crate::domain::trace::{
    Business, ErrorDeclaration, LocationId, Malformed, PersistentDisposition, Reference,
    ReferenceTo, TraceEvent, Uri, utc_offset,
};
use what::{some, what};

/// Most lots and containers that the events of a call name together.
const ITEMS: usize = 5_000;

/// Reads an id of the standard.
pub(super) fn id<T: FromStr<Err = Malformed>>(
    v: &mut Violations,
    field: &str,
    text: &str,
) -> Option<T> {
    let read = text.parse();
    if let Err(Malformed(rule)) = &read {
        v.add(field, "MALFORMED", *rule);
    }
    read.ok()
}

fn optional_id<T: FromStr<Err = Malformed>>(
    v: &mut Violations,
    field: &str,
    text: &str,
) -> Option<T> {
    (!text.is_empty()).then(|| id(v, field, text)).flatten()
}

fn business(v: &mut Violations, field: &str, given: &proto::TraceEvent) -> Business {
    let mut references = |name: &str, to, given: &[proto::TradeReference]| {
        let mut read = Vec::new();
        for (n, one) in given.iter().enumerate() {
            match Reference::new(to, &one.r#type, &one.id) {
                Ok(reference) => read.push(reference),
                Err(Malformed(rule)) => v.add(format!("{field}.{name}[{n}]"), "MALFORMED", rule),
            }
        }
        read
    };
    Business {
        transactions: references(
            "business_transactions",
            ReferenceTo::Document,
            &given.business_transactions,
        ),
        sources: references("sources", ReferenceTo::Party, &given.sources),
        destinations: references("destinations", ReferenceTo::Party, &given.destinations),
    }
}

fn time(
    v: &mut Violations,
    field: &str,
    given: &proto::TraceEvent,
) -> Option<DateTime<FixedOffset>> {
    let offset = utc_offset(&given.utc_offset);
    if let Err(Malformed(rule)) = offset {
        v.add(format!("{field}.utc_offset"), "MALFORMED", rule);
    }
    let at = format!("{field}.event_time");
    if given.event_time.is_none() {
        v.add(&at, "REQUIRED", "must be given");
    }
    let time = instant(v, &at, given.event_time.as_ref());
    Some(time?.with_timezone(&offset.ok()?))
}

fn event_id(v: &mut Violations, field: &str, given: &str) -> Option<String> {
    if given.is_empty() {
        v.add(field, "REQUIRED", "must be given");
        return None;
    }
    id::<Uri>(v, field, given).map(String::from)
}

fn persistent(
    v: &mut Violations,
    field: &str,
    given: &proto::TraceEvent,
) -> Option<PersistentDisposition> {
    let Some(said) = &given.persistent_disposition else {
        return Some(PersistentDisposition::default());
    };
    if !matches!(
        given.what,
        Some(Said::Object(_) | Said::Transformation(_)) | None
    ) {
        let rule = "is of object events and transformations only";
        v.add(field, "UNSUPPORTED", rule);
    }
    some(v, field, !said.set.is_empty() || !said.unset.is_empty());
    let mut words = |name: &str, given: &[i32]| {
        let given = given.iter().enumerate();
        let read = given.filter_map(|(n, word)| {
            let known = v.known(&format!("{field}.{name}[{n}]"), *word);
            known.and_then(disposition_from_proto)
        });
        read.collect::<Vec<_>>()
    };
    let (set, unset) = (words("set", &said.set), words("unset", &said.unset));
    PersistentDisposition::new(set, unset)
        .map_err(|Malformed(rule)| v.add(field, "TWICE", rule))
        .ok()
}

fn certifications(v: &mut Violations, field: &str, given: &[String]) -> Vec<Uri> {
    let given = given.iter().enumerate();
    given
        .filter_map(|(n, text)| id(v, &format!("{field}[{n}]"), text))
        .collect()
}

fn error_declaration(
    v: &mut Violations,
    field: &str,
    given: &proto::TraceEvent,
) -> Option<ErrorDeclaration> {
    let declaration = given.error_declaration.as_ref()?;
    let at = |name: &str| format!("{field}.error_declaration.{name}");
    let time = declaration.declaration_time.as_ref();
    if time.is_none() {
        v.add(at("declaration_time"), "REQUIRED", "must be given");
    }
    let declared = instant(v, &at("declaration_time"), time);
    let reason = optional_id(v, &at("reason"), &declaration.reason);
    let mut corrected_by = Vec::new();
    for (n, id) in declaration.corrective_event_ids.iter().enumerate() {
        let path = format!("{}[{n}]", at("corrective_event_ids"));
        if *id == given.event_id {
            v.add(&path, "MALFORMED", "must be another event");
        }
        corrected_by.extend(event_id(v, &path, id));
    }
    Some(ErrorDeclaration {
        declared: declared?,
        reason,
        corrected_by,
    })
}

/// Reads an event.
pub(super) fn event(
    v: &mut Violations,
    field: &str,
    given: &proto::TraceEvent,
) -> Option<TraceEvent> {
    let at = |name: &str| format!("{field}.{name}");
    let event_id = event_id(v, &at("event_id"), &given.event_id);
    let time = time(v, field, given);
    let biz_step = v
        .known_or_any(&at("biz_step"), given.biz_step)
        .and_then(step_from_proto);
    let disposition = v
        .known_or_any(&at("disposition"), given.disposition)
        .and_then(disposition_from_proto);
    let read_point = optional_id::<LocationId>(v, &at("read_point"), &given.read_point);
    let biz_location = optional_id::<LocationId>(v, &at("biz_location"), &given.biz_location);
    let business = business(v, field, given);
    let documents = !given.business_transactions.is_empty();
    if matches!(given.what, Some(Said::Transaction(_))) {
        some(v, &at("business_transactions"), documents);
    }
    let persistent = persistent(v, &at("persistent_disposition"), given);
    let certifications = certifications(v, &at("certification_info"), &given.certification_info);
    let sensors = sensors::read(v, &at("sensor_elements"), &given.sensor_elements);
    let error = error_declaration(v, field, given);
    let what = match &given.what {
        Some(said) => what(v, field, said),
        None => {
            let rule =
                "must be an object, aggregation, transformation, association or transaction event";
            v.add(at("what"), "REQUIRED", rule);
            None
        }
    };
    Some(TraceEvent {
        id: event_id?,
        time: time?,
        biz_step,
        disposition,
        persistent: persistent?,
        read_point,
        biz_location,
        business,
        certifications,
        sensors,
        what: what?,
        error,
    })
}

/// Reads events, each at the path that `path` gives of its position.
pub(super) fn events<'a>(
    v: &mut Violations,
    given: impl IntoIterator<Item = (usize, &'a proto::TraceEvent)>,
    path: impl Fn(usize) -> String,
) -> Vec<TraceEvent> {
    given
        .into_iter()
        .filter_map(|(n, one)| event(v, &path(n), one))
        .collect()
}

/// Notes that events name too much.
fn bounded(v: &mut Violations, field: &str, events: &[TraceEvent]) {
    let named: usize = events.iter().map(|event| event.items().len()).sum();
    if named > ITEMS {
        let rule = format!("must name at most {ITEMS} lots and containers together");
        v.add(field, "TOO_MANY", rule);
    }
}

pub(super) fn capture(
    v: &mut Violations,
    caller: Caller,
    request: proto::CaptureEventsRequest,
) -> Option<CaptureEvents> {
    let producer_id = v.uuid("producer_id", &request.producer_id);
    some(v, "events", !request.events.is_empty());
    let events = events(v, request.events.iter().enumerate(), |n| {
        format!("events[{n}]")
    });
    bounded(v, "events", &events);
    Some(CaptureEvents {
        caller,
        producer_id: producer_id?,
        events,
    })
}

pub(super) fn document(
    v: &mut Violations,
    caller: Caller,
    request: proto::CaptureDocumentRequest,
) -> Option<CaptureEvents> {
    let producer_id = v.uuid("producer_id", &request.producer_id);
    let given = super::epcis::read(v, "document", &request.document)?;
    let path = |n| format!("document.epcisBody.eventList[{n}]");
    let given = given.iter().map(|(n, one)| (*n, one));
    let events = events(v, given, path);
    bounded(v, "document", &events);
    Some(CaptureEvents {
        caller,
        producer_id: producer_id?,
        events,
    })
}
