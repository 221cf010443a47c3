//! Keeps what services publish in tests, when somebody asks for it: `make release-fixture` makes real events of every type so.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use async_nats::Message;
use futures::StreamExt as _;
use tokio::task::JoinHandle;

use crate::nats::Nats;
use crate::programs::setting;

/// What is larger is kept only where nothing smaller comes.
const LARGE: u64 = 16 << 10;

/// Listens as long as the service runs.
#[derive(Debug)]
pub(crate) struct Keeping {
    listening: JoinHandle<()>,
    url: String,
    /// A broker for a service whose test gives it none.
    _own: Option<Nats>,
}

impl Keeping {
    /// Keeps what `service` publishes in the folder that `OCOP_KEEP_EVENTS` names; does nothing without it.
    pub(crate) async fn of(service: &str, nats: &str) -> Option<Self> {
        let folder = PathBuf::from(setting("OCOP_KEEP_EVENTS")?);
        let (client, own) = if let Ok(client) = async_nats::connect(nats).await {
            (client, None)
        } else {
            // Boxed, as the compiler gives up on futures nested deeper than this.
            let own = Box::pin(Nats::start()).await;
            let client = async_nats::connect(own.url()).await;
            (client.expect("a nats-server"), Some(own))
        };
        let subjects = format!("ocop.{service}.>");
        let mut published = client.subscribe(subjects).await.expect("a subscription");
        client.flush().await.expect("a nats-server");
        Some(Self {
            listening: tokio::spawn(async move {
                while let Some(message) = published.next().await {
                    keep(&folder, &message);
                }
            }),
            url: own.as_ref().map_or_else(|| nats.to_owned(), Nats::url),
            _own: own,
        })
    }

    /// The broker that the service is to use.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        self.listening.abort();
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
    let (before, now) = (fs::metadata(&file), text.len() as u64);
    let says_more = match before.map(|file| file.len()) {
        Err(_) => true,
        Ok(before) if before > LARGE => now < before,
        Ok(before) => (before + 1..=LARGE).contains(&now),
    };
    if says_more {
        let part = folder.join(format!("{kind}.{}.part", std::process::id()));
        fs::write(&part, text).expect("the folder is there");
        fs::rename(&part, &file).expect("the folder is there");
    }
}
