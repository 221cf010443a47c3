//! Writes an EPCISDocument.

mod sensors;

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde_json::{Map, Number, Value, json};

use super::{CONTEXT, OURS};
use crate::domain::trace::{
    ContainerId, ErrorDeclaration, LocationId, Making, PersistentDisposition, Portion, Reference,
    TraceEvent, What,
};

/// The document with these events.
pub(in crate::transport::trace) fn write<'a>(
    events: impl Iterator<Item = &'a TraceEvent>,
    now: DateTime<Utc>,
) -> String {
    let document = json!({
        "@context": [CONTEXT, {"ocop": OURS}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": now.to_rfc3339_opts(SecondsFormat::Millis, true),
        "epcisBody": {"eventList": events.map(event).collect::<Vec<_>>()},
    });
    document.to_string()
}

fn event(event: &TraceEvent) -> Value {
    let mut written = Map::new();
    let mut say = |name: &str, value: Value| {
        let empty = value.as_array().is_some_and(Vec::is_empty);
        if !value.is_null() && !empty {
            written.insert(name.to_owned(), value);
        }
    };
    let kind = match &event.what {
        What::Object { .. } => "ObjectEvent",
        What::Aggregation { .. } => "AggregationEvent",
        What::Transformation { .. } => "TransformationEvent",
        What::Association { .. } => "AssociationEvent",
        What::Transaction { .. } => "TransactionEvent",
    };
    say("type", kind.into());
    say("eventID", event.id.clone().into());
    let time = event.time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    say("eventTime", time.into());
    say(
        "eventTimeZoneOffset",
        event.time.offset().to_string().into(),
    );
    match &event.what {
        What::Object {
            action,
            lots,
            containers,
            making,
        } => {
            say("action", action.to_string().into());
            say("epcList", ids(containers, lots));
            say("quantityList", quantities(lots));
            say("ilmd", ilmd(making.as_ref()));
        }
        What::Aggregation {
            action,
            parent,
            lots,
            containers,
        } => {
            say("action", action.to_string().into());
            say("parentID", parent.to_string().into());
            say("childEPCs", ids(containers, lots));
            say("childQuantityList", quantities(lots));
        }
        What::Transformation {
            id,
            inputs,
            outputs,
            making,
        } => {
            let id = id.as_ref().map(ToString::to_string);
            say("transformationID", id.map_or(Value::Null, Value::from));
            say("inputEPCList", ids(&[], inputs));
            say("inputQuantityList", quantities(inputs));
            say("outputEPCList", ids(&[], outputs));
            say("outputQuantityList", quantities(outputs));
            say("ilmd", ilmd(making.as_ref()));
        }
        What::Association {
            action,
            parent,
            lots,
            containers,
        } => {
            say("action", action.to_string().into());
            say("parentID", parent.to_string().into());
            say("childEPCs", ids(containers, lots));
            say("childQuantityList", quantities(lots));
        }
        What::Transaction {
            action,
            parent,
            lots,
            containers,
        } => {
            say("action", action.to_string().into());
            let parent = parent.as_ref().map(ToString::to_string);
            say("parentID", parent.map_or(Value::Null, Value::from));
            say("epcList", ids(containers, lots));
            say("quantityList", quantities(lots));
        }
    }
    let word = |word: Option<String>| word.map_or(Value::Null, Value::from);
    say("bizStep", word(event.biz_step.map(|step| step.to_string())));
    let disposition = event.disposition.map(|one| one.to_string());
    say("disposition", word(disposition));
    say("persistentDisposition", persistent(&event.persistent));
    say("readPoint", place(event.read_point.as_ref()));
    say("bizLocation", place(event.biz_location.as_ref()));
    let business = &event.business;
    let transactions = references("bizTransaction", &business.transactions);
    say("bizTransactionList", transactions);
    say("sourceList", references("source", &business.sources));
    let destinations = references("destination", &business.destinations);
    say("destinationList", destinations);
    let certifications = event.certifications.iter().map(ToString::to_string);
    say("certificationInfo", certifications.collect());
    let here = event.time.offset();
    say("sensorElementList", sensors::write(&event.sensors, here));
    say("errorDeclaration", error(event.error.as_ref(), here));
    // The standard wants a list of a transaction event, if only an empty one.
    let lists = ["epcList", "quantityList"];
    if matches!(event.what, What::Transaction { .. })
        && !lists.iter().any(|list| written.contains_key(*list))
    {
        written.insert("epcList".to_owned(), json!([]));
    }
    Value::Object(written)
}

fn persistent(said: &PersistentDisposition) -> Value {
    let lists = [("set", said.set()), ("unset", said.unset())];
    let lists = lists.into_iter().filter(|(_, words)| !words.is_empty());
    let written: Map<String, Value> = lists
        .map(|(name, words)| {
            let words = words.iter().map(ToString::to_string);
            (name.to_owned(), words.collect())
        })
        .collect();
    if written.is_empty() {
        return Value::Null;
    }
    Value::Object(written)
}

/// A time by the clock of an event.
fn by_clock(time: DateTime<Utc>, here: &FixedOffset) -> Value {
    let time = time.with_timezone(here);
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true).into()
}

fn error(error: Option<&ErrorDeclaration>, here: &FixedOffset) -> Value {
    let Some(error) = error else {
        return Value::Null;
    };
    let mut written = Map::new();
    written.insert("declarationTime".to_owned(), by_clock(error.declared, here));
    if let Some(reason) = &error.reason {
        written.insert("reason".to_owned(), reason.to_string().into());
    }
    if !error.corrected_by.is_empty() {
        let ids = error.corrected_by.clone();
        written.insert("correctiveEventIDs".to_owned(), ids.into());
    }
    Value::Object(written)
}

/// The ids of containers and of single pieces.
fn ids(containers: &[ContainerId], portions: &[Portion]) -> Value {
    let pieces = portions.iter().filter(|portion| portion.lot.is_serial());
    let pieces = pieces.map(|portion| portion.lot.to_string());
    let containers = containers.iter().map(ToString::to_string);
    containers.chain(pieces).collect()
}

fn place(place: Option<&LocationId>) -> Value {
    place.map_or(Value::Null, |place| json!({"id": place.to_string()}))
}

fn references(name: &str, references: &[Reference]) -> Value {
    let written = references.iter().map(|one| {
        let mut written = Map::new();
        if !one.kind().is_empty() {
            written.insert("type".to_owned(), one.kind().into());
        }
        written.insert(name.to_owned(), one.id().into());
        Value::Object(written)
    });
    written.collect()
}

fn quantities(portions: &[Portion]) -> Value {
    let lots = portions.iter().filter(|portion| !portion.lot.is_serial());
    let written = lots.map(|portion| {
        let mut quantity = Map::new();
        quantity.insert("epcClass".to_owned(), portion.lot.to_string().into());
        // Three places of at most a thousand million: a double has room for them.
        quantity.insert("quantity".to_owned(), number(&portion.amount.number()));
        let code = portion.amount.unit().code();
        if !code.is_empty() {
            quantity.insert("uom".to_owned(), code.into());
        }
        Value::Object(quantity)
    });
    written.collect()
}

/// A number as JSON has it: whole ones as they are.
fn number(text: &str) -> Value {
    let whole = text.parse::<i64>().ok().map(Number::from);
    let number = whole.or_else(|| Number::from_f64(text.parse().ok()?));
    number.map_or(Value::Null, Value::from)
}

fn ilmd(making: Option<&Making>) -> Value {
    let Some(making) = making else {
        return Value::Null;
    };
    let mut written = Map::new();
    let mut say = |name: &str, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            written.insert(name.to_owned(), text.into());
        }
    };
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
    say("ocop:product", making.product.map(|id| id.to_string()));
    say("ocop:description", Some(making.description.clone()));
    say("cbvmda:harvestStartDate", day(making.harvested_from));
    say("cbvmda:harvestEndDate", day(making.harvested_to));
    say("cbvmda:bestBeforeDate", day(making.best_before));
    say("cbvmda:itemExpirationDate", day(making.expires_on));
    if !making.areas.is_empty() {
        let areas: Value = making.areas.iter().map(ToString::to_string).collect();
        written.insert("ocop:growingAreas".to_owned(), areas);
    }
    Value::Object(written)
}
