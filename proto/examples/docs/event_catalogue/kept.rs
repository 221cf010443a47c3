//! Examples of events: those that the tests of the newest release published, as they are kept.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::{Map, Value, json};

/// An event as it was published.
pub(super) struct Kept {
    /// Its headers by CloudEvents.
    headers: Map<String, Value>,
    /// Its body.
    body: Value,
}

/// The folder of the newest release that keeps events.
fn newest() -> io::Result<PathBuf> {
    let releases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/releases");
    let mut found = Vec::new();
    for entry in fs::read_dir(releases)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let version: Option<Vec<u32>> =
            name.and_then(|name| name.split('.').map(|part| part.parse().ok()).collect());
        if let Some(version) = version
            && path.join("events").is_dir()
        {
            found.push((version, path.join("events")));
        }
    }
    let newest = found.into_iter().max();
    newest
        .map(|(_, path)| path)
        .ok_or_else(|| io::Error::other("no release keeps events"))
}

impl Kept {
    /// The event of a type, if the newest release keeps one.
    pub(super) fn of(kind: &str) -> Option<Self> {
        let path = newest().ok()?.join(format!("{kind}.txt"));
        let text = fs::read_to_string(path).ok()?;
        let (head, body) = text.split_once("\n\n")?;
        // The first line is the subject.
        let headers = head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "));
        let headers = headers.filter(|(name, _)| name.starts_with("ce-"));
        let headers = headers.map(|(name, value)| (name.to_owned(), json!(value)));
        Some(Self {
            headers: headers.collect(),
            body: serde_json::from_str(body).ok()?,
        })
    }

    /// As a message on NATS.
    pub(super) fn on_nats(&self) -> Value {
        json!({"headers": self.headers, "payload": self.body})
    }

    /// As the body of a webhook.
    pub(super) fn as_webhook(&self) -> Value {
        json!({"payload": {
            "type": self.headers["ce-type"], "timestamp": self.headers["ce-time"], "id": self.headers["ce-id"],
            "data": self.body,
        }})
    }
}

/// A message of the document with the example that is kept of it, if one is.
pub(super) fn with_example(mut message: Value, example: Option<Value>) -> Value {
    if let Some(example) = example {
        message["examples"] = json!([example]);
    }
    message
}
