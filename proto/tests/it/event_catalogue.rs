//! The catalogue of events in `events/`.

#[path = "../../examples/docs/event_catalogue/mod.rs"]
mod made;

use serde_json::Value;

const README: &str = include_str!("../../README.md");

#[test]
fn the_catalogue_of_events_is_the_contracts() {
    let same = |kept: &str, made: String| assert!(kept == made, "not up to date: run `make docs`");
    same(
        include_str!("../../events/schemas.json"),
        made::schemas(README),
    );
    same(
        include_str!("../../events/asyncapi.json"),
        made::asyncapi(README),
    );
}

#[test]
fn every_reference_in_the_catalogue_leads_somewhere() {
    for text in [made::schemas(README), made::asyncapi(README)] {
        let whole: Value = serde_json::from_str(&text).unwrap();
        let mut open = vec![&whole];
        let mut found = 0;
        while let Some(value) = open.pop() {
            match value {
                Value::Object(map) => {
                    if let Some(Value::String(reference)) = map.get("$ref") {
                        let pointer = reference.strip_prefix('#').unwrap();
                        assert!(whole.pointer(pointer).is_some(), "{reference}");
                        found += 1;
                    }
                    open.extend(map.values());
                }
                Value::Array(values) => open.extend(values),
                _ => {}
            }
        }
        assert!(found > 100, "{found}");
    }
}

/// Names of fields in an example that its schema does not have.
fn unknown(example: &Value, schema: &Value, whole: &Value, unknowns: &mut Vec<String>) {
    let reference = schema["$ref"].as_str().and_then(|at| at.strip_prefix('#'));
    let schema = reference.map_or(schema, |at| whole.pointer(at).unwrap());
    match example {
        Value::Object(fields) => {
            for (name, value) in fields {
                match schema["properties"].get(name) {
                    Some(field) => unknown(value, field, whole, unknowns),
                    None => unknowns.push(name.clone()),
                }
            }
        }
        Value::Array(values) => {
            for value in values {
                unknown(value, &schema["items"], whole, unknowns);
            }
        }
        _ => {}
    }
}

#[test]
fn messages_have_examples_of_real_events_that_fit_their_schemas() {
    let whole: Value = serde_json::from_str(&made::asyncapi(README)).unwrap();
    let messages = whole["components"]["messages"].as_object().unwrap();
    let mut examples = 0;
    for (name, message) in messages {
        for example in message["examples"].as_array().into_iter().flatten() {
            let mut unknowns = Vec::new();
            unknown(
                &example["payload"],
                &message["payload"],
                &whole,
                &mut unknowns,
            );
            assert!(unknowns.is_empty(), "{name}: {unknowns:?}");
            examples += 1;
        }
    }
    assert!(examples > 100, "{examples}");
    let opened = &messages["promotion.match.opened"]["examples"][0];
    let kind = "ocop.promotion.match.opened.v1";
    assert_eq!(opened["headers"]["ce-type"], kind);
    let webhook = &messages["webhook.opened"]["examples"][0]["payload"];
    assert_eq!(
        (&webhook["type"], &webhook["data"]),
        (&Value::from(kind), &opened["payload"])
    );
}

#[test]
fn a_match_is_described_as_partners_read_it() {
    let whole: Value = serde_json::from_str(&made::schemas(README)).unwrap();
    let fact = &whole["$defs"]["ocop.promotion.v1.MatchFact"]["properties"];
    assert_eq!(fact["star"]["type"], "integer");
    assert_eq!(
        fact["assessment"]["$ref"],
        "#/$defs/ocop.promotion.v1.Assessment"
    );
    assert_eq!(fact["productName"]["description"], "Name of the product.");
    let opened = &whole["properties"]["ocop.promotion.match.opened.v1"]["$ref"];
    assert_eq!(opened, "#/$defs/ocop.promotion.v1.MatchFact");
}

#[test]
fn what_is_posted_to_test_a_receiver_is_described_too() {
    let kind = "ocop.promotion.subscription.test.v1";
    let schemas: Value = serde_json::from_str(&made::schemas(README)).unwrap();
    let challenge = &schemas["properties"][kind]["properties"]["challenge"];
    assert_eq!(challenge["type"], "string");
    let whole: Value = serde_json::from_str(&made::asyncapi(README)).unwrap();
    let posted = &whole["components"]["messages"]["webhook.subscription.test"];
    assert_eq!(posted["payload"]["properties"]["type"]["const"], kind);
    let channel = &whole["channels"]["webhook"]["messages"]["subscription.test"];
    assert!(channel.is_object(), "{channel}");
}
