//! Reads an EPCISDocument.

use chrono::{DateTime, FixedOffset};
use ocop_chassis::grpc::{Violations, timestamp};
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_event::What as Said;
use serde_json::Value;

use super::CONTEXT;
use super::fields::Fields;
use crate::domain::trace::{Action, BizStep, Disposition, Unit};
use crate::transport::trace::words::{
    action_to_proto, disposition_to_proto, step_to_proto, unit_to_proto,
};

/// Most events of a document.
const EVENTS: usize = 200;
/// Most lots or containers of a list.
const ITEMS: usize = 100;
/// Most business transactions, sources or destinations of an event.
const REFERENCES: usize = 20;
/// Most growing areas of a lot.
const AREAS: usize = 50;

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
    let what = match kind.as_str() {
        "ObjectEvent" => Some(Said::Object(proto::ObjectEvent {
            action: action(v, &mut event),
            lots: quantities(v, &mut event, "quantityList"),
            container_ids: event.texts(v, "epcList", ITEMS),
            making: ilmd(v, &mut event),
        })),
        "AggregationEvent" => Some(Said::Aggregation(proto::AggregationEvent {
            action: action(v, &mut event),
            parent_id: event.required(v, "parentID"),
            lots: quantities(v, &mut event, "childQuantityList"),
            container_ids: event.texts(v, "childEPCs", ITEMS),
        })),
        "TransformationEvent" => Some(Said::Transformation(proto::TransformationEvent {
            inputs: quantities(v, &mut event, "inputQuantityList"),
            outputs: quantities(v, &mut event, "outputQuantityList"),
            making: ilmd(v, &mut event),
        })),
        "AssociationEvent" => Some(Said::Association(proto::AssociationEvent {
            action: action(v, &mut event),
            parent_id: event.required(v, "parentID"),
            container_ids: event.texts(v, "childEPCs", ITEMS),
        })),
        _ => {
            let rule =
                "must be ObjectEvent, AggregationEvent, TransformationEvent or AssociationEvent";
            v.add(event.at("type"), "UNSUPPORTED", rule);
            return None;
        }
    };
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
        what,
        business_transactions,
        sources,
        destinations,
    })
}

fn action(v: &mut Violations, event: &mut Fields) -> i32 {
    let text = event.required(v, "action");
    let action = text.parse::<Action>().ok();
    action.map(action_to_proto).unwrap_or_default().into()
}

fn place(v: &mut Violations, event: &mut Fields, name: &str) -> String {
    let Some(value) = event.take(name) else {
        return String::new();
    };
    let Some(mut place) = Fields::of(v, &event.at(name), value) else {
        return String::new();
    };
    let id = place.required(v, "id");
    place.finish(v);
    id
}

/// The references in a list, each an object with a type of `vocabulary` and an id of this name.
fn references(
    v: &mut Violations,
    event: &mut Fields,
    (list, name, vocabulary): (&str, &str, &str),
) -> Vec<proto::TradeReference> {
    let path = event.at(list);
    let mut read = Vec::new();
    for (n, value) in event.list(v, list, REFERENCES).into_iter().enumerate() {
        let Some(mut one) = Fields::of(v, &format!("{path}[{n}]"), value) else {
            continue;
        };
        let (kind, id) = (one.text(v, "type"), one.required(v, name));
        one.finish(v);
        read.push(proto::TradeReference {
            r#type: bare(&kind, vocabulary).to_owned(),
            id,
        });
    }
    read
}

fn quantities(v: &mut Violations, event: &mut Fields, name: &str) -> Vec<proto::Portion> {
    let path = event.at(name);
    let mut read = Vec::new();
    for (n, value) in event.list(v, name, ITEMS).into_iter().enumerate() {
        let Some(mut one) = Fields::of(v, &format!("{path}[{n}]"), value) else {
            continue;
        };
        let lot_id = one.required(v, "epcClass");
        let code = one.text(v, "uom");
        let unit = Unit::of_code(&code);
        if unit.is_none() {
            let rule = "must be GRM, KGM, TNE, MLT, LTR, or left out for pieces";
            v.add(one.at("uom"), "UNKNOWN_VALUE", rule);
        }
        let amount = match one.take("quantity") {
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        one.finish(v);
        read.push(proto::Portion {
            lot_id,
            amount,
            unit: unit.map(unit_to_proto).unwrap_or_default().into(),
        });
    }
    read
}

fn ilmd(v: &mut Violations, event: &mut Fields) -> Option<proto::LotMaking> {
    let value = event.take("ilmd")?;
    let mut ilmd = Fields::of(v, &event.at("ilmd"), value)?;
    // The id of the lot says it already.
    ilmd.take("cbvmda:lotNumber");
    let making = proto::LotMaking {
        product_id: ilmd.text(v, "ocop:product"),
        description: ilmd.text(v, "ocop:description"),
        area_ids: ilmd.texts(v, "ocop:growingAreas", AREAS),
        harvested_from: ilmd.text(v, "cbvmda:harvestStartDate"),
        harvested_to: ilmd.text(v, "cbvmda:harvestEndDate"),
        best_before: ilmd.text(v, "cbvmda:bestBeforeDate"),
        expires_on: ilmd.text(v, "cbvmda:itemExpirationDate"),
    };
    ilmd.finish(v);
    Some(making)
}
