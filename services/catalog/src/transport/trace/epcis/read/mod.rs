//! Reads an EPCISDocument.

mod parts;
mod sensors;

use chrono::{DateTime, FixedOffset};
use ocop_chassis::grpc::{Violations, timestamp};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_event::What as Said;
use serde_json::Value;

use super::CONTEXT;
use super::fields::Fields;
use crate::domain::trace::{BizStep, Disposition};
use crate::transport::trace::words::{disposition_to_proto, step_to_proto};
use parts::{action, error_declaration, ilmd, place, portions, references, things};

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
    if !(version == "2" || version.starts_with("2.")) {
        v.add(document.at("schemaVersion"), "MALFORMED", "must be 2.0");
    }
    let created = document.required(v, "creationDate");
    instant(v, &document.at("creationDate"), &created);
    if !document
        .take("@context")
        .is_some_and(|it| names_context(&it))
    {
        let rule = format!("must name {CONTEXT}");
        v.add(document.at("@context"), "REQUIRED", rule);
    }
    // Who sent it and what it was made from say nothing of what happened.
    for passed_over in ["id", "sender", "receiver", "instanceIdentifier"] {
        document.take(passed_over);
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

fn names_context(value: &Value) -> bool {
    match value {
        Value::String(text) => text == CONTEXT,
        Value::Array(list) => list.iter().any(|one| one.as_str() == Some(CONTEXT)),
        _ => false,
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

/// A word of the standard: bare, as a URI of the web vocabulary, or as a URN of earlier versions.
pub(super) fn bare<'a>(text: &'a str, vocabulary: &str) -> &'a str {
    let urn = format!("urn:epcglobal:cbv:{}:", vocabulary.to_lowercase());
    let web = ["https://ref.gs1.org/cbv/", "cbv:"].map(|base| format!("{base}{vocabulary}-"));
    let mut forms = web.iter().chain([&urn]);
    forms
        .find_map(|prefix| text.strip_prefix(prefix.as_str()))
        .unwrap_or(text)
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
    for passed_over in ["recordTime", "@context"] {
        event.take(passed_over);
    }
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
    })
}

fn what(v: &mut Violations, kind: &str, event: &mut Fields) -> Option<Said> {
    const ALL: (&str, &str) = ("quantityList", "epcList");
    const CHILDREN: (&str, &str) = ("childQuantityList", "childEPCs");
    let what = match kind {
        "ObjectEvent" => {
            let action = action(v, event);
            let (lots, container_ids) = things(v, event, ALL);
            Said::Object(proto::ObjectEvent {
                action,
                lots,
                container_ids,
                making: ilmd(v, event),
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
        "TransformationEvent" => Said::Transformation(proto::TransformationEvent {
            inputs: portions(v, event, ("inputQuantityList", "inputEPCList")),
            outputs: portions(v, event, ("outputQuantityList", "outputEPCList")),
            making: ilmd(v, event),
        }),
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
