mod full;
mod given;
mod schema;

use chrono::DateTime;
use ocop_chassis::grpc::{RpcError, Violations};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::domain::trace::TraceEvent;
use crate::transport::trace::read::events;

/// The events of a document, as far as it was taken, and whether it was.
fn taken(document: &str) -> Result<Vec<TraceEvent>, RpcError> {
    let mut v = Violations::new();
    let messages = super::read(&mut v, "document", document).unwrap_or_default();
    let messages = messages.iter().map(|(n, one)| (*n, one));
    let read = events(&mut v, messages, |n| format!("[{n}]"));
    v.finish().map(|()| read)
}

/// The events of a document as it has them.
fn listed(document: &Value) -> Vec<Value> {
    let list = document["epcisBody"]["eventList"].as_array();
    list.expect("a list").clone()
}

fn document(events: Vec<Value>) -> Value {
    json!({
        "@context": [super::CONTEXT, {"ocop": super::OURS}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-06-30T10:00:00+07:00",
        "epcisBody": {"eventList": events}
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_written_is_read_as_it_was(given in prop::collection::vec(given::event(), 1..5)) {
        let document = super::write(given.iter(), DateTime::UNIX_EPOCH);
        prop_assert_eq!(taken(&document), Ok(given));
    }
}

#[test]
fn everything_that_is_kept_of_each_kind_of_event_comes_back() {
    for event in full::events() {
        let read = taken(&document(vec![event.clone()]).to_string());
        let written = super::write(read.expect("it is right").iter(), DateTime::UNIX_EPOCH);
        let written: Value = serde_json::from_str(&written).expect("JSON");
        assert_eq!(listed(&written), [event]);
    }
}
