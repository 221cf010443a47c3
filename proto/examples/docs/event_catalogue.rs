//! The catalogue of events: JSON Schemas of their bodies and an AsyncAPI 3 document, made from the contract and from the table of
//! events in `README.md`. `make docs` writes them; a test holds them true.

use std::collections::{BTreeMap, BTreeSet};

use prost::Message as _;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorSet};
use serde_json::{Map, Value, json};

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
            "partner" | "subscription" => &["partner"],
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

/// The messages and enumerations of the contract with what is said of them.
struct Contract {
    messages: BTreeMap<String, (DescriptorProto, Comments)>,
    enums: BTreeMap<String, (EnumDescriptorProto, String)>,
}

#[derive(Clone, Default)]
struct Comments {
    own: String,
    fields: BTreeMap<i32, String>,
}

impl Contract {
    fn new() -> Self {
        let set = FileDescriptorSet::decode(ocop_proto::DESCRIPTORS).expect("the contract's own");
        let mut contract = Self {
            messages: BTreeMap::new(),
            enums: BTreeMap::new(),
        };
        for file in set.file {
            let mut said: BTreeMap<Vec<i32>, String> = BTreeMap::new();
            for location in file.source_code_info.iter().flat_map(|info| &info.location) {
                let words: Vec<&str> = location.leading_comments().split_whitespace().collect();
                said.insert(location.path.clone(), words.join(" "));
            }
            let of = |path: &[i32]| said.get(path).cloned().unwrap_or_default();
            for (index, message) in (0..).zip(&file.message_type) {
                let fields = (0..).zip(&message.field);
                let fields = fields.map(|(at, _)| (at, of(&[4, index, 2, at]))).collect();
                let comments = Comments {
                    own: of(&[4, index]),
                    fields,
                };
                let name = format!("{}.{}", file.package(), message.name());
                contract.messages.insert(name, (message.clone(), comments));
            }
            for (index, one) in (0..).zip(&file.enum_type) {
                let name = format!("{}.{}", file.package(), one.name());
                contract.enums.insert(name, (one.clone(), of(&[5, index])));
            }
        }
        contract
    }

    /// The schemas of these messages and of all that they are made of. `place` is where a reference finds them.
    fn schemas(&self, roots: &BTreeSet<String>, place: &str) -> Map<String, Value> {
        let mut schemas = BTreeMap::new();
        let mut open: Vec<String> = roots.iter().cloned().collect();
        while let Some(name) = open.pop() {
            if schemas.contains_key(&name) {
                continue;
            }
            let schema = if let Some((message, comments)) = self.messages.get(&name) {
                self.object(message, comments, place, &mut open)
            } else if let Some((one, comment)) = self.enums.get(&name) {
                let names: Vec<&str> = one.value.iter().map(|value| value.name()).collect();
                json!({"type": "string", "description": comment, "enum": names})
            } else {
                panic!("the contract has no {name}");
            };
            schemas.insert(name, schema);
        }
        schemas.into_iter().collect()
    }

    fn object(
        &self,
        message: &DescriptorProto,
        comments: &Comments,
        place: &str,
        open: &mut Vec<String>,
    ) -> Value {
        let mut properties = Map::new();
        for (index, field) in (0..).zip(&message.field) {
            let one = value(field, place, open);
            let mut schema = if field.label() == Label::Repeated {
                json!({"type": "array", "items": one})
            } else {
                one
            };
            if let (Some(comment), Some(schema)) =
                (comments.fields.get(&index), schema.as_object_mut())
            {
                schema.insert("description".to_owned(), json!(comment));
            }
            properties.insert(field.json_name().to_owned(), schema);
        }
        json!({"type": "object", "description": comments.own, "properties": properties})
    }
}

/// One value of a field in canonical proto3 JSON.
fn value(field: &FieldDescriptorProto, place: &str, open: &mut Vec<String>) -> Value {
    match field.r#type() {
        Type::Double | Type::Float => json!({"type": "number"}),
        Type::Bool => json!({"type": "boolean"}),
        Type::String => json!({"type": "string"}),
        Type::Bytes => json!({"type": "string", "contentEncoding": "base64"}),
        Type::Int64 | Type::Uint64 | Type::Sint64 | Type::Fixed64 | Type::Sfixed64 => {
            json!({"type": "string", "pattern": "^-?[0-9]+$"})
        }
        Type::Int32 | Type::Uint32 | Type::Sint32 | Type::Fixed32 | Type::Sfixed32 => {
            json!({"type": "integer"})
        }
        Type::Message | Type::Enum | Type::Group => match field.type_name() {
            ".google.protobuf.Timestamp" => json!({"type": "string", "format": "date-time"}),
            ".google.protobuf.Duration" | ".google.protobuf.FieldMask" => json!({"type": "string"}),
            name => {
                let name = name.trim_start_matches('.').to_owned();
                let reference = json!({"$ref": format!("{place}{name}")});
                open.push(name);
                reference
            }
        },
    }
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

/// The JSON Schemas of the bodies of all events, with the types that they name.
pub fn schemas(readme: &str) -> String {
    let events = events(readme);
    let by_type: Map<String, Value> = events
        .iter()
        .map(|event| {
            (
                event.kind(),
                json!({"$ref": format!("#/$defs/{}", event.body)}),
            )
        })
        .collect();
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

fn webhook(events: &[Event]) -> (Value, Map<String, Value>) {
    let matches = events
        .iter()
        .filter(|event| event.service == "promotion" && event.aggregate == "match");
    let mut messages = Map::new();
    let mut references = Map::new();
    for event in matches {
        let name = format!("webhook.{}", event.name);
        let reference = format!("#/components/messages/{name}");
        references.insert(event.name.clone(), json!({"$ref": reference}));
        let data = format!("#/components/schemas/{}", event.body);
        messages.insert(name, json!({
            "name": event.kind(), "summary": event.when, "contentType": "application/json",
            "headers": {"type": "object", "properties": {
                "webhook-id": {"type": "string"}, "webhook-timestamp": {"type": "string"},
                "webhook-signature": {"type": "string"},
            }},
            "payload": {"type": "object", "properties": {
                "type": {"const": event.kind()}, "timestamp": {"type": "string", "format": "date-time"},
                "id": {"type": "string", "description": "The event's id, as ce-id."}, "data": {"$ref": data},
            }},
        }));
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
        messages.insert(
            name.clone(),
            json!({
                "name": event.kind(), "summary": event.when, "contentType": "application/json",
                "headers": {"$ref": "#/components/schemas/headers"},
                "payload": {"$ref": format!("#/components/schemas/{}", event.body)},
            }),
        );
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
