//! Reads requests about lots.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, Utc};
use ocop_chassis::grpc::Violations;
use ocop_identity::Caller;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::trace_event::What as Said;
use uuid::Uuid;

use super::words::{action_from_proto, disposition_from_proto, step_from_proto, unit_from_proto};
use crate::application::trace::CaptureEvents;
use crate::domain::trace::{
    Amount, Business, ContainerId, LocationId, LotId, Making, Malformed, Portion, Reference,
    ReferenceTo, TraceEvent, What,
};

const DESCRIPTION: usize = 200;
const EVENT_ID: usize = 200;
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

fn portions(v: &mut Violations, field: &str, given: &[proto::Portion]) -> Vec<Portion> {
    let mut read = Vec::new();
    for (n, one) in given.iter().enumerate() {
        let lot = id::<LotId>(v, &format!("{field}[{n}].lot_id"), &one.lot_id);
        let unit = v
            .known(&format!("{field}[{n}].unit"), one.unit)
            .and_then(unit_from_proto);
        let amount = unit.and_then(|unit| Amount::parse(&one.amount, unit));
        if unit.is_some() && amount.is_none() {
            let rule =
                "must be a decimal number with up to three places, above 0, at most 1,000,000,000";
            v.add(format!("{field}[{n}].amount"), "MALFORMED", rule);
        }
        read.extend(lot.zip(amount).map(|(lot, amount)| Portion { lot, amount }));
    }
    read
}

fn containers(v: &mut Violations, field: &str, given: &[String]) -> Vec<ContainerId> {
    let given = given.iter().enumerate();
    given
        .filter_map(|(n, text)| id(v, &format!("{field}[{n}]"), text))
        .collect()
}

fn making(v: &mut Violations, field: &str, given: &proto::LotMaking) -> Option<Making> {
    let at = |name: &str| format!("{field}.{name}");
    let product = (!given.product_id.is_empty())
        .then(|| v.uuid(&at("product_id"), &given.product_id))
        .flatten();
    let description = v.optional_text(&at("description"), &given.description, DESCRIPTION);
    let areas = given.area_ids.iter().enumerate();
    let areas: Vec<Uuid> = areas
        .filter_map(|(n, text)| v.uuid(&format!("{field}.area_ids[{n}]"), text))
        .collect();
    let harvested_from = v.optional_date(&at("harvested_from"), &given.harvested_from);
    let harvested_to = v.optional_date(&at("harvested_to"), &given.harvested_to);
    if let (Some(from), Some(to)) = (harvested_from, harvested_to)
        && to < from
    {
        let rule = "must not be before harvested_from";
        v.add(at("harvested_to"), "OUT_OF_ORDER", rule);
    }
    Some(Making {
        product,
        description: description?,
        areas,
        harvested_from,
        harvested_to,
        best_before: v.optional_date(&at("best_before"), &given.best_before),
        expires_on: v.optional_date(&at("expires_on"), &given.expires_on),
    })
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

fn some(v: &mut Violations, field: &str, given: bool) {
    if !given {
        v.add(field, "REQUIRED", "must name at least one");
    }
}

fn what(v: &mut Violations, field: &str, said: &Said) -> Option<What> {
    let action = |v: &mut Violations, name: &str, action: i32| {
        v.known(&format!("{field}.{name}.action"), action)
            .and_then(action_from_proto)
    };
    match said {
        Said::Object(object) => {
            let at = |name: &str| format!("{field}.object.{name}");
            let action = action(v, "object", object.action);
            let lots = portions(v, &at("lots"), &object.lots);
            let inside = containers(v, &at("container_ids"), &object.container_ids);
            let named = !object.lots.is_empty() || !object.container_ids.is_empty();
            some(v, &at("lots"), named);
            let known = object.making.as_ref();
            let making = known.map(|known| making(v, &at("making"), known));
            Some(What::Object {
                action: action?,
                lots,
                containers: inside,
                making: making.flatten(),
            })
        }
        Said::Aggregation(aggregation) => {
            let at = |name: &str| format!("{field}.aggregation.{name}");
            let action = action(v, "aggregation", aggregation.action);
            let parent = id(v, &at("parent_id"), &aggregation.parent_id);
            let lots = portions(v, &at("lots"), &aggregation.lots);
            let inside = containers(v, &at("container_ids"), &aggregation.container_ids);
            let named = !aggregation.lots.is_empty() || !aggregation.container_ids.is_empty();
            let everything = aggregation.action() == proto::TraceAction::Delete;
            some(v, &at("lots"), named || everything);
            Some(What::Aggregation {
                action: action?,
                parent: parent?,
                lots,
                containers: inside,
            })
        }
        Said::Transformation(transformation) => {
            let at = |name: &str| format!("{field}.transformation.{name}");
            let inputs = portions(v, &at("inputs"), &transformation.inputs);
            some(v, &at("inputs"), !transformation.inputs.is_empty());
            let outputs = portions(v, &at("outputs"), &transformation.outputs);
            some(v, &at("outputs"), !transformation.outputs.is_empty());
            let known = transformation.making.as_ref();
            let making = known.map(|known| making(v, &at("making"), known));
            Some(What::Transformation {
                inputs,
                outputs,
                making: making.flatten(),
            })
        }
        Said::Association(association) => {
            let at = |name: &str| format!("{field}.association.{name}");
            let action = action(v, "association", association.action);
            let parent = id(v, &at("parent_id"), &association.parent_id);
            let tied = containers(v, &at("container_ids"), &association.container_ids);
            some(
                v,
                &at("container_ids"),
                !association.container_ids.is_empty(),
            );
            Some(What::Association {
                action: action?,
                parent: parent?,
                containers: tied,
            })
        }
    }
}

fn time(
    v: &mut Violations,
    field: &str,
    given: &proto::TraceEvent,
) -> Option<DateTime<FixedOffset>> {
    let offset = given.utc_offset.parse::<FixedOffset>().ok();
    if offset.is_none() {
        let rule = "must be an offset from UTC, such as +07:00";
        v.add(format!("{field}.utc_offset"), "MALFORMED", rule);
    }
    let time = given.event_time.as_ref().and_then(|time| {
        let nanoseconds = u32::try_from(time.nanos).ok()?;
        DateTime::<Utc>::from_timestamp(time.seconds, nanoseconds)
    });
    // The years that dates may lie in.
    let time = time.filter(|time| (1900..=2200).contains(&chrono::Datelike::year(time)));
    if time.is_none() {
        let rule = "must be a time of the years 1900 to 2200";
        v.add(format!("{field}.event_time"), "REQUIRED", rule);
    }
    Some(time?.with_timezone(&offset?))
}

/// Reads an event.
pub(super) fn event(
    v: &mut Violations,
    field: &str,
    given: &proto::TraceEvent,
) -> Option<TraceEvent> {
    let at = |name: &str| format!("{field}.{name}");
    let event_id = v.required_text(&at("event_id"), &given.event_id, EVENT_ID);
    if event_id.as_ref().is_some_and(|id| !id.contains(':')) {
        v.add(
            at("event_id"),
            "MALFORMED",
            "must be a URI, such as urn:uuid:…",
        );
    }
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
    let what = match &given.what {
        Some(said) => what(v, field, said),
        None => {
            let rule = "must be an object, aggregation, transformation or association event";
            v.add(at("what"), "REQUIRED", rule);
            None
        }
    };
    Some(TraceEvent {
        id: event_id?,
        time: time?,
        biz_step,
        disposition,
        read_point,
        biz_location,
        business,
        what: what?,
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
