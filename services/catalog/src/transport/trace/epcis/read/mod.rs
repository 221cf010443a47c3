//! Reads an EPCISDocument.

mod lists;
mod parts;
mod sensors;

use chrono::{DateTime, FixedOffset};
use ocop_chassis::grpc::{Violations, timestamp};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_event::What as Said;
use serde_json::Value;

use super::fields::Fields;
use super::{CONTEXT, OURS};
use crate::domain::trace::{BizStep, Disposition, Uri, bare};
use crate::transport::trace::words::{disposition_to_proto, step_to_proto};
use lists::{portions, things};
use parts::{action, certifications, error_declaration, ilmd, persistent, place, references};

/// Most events of a document.
const EVENTS: usize = 200;

/// Reads the events of a document, each with its position. What their values must be is asked by whoever reads the messages.
pub(in crate::transport::trace) fn read(
    v: &mut Violations,
    path: &str,
    text: &str,
) -> Option<Vec<(usize, proto::TraceEvent)>> {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        v.add(path, "MALFORMED", "must be a document in JSON");
        return None;
    };
    let mut document = Fields::of(v, path, value)?;
    let kind = document.required(v, "type");
    if kind != "EPCISDocument" {
        v.add(document.at("type"), "MALFORMED", "must be EPCISDocument");
    }
    let version = document.required(v, "schemaVersion");
    if !is_version_2(&version) {
        v.add(document.at("schemaVersion"), "MALFORMED", "must be 2.0");
    }
    let created = document.required(v, "creationDate");
    instant(v, &document.at("creationDate"), &created);
    let context = document.take("@context").unwrap_or_default();
    if names_context(&context) {
        contexts(v, &document.at("@context"), &context);
    } else {
        let rule = format!("must name {CONTEXT}");
        v.add(document.at("@context"), "REQUIRED", rule);
    }
    // Who sent it and what it was made from say nothing of what happened.
    for passed_over in ["id", "sender", "receiver", "instanceIdentifier"] {
        document.text(v, passed_over);
    }
    let body = document.take("epcisBody").unwrap_or_default();
    let mut body = Fields::of(v, &document.at("epcisBody"), body)?;
    let events = body.list(v, "eventList", EVENTS);
    if events.is_empty() {
        v.add(body.at("eventList"), "REQUIRED", "must have an event");
    }
    let list = body.at("eventList");
    let mut read = Vec::new();
    for (n, value) in events.into_iter().enumerate() {
        let one = event(v, &format!("{list}[{n}]"), value);
        read.extend(one.map(|one| (n, one)));
    }
    body.finish(v);
    document.finish(v);
    Some(read)
}

/// Whether a version of the schema is 2 or one of its editions.
fn is_version_2(version: &str) -> bool {
    let mut numbers = version.split('.');
    let is_number =
        |number: &str| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    numbers.next() == Some("2") && numbers.all(is_number)
}

/// Whether a context is that of the standard, which has an address of its own for each edition too.
fn is_context(address: &str) -> bool {
    let (before, after) = (
        "https://ref.gs1.org/standards/epcis/",
        "/epcis-context.jsonld",
    );
    let edition = address
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after));
    address == CONTEXT || edition.is_some_and(is_version_2)
}

fn names_context(value: &Value) -> bool {
    match value {
        Value::String(text) => is_context(text),
        Value::Array(list) => list.iter().filter_map(Value::as_str).any(is_context),
        _ => false,
    }
}

/// Notes contexts that have not the form of one, and a prefix of ours that stands for something else.
fn contexts(v: &mut Violations, path: &str, value: &Value) {
    let all = match value {
        Value::Array(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    for one in all {
        let named = one.as_str().is_some_and(|text| text.parse::<Uri>().is_ok());
        if !named && !one.is_object() {
            v.add(path, "MALFORMED", "must be URIs and objects");
        }
        if one.get("ocop").is_some_and(|stands_for| stands_for != OURS) {
            let rule = format!("must let the prefix ocop stand for {OURS}, or leave it out");
            v.add(path, "MALFORMED", rule);
        }
    }
    if all
        .iter()
        .enumerate()
        .any(|(n, one)| all[..n].contains(one))
    {
        v.add(path, "TWICE", "must not have a context twice");
    }
}

fn instant(v: &mut Violations, path: &str, text: &str) -> Option<DateTime<FixedOffset>> {
    let time = DateTime::parse_from_rfc3339(text).ok();
    if time.is_none() {
        let rule = "must be a time such as 2026-06-01T06:00:00+07:00";
        v.add(path, "MALFORMED", rule);
    }
    time
}

fn word<T: std::str::FromStr>(
    v: &mut Violations,
    path: String,
    text: &str,
    vocabulary: &str,
) -> Option<T> {
    if text.is_empty() {
        return None;
    }
    let read = bare(text, vocabulary).parse().ok();
    if read.is_none() {
        v.add(path, "UNKNOWN_VALUE", "must be a word of CBV 2.0");
    }
    read
}

fn event(v: &mut Violations, path: &str, value: Value) -> Option<proto::TraceEvent> {
    let mut event = Fields::of(v, path, value)?;
    let kind = event.required(v, "type");
    let event_id = event.required(v, "eventID");
    let time = event.required(v, "eventTime");
    let time = instant(v, &event.at("eventTime"), &time);
    let utc_offset = event.required(v, "eventTimeZoneOffset");
    let step = event.text(v, "bizStep");
    let step = word::<BizStep>(v, event.at("bizStep"), &step, "BizStep");
    let disposition = event.text(v, "disposition");
    let disposition = word::<Disposition>(v, event.at("disposition"), &disposition, "Disp");
    let read_point = place(v, &mut event, "readPoint");
    let biz_location = place(v, &mut event, "bizLocation");
    let transactions = ("bizTransactionList", "bizTransaction", "BTT");
    let business_transactions = references(v, &mut event, transactions);
    let sources = references(v, &mut event, ("sourceList", "source", "SDT"));
    let destinations = references(v, &mut event, ("destinationList", "destination", "SDT"));
    // The catalog notes by itself when it records; a context of an event adds nothing to that of the document.
    let recorded = event.text(v, "recordTime");
    if !recorded.is_empty() {
        instant(v, &event.at("recordTime"), &recorded);
    }
    if let Some(context) = event.take("@context") {
        contexts(v, &event.at("@context"), &context);
    }
    let persistent_disposition = persistent(v, &mut event);
    let certification_info = certifications(v, &mut event);
    let error_declaration = error_declaration(v, &mut event);
    let sensor_elements = sensors::read(v, &mut event);
    let what = what(v, &kind, &mut event)?;
    event.finish(v);
    Some(proto::TraceEvent {
        event_id,
        event_time: time.map(|time| timestamp(time.to_utc())),
        utc_offset,
        biz_step: step.map(step_to_proto).unwrap_or_default().into(),
        disposition: disposition
            .map(disposition_to_proto)
            .unwrap_or_default()
            .into(),
        read_point,
        biz_location,
        what: Some(what),
        business_transactions,
        sources,
        destinations,
        error_declaration,
        sensor_elements,
        persistent_disposition,
        certification_info,
    })
}

fn what(v: &mut Violations, kind: &str, event: &mut Fields) -> Option<Said> {
    const ALL: (&str, &str) = ("quantityList", "epcList");
    const CHILDREN: (&str, &str) = ("childQuantityList", "childEPCs");
    let what = match kind {
        "ObjectEvent" => {
            let action = action(v, event);
            let (lots, container_ids) = things(v, event, ALL);
            let making = ilmd(v, event, &lots);
            Said::Object(proto::ObjectEvent {
                action,
                lots,
                container_ids,
                making,
            })
        }
        "AggregationEvent" => {
            let (action, parent_id) = (action(v, event), event.required(v, "parentID"));
            let (lots, container_ids) = things(v, event, CHILDREN);
            Said::Aggregation(proto::AggregationEvent {
                action,
                parent_id,
                lots,
                container_ids,
            })
        }
        "TransformationEvent" => {
            let inputs = portions(v, event, ("inputQuantityList", "inputEPCList"));
            let outputs = portions(v, event, ("outputQuantityList", "outputEPCList"));
            let making = ilmd(v, event, &outputs);
            Said::Transformation(proto::TransformationEvent {
                inputs,
                outputs,
                making,
                transformation_id: event.text(v, "transformationID"),
            })
        }
        "AssociationEvent" => {
            let (action, parent_id) = (action(v, event), event.required(v, "parentID"));
            let (lots, container_ids) = things(v, event, CHILDREN);
            Said::Association(proto::AssociationEvent {
                action,
                parent_id,
                lots,
                container_ids,
            })
        }
        "TransactionEvent" => {
            let (action, parent_id) = (action(v, event), event.text(v, "parentID"));
            let listed = event.has_list("epcList", 0) || event.has_list("quantityList", 1);
            if !listed && action != i32::from(proto::TraceAction::Delete) {
                v.add(
                    event.at("epcList"),
                    "REQUIRED",
                    "must be given, if only as an empty list",
                );
            }
            let (lots, container_ids) = things(v, event, ALL);
            Said::Transaction(proto::TransactionEvent {
                action,
                parent_id,
                lots,
                container_ids,
            })
        }
        _ => {
            let rule = "must be ObjectEvent, AggregationEvent, TransformationEvent, AssociationEvent or TransactionEvent";
            v.add(event.at("type"), "UNSUPPORTED", rule);
            return None;
        }
    };
    Some(what)
}
