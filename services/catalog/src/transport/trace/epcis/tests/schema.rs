//! Against the published JSON schema, by a validator of its own.

use chrono::DateTime;
use ocop_harness::EpcisSchema;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use super::{document, full, given, listed, taken};
use crate::transport::trace::epcis::write;

#[test]
fn every_document_that_is_written_is_valid_for_the_published_schema() {
    let Some(schema) = EpcisSchema::installed() else {
        return;
    };
    let mut runner = TestRunner::deterministic();
    let events = prop::collection::vec(given::event(), 1..5);
    let mut documents = Vec::new();
    for _ in 0..300 {
        let tree = events.new_tree(&mut runner).expect("events");
        documents.push(write(tree.current().iter(), DateTime::UNIX_EPOCH));
    }
    let refused = schema.refused(&documents).into_iter().zip(&documents);
    let refused: Vec<_> = refused.filter(|(why, _)| why.is_some()).collect();
    assert!(refused.is_empty(), "{:?}", refused.first());
}

/// A way to break a document: what was done, and what became of it.
type Broken = (String, Value);

/// Everything that is done to a value: it is taken away, becomes something else, gets an unknown field or the same element again.
fn broken(path: &str, value: &Value) -> Vec<(String, Option<Value>)> {
    let others = [
        json!(null),
        json!(true),
        json!(7),
        json!(-1.5),
        json!(""),
        json!("x"),
        json!("+15:00"),
        json!("0700"),
        json!("2026-06-01"),
        json!("ở:đây"),
        json!("urn:test:a b"),
        json!("urn:epcglobal:cbv:btt:kho"),
        json!("https://gs1.org/voc/Warmth"),
        json!("urn:test:khac"),
        json!([]),
        json!({}),
        json!([7]),
        json!(["x", "x"]),
        json!({"id": 7}),
    ];
    let mut all = vec![(format!("{path} taken away"), None)];
    let other = |other: Value| (format!("{path} = {other}"), Some(other));
    all.extend(others.into_iter().filter(|one| one != value).map(other));
    match value {
        Value::Object(fields) => {
            for name in ["them", "vidu:them"] {
                let mut more = fields.clone();
                more.insert(name.to_owned(), json!("x"));
                all.push((format!("{path} with {name}"), Some(more.into())));
            }
        }
        Value::Array(list) => {
            let again = list.iter().chain(list.last()).cloned().collect();
            all.push((format!("{path} with the last again"), Some(again)));
        }
        _ => {}
    }
    all
}

/// A document broken in every place, one at a time.
fn breakings(path: &str, value: &Value) -> Vec<Broken> {
    let mut all = Vec::new();
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let at = format!("{path}.{name}");
                let without = |other: Option<Value>| -> Value {
                    let mut fields: Map<String, Value> = fields.clone();
                    match other {
                        Some(other) => fields.insert(name.clone(), other),
                        None => fields.remove(name),
                    };
                    fields.into()
                };
                let here = broken(&at, field).into_iter();
                all.extend(here.map(|(what, other)| (what, without(other))));
                let deeper = breakings(&at, field).into_iter();
                all.extend(deeper.map(|(what, other)| (what, without(Some(other)))));
            }
        }
        Value::Array(list) => {
            for (n, element) in list.iter().enumerate() {
                let at = format!("{path}[{n}]");
                let with = |other: Option<Value>| -> Value {
                    let mut list = list.clone();
                    match other {
                        Some(other) => list[n] = other,
                        None => drop(list.remove(n)),
                    }
                    list.into()
                };
                let here = broken(&at, element).into_iter();
                all.extend(here.map(|(what, other)| (what, with(other))));
                let deeper = breakings(&at, element).into_iter();
                all.extend(deeper.map(|(what, other)| (what, with(Some(other)))));
            }
        }
        _ => {}
    }
    all
}

fn all_broken() -> Vec<Broken> {
    let documents = full::events()
        .into_iter()
        .map(|event| document(vec![event]));
    documents
        .flat_map(|whole| {
            let kind = whole["epcisBody"]["eventList"][0]["type"].to_string();
            breakings(&kind, &whole)
        })
        .collect()
}

/// What the standard's text allows and this edition of its schema does not: a report of an exception without a type.
fn is_beyond_the_schema(what: &str) -> bool {
    what.ends_with(".type taken away") && what.contains(".sensorReport[")
}

#[test]
fn what_the_schema_refuses_is_refused() {
    let Some(schema) = EpcisSchema::installed() else {
        return;
    };
    let broken = all_broken();
    let texts: Vec<String> = broken.iter().map(|(_, one)| one.to_string()).collect();
    let by_schema = schema.refused(&texts);
    let refused = by_schema.iter().filter(|why| why.is_some()).count();
    assert!(
        refused > 2_000,
        "the schema refuses {refused} of {}",
        texts.len()
    );
    let pairs = broken.iter().zip(&texts).zip(&by_schema);
    let taken_all_the_same: Vec<String> = pairs
        .filter(|((_, text), why)| why.is_some() && taken(text).is_ok())
        .filter(|(((what, _), _), _)| !is_beyond_the_schema(what))
        .map(|(((what, _), _), why)| format!("{what}: {why:?}"))
        .collect();
    assert_eq!(taken_all_the_same, Vec::<String>::new());
}

/// An event without what says nothing, and without what is known not to be kept.
fn essential(event: &Value) -> Value {
    match event {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, value)| {
                let empty = value.as_array().is_some_and(Vec::is_empty);
                !empty
                    && value
                        .as_object()
                        .is_none_or(|fields| !fields.is_empty() || *name == "ilmd")
            });
            let kept: Map<String, Value> = kept
                .map(|(name, value)| {
                    let one = name == "certificationInfo" && value.is_string();
                    let value = if one {
                        json!([value])
                    } else {
                        essential(value)
                    };
                    (name.clone(), value)
                })
                .collect();
            kept.into()
        }
        Value::Array(list) => list.iter().map(essential).collect(),
        other => other.clone(),
    }
}

#[test]
fn what_is_taken_comes_back_and_is_valid_again() {
    let mut changed = Vec::new();
    let mut documents = Vec::new();
    for (what, given) in all_broken() {
        let Ok(read) = taken(&given.to_string()) else {
            continue;
        };
        let written = write(read.iter(), DateTime::UNIX_EPOCH);
        let back: Value = serde_json::from_str(&written).expect("JSON");
        let same =
            |document: &Value| -> Vec<Value> { listed(document).iter().map(essential).collect() };
        if same(&given) != same(&back) {
            changed.push(what.clone());
        }
        if !is_beyond_the_schema(&what) {
            documents.push(written);
        }
    }
    assert_eq!(changed, Vec::<String>::new());
    let Some(schema) = EpcisSchema::installed() else {
        return;
    };
    let refused = schema.refused(&documents).into_iter().flatten();
    assert_eq!(refused.collect::<Vec<_>>(), Vec::<String>::new());
}
