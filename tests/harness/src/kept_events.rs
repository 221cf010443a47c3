//! Keeps what services publish in tests, when somebody asks for it: `make release-fixture` makes real events of every type so.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use async_nats::Message;
use futures::StreamExt as _;
use tokio::task::JoinHandle;

use crate::programs::setting;

/// An event with a larger body says nothing more.
const LARGEST: usize = 16 << 10;

/// Listens as long as the service runs.
#[derive(Debug)]
pub(crate) struct Keeping(JoinHandle<()>);

impl Keeping {
    /// Keeps what `service` publishes in the folder that `OCOP_KEEP_EVENTS` names; does nothing without it.
    pub(crate) async fn of(service: &str, nats: &str) -> Option<Self> {
        let folder = PathBuf::from(setting("OCOP_KEEP_EVENTS")?);
        let client = async_nats::connect(nats).await.expect("a nats-server");
        let subjects = format!("ocop.{service}.>");
        let mut published = client.subscribe(subjects).await.expect("a subscription");
        client.flush().await.expect("a nats-server");
        Some(Self(tokio::spawn(async move {
            while let Some(message) = published.next().await {
                keep(&folder, &message);
            }
        })))
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Of each type the one that says most: subject, headers, an empty line, and the body as it is.
fn keep(folder: &Path, message: &Message) {
    let Some(headers) = &message.headers else {
        return;
    };
    let Some(kind) = headers.get("ce-type") else {
        return;
    };
    let mut text = format!("{}\n", message.subject);
    for (name, values) in headers.iter() {
        // What is for the broker belongs to no event.
        if name.to_string().starts_with("Nats-") {
            continue;
        }
        for value in values {
            writeln!(text, "{name}: {value}").expect("a string takes everything");
        }
    }
    text.push('\n');
    text.push_str(&String::from_utf8_lossy(&message.payload));
    let file = folder.join(format!("{kind}.txt"));
    let before = fs::metadata(&file).map_or(0, |file| file.len());
    if text.len() <= LARGEST && text.len() as u64 > before {
        let part = folder.join(format!("{kind}.{}.part", std::process::id()));
        fs::write(&part, text).expect("the folder is there");
        fs::rename(&part, &file).expect("the folder is there");
    }
}
