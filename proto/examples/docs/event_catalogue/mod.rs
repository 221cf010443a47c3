//! The catalogue of events: JSON Schemas of their bodies and an AsyncAPI 3 document, made from the contract and from the table of
//! events in `README.md`. `make docs` writes them; a test holds them true.

mod contract;
mod kept;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use contract::Contract;
use kept::{Kept, with_example};

/// An event of the table in the readme.
struct Event {
    service: String,
    aggregate: String,
    name: String,
    /// When it happens.
    when: String,
    /// The message of its body.
    body: String,
}

impl Event {
    /// Its type without what all have before it: `promotion.match.opened`.
    fn short(&self) -> String {
        format!("{}.{}.{}", self.service, self.aggregate, self.name)
    }

    fn kind(&self) -> String {
        format!("ocop.{}.v1", self.short())
    }

    /// What ends the subject of the events of its aggregate.
    fn audience(&self) -> &'static [&'static str] {
        match self.aggregate.as_str() {
            "match" => &["province", "partner"],
            "partner" | "subscription" | "gift_order" | "trade_offer" | "trade_deal"
            | "trade_invitation" | "trade_match" => &["partner"],
            _ => &["province"],
        }
    }
}

/// The words between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn events(readme: &str) -> Vec<Event> {
    let mut events = Vec::new();
    for line in readme.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        let [names, when, body] = cells.as_slice() else {
            continue;
        };
        let names = quoted(names);
        let first: Vec<&str> = names
            .first()
            .map(|first| first.split('.').collect())
            .unwrap_or_default();
        let ([service, aggregate, name], Some(body)) =
            (first.as_slice(), quoted(body).first().copied())
        else {
            continue;
        };
        // The table of rpcs names services too.
        if !["catalog", "evaluation", "promotion"].contains(service) || *aggregate == "v1" {
            continue;
        }
        for name in [name].into_iter().chain(&names[1..]) {
            events.push(Event {
                service: (*service).to_owned(),
                aggregate: (*aggregate).to_owned(),
                name: (*name).to_owned(),
                when: when.trim().to_owned(),
                body: format!("ocop.{service}.v1.{body}"),
            });
        }
    }
    events
}

/// The same with the keys of every object in order, whatever map the library keeps them in.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let ordered: BTreeMap<String, Value> = map.into_iter().collect();
            let sorted = ordered.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(sorted.collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}

fn written(value: Value) -> String {
    let text = serde_json::to_string_pretty(&sorted(value)).expect("a value has a JSON form");
    format!("{text}\n")
}

fn bodies(events: &[Event]) -> BTreeSet<String> {
    events.iter().map(|event| event.body.clone()).collect()
}

/// The type of what `TestSubscription` posts. It is no event: nothing is recorded, and NATS never has it.
const TEST: &str = "ocop.promotion.subscription.test.v1";

/// The schema of the data of a test event.
fn test_data() -> Value {
    let text = |description: &str| json!({"type": "string", "description": description});
    json!({
        "type": "object", "description": "Posted by TestSubscription. It is no event: nothing is recorded, and it comes by webhook alone.",
        "properties": {
            "subscriptionId": text("Id of the subscription that is tested."),
            "challenge": text("Who gives this back in the answer shows that it reads what it is sent."),
        },
    })
}

/// The JSON Schemas of the bodies of all events, with the types that they name.
pub fn schemas(readme: &str) -> String {
    let events = events(readme);
    let mut by_type: Map<String, Value> = events
        .iter()
        .map(|event| {
            (
                event.kind(),
                json!({"$ref": format!("#/$defs/{}", event.body)}),
            )
        })
        .collect();
    by_type.insert(TEST.to_owned(), test_data());
    let definitions = Contract::new().schemas(&bodies(&events), "#/$defs/");
    written(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Bodies of the events of OCOP, by their types",
        "description": "Made by `make docs`. Fields that are not named here may come with a newer contract: ignore them.",
        "type": "object", "properties": by_type, "$defs": definitions,
    }))
}

/// What the headers of an event say.
fn headers() -> Value {
    let text = |description: &str| json!({"type": "string", "description": description});
    json!({"type": "object", "properties": {
        "ce-id": text("Id of the event; the same for every copy of it."),
        "ce-type": text("What happened."),
        "ce-source": text("The service."),
        "ce-subject": text("Id of the aggregate."),
        "ce-sequence": text("Version of the aggregate: order by it, and drop what you have."),
        "ce-time": text("When it was recorded."),
        "ce-snapshot": text("\"true\" on a copy of the last event of an aggregate, sent again on request."),
    }})
}

/// A message of a webhook, by the schema of its data.
fn as_webhook(kind: &str, summary: &str, data: &Value) -> Value {
    json!({
        "name": kind, "summary": summary, "contentType": "application/json",
        "headers": {"type": "object", "properties": {
            "webhook-id": {"type": "string"}, "webhook-timestamp": {"type": "string"},
            "webhook-signature": {"type": "string"},
        }},
        "payload": {"type": "object", "properties": {
            "type": {"const": kind}, "timestamp": {"type": "string", "format": "date-time"},
            "id": {"type": "string", "description": "The event's id, as ce-id."}, "data": data,
        }},
    })
}

fn webhook(events: &[Event]) -> (Value, Map<String, Value>) {
    let told = [
        "match",
        "gift_order",
        "trade_offer",
        "trade_deal",
        "trade_invitation",
        "trade_match",
    ];
    let told = events
        .iter()
        .filter(|event| event.service == "promotion" && told.contains(&event.aggregate.as_str()));
    let mut messages = Map::new();
    let mut references = Map::new();
    let test = "webhook.subscription.test";
    let reference = format!("#/components/messages/{test}");
    references.insert("subscription.test".to_owned(), json!({"$ref": reference}));
    let summary = "TestSubscription was called";
    messages.insert(test.to_owned(), as_webhook(TEST, summary, &test_data()));
    for event in told {
        let named = match event.aggregate.as_str() {
            "match" => event.name.clone(),
            aggregate => format!("{aggregate}.{}", event.name),
        };
        let name = format!("webhook.{named}");
        let reference = format!("#/components/messages/{name}");
        references.insert(named, json!({"$ref": reference}));
        let data = json!({"$ref": format!("#/components/schemas/{}", event.body)});
        let message = as_webhook(&event.kind(), &event.when, &data);
        let example = Kept::of(&event.kind()).map(|kept| kept.as_webhook());
        messages.insert(name, with_example(message, example));
    }
    let channel = json!({
        "address": null, "title": "Webhooks of a partner, Standard Webhooks 1.0", "messages": references,
    });
    (channel, messages)
}

/// The AsyncAPI document of all events.
pub fn asyncapi(readme: &str) -> String {
    let events = events(readme);
    let (webhook, mut messages) = webhook(&events);
    let mut channels: BTreeMap<String, Value> = BTreeMap::new();
    for event in &events {
        let name = event.short();
        let message = json!({
            "name": event.kind(), "summary": event.when, "contentType": "application/json",
            "headers": {"$ref": "#/components/schemas/headers"},
            "payload": {"$ref": format!("#/components/schemas/{}", event.body)},
        });
        let example = Kept::of(&event.kind()).map(|kept| kept.on_nats());
        messages.insert(name.clone(), with_example(message, example));
        let audience = event.audience();
        let ends: Vec<String> = audience.iter().map(|part| format!("{{{part}}}")).collect();
        let channel = channels
            .entry(format!("{}.{}", event.service, event.aggregate))
            .or_insert_with(|| {
                let mut parameters = Map::new();
                parameters.insert("event".to_owned(), json!({"description": "What happened."}));
                for part in audience {
                    let description = match *part {
                        "partner" => "Id of the partner.",
                        _ => "Code of the province.",
                    };
                    parameters.insert((*part).to_owned(), json!({"description": description}));
                }
                json!({
                    "address": format!(
                        "ocop.{}.v1.{}.{{event}}.{}", event.service, event.aggregate, ends.join(".")
                    ),
                    "parameters": parameters, "messages": {},
                })
            });
        let reference = json!({"$ref": format!("#/components/messages/{name}")});
        channel["messages"][&event.name] = reference;
    }
    channels.insert("webhook".to_owned(), webhook);
    let operations: Map<String, Value> = channels
        .keys()
        .map(|name| {
            let channel = format!("#/channels/{name}");
            (
                name.clone(),
                json!({"action": "send", "channel": {"$ref": channel}}),
            )
        })
        .collect();
    let mut schemas = Contract::new().schemas(&bodies(&events), "#/components/schemas/");
    schemas.insert("headers".to_owned(), headers());
    written(json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Events of OCOP", "version": "1",
            "description": "Made by `make docs`. CloudEvents 1.0 on NATS JetStream in binary mode, and webhooks.",
        },
        "defaultContentType": "application/json",
        "channels": channels, "operations": operations,
        "components": {"messages": messages, "schemas": schemas},
    }))
}
