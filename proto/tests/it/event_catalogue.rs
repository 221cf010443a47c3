//! The catalogue of events in `events/`.

#[path = "../../examples/docs/event_catalogue.rs"]
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
