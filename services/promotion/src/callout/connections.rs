//! Ends connections whose credentials were revoked, expired, or belonged to a partner that has left.
//!
//! Every few seconds the servers are asked who is connected as a partner, so that nothing is missed: neither what was
//! revoked while a server was away, nor what expired by itself.
//!
//! A connection is admitted for a session. Some clients take it for the end when the server ends a session that has run
//! out, and do not connect again. So a connection is ended here at half of its session, without a word, upon which clients
//! connect again and are asked anew; the end by the server is for when promotion is away.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::StreamExt as _;
use serde::Deserialize;
use serde_json::json;
use tracing::{debug, info, warn};
use uuid::Uuid;

use super::Callout;
use crate::storage;

/// Most connections that a server tells of at once.
const PAGE: usize = 1_000;

/// How long to wait for the next server of a cluster to answer.
const SERVERS: Duration = Duration::from_millis(500);

#[derive(Deserialize)]
struct Answer {
    server: Server,
    #[serde(default)]
    data: Connections,
}

#[derive(Deserialize)]
struct Server {
    id: String,
}

#[derive(Default, Deserialize)]
struct Connections {
    #[serde(default)]
    connections: Vec<Connection>,
    #[serde(default)]
    total: usize,
    /// The server's time.
    #[serde(default)]
    now: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Connection {
    cid: u64,
    start: DateTime<Utc>,
    #[serde(default)]
    authorized_user: String,
}

/// Somebody who is connected as a partner.
struct Connected {
    server: String,
    cid: u64,
    credentials: Uuid,
    since: TimeDelta,
}

impl Callout {
    /// Looks again and again, for as long as it is polled.
    pub(super) async fn watch_connections(&self) {
        let mut failing = false;
        loop {
            match self.end_connections().await {
                Ok(()) => failing = false,
                Err(error) if !failing => {
                    failing = true;
                    warn!(
                        error = format!("{error:#}"),
                        "connections of partners cannot be looked at"
                    );
                }
                Err(_) => {}
            }
            tokio::time::sleep(Duration::from_millis(self.settings.watch_ms)).await;
        }
    }

    async fn end_connections(&self) -> anyhow::Result<()> {
        let mut offset = 0;
        loop {
            let (found, most) = self.connected(offset).await?;
            let ids: HashSet<Uuid> = found.iter().map(|one| one.credentials).collect();
            let now = self.store.clock().now();
            let valid =
                storage::partner::valid_credentials(&self.store, ids.into_iter().collect(), now)
                    .await?;
            for partner_id in valid.iter().map(|one| one.partner_id) {
                self.make_missing_consumer(partner_id).await;
            }
            let valid: HashSet<Uuid> = valid.iter().map(|one| one.id).collect();
            let session = TimeDelta::seconds(self.settings.session_seconds.into());
            for one in found {
                if !valid.contains(&one.credentials) {
                    self.end(&one).await?;
                    info!(credentials = %one.credentials, "a partner's connection is ended");
                } else if one.since * 2 >= session {
                    self.end(&one).await?;
                    debug!(credentials = %one.credentials, "a partner's session is renewed");
                }
            }
            self.system.flush().await?;
            offset += PAGE;
            if most <= offset {
                return Ok(());
            }
        }
    }

    async fn end(&self, connected: &Connected) -> anyhow::Result<()> {
        let kick = format!("$SYS.REQ.SERVER.{}.KICK", connected.server);
        let body = json!({"cid": connected.cid}).to_string();
        // A server ignores what asks for no answer.
        let inbox = self.system.new_inbox();
        self.system
            .publish_with_reply(kick, inbox, body.into())
            .await?;
        Ok(())
    }

    /// Everybody who is connected as a partner, from an offset on; and how many there are on the server that has most.
    async fn connected(&self, offset: usize) -> anyhow::Result<(Vec<Connected>, usize)> {
        let inbox = self.system.new_inbox();
        let mut answers = self.system.subscribe(inbox.clone()).await?;
        let ask =
            json!({"auth": true, "acc": self.settings.account, "limit": PAGE, "offset": offset});
        self.system
            .publish_with_reply("$SYS.REQ.SERVER.PING.CONNZ", inbox, ask.to_string().into())
            .await?;
        let (mut found, mut most) = (Vec::new(), 0);
        while let Ok(Some(message)) = tokio::time::timeout(SERVERS, answers.next()).await {
            let Ok(Answer { server, data }) = serde_json::from_slice(&message.payload) else {
                continue;
            };
            most = most.max(data.total);
            for connection in data.connections {
                if let Ok(credentials) = connection.authorized_user.parse() {
                    found.push(Connected {
                        server: server.id.clone(),
                        cid: connection.cid,
                        credentials,
                        since: data.now - connection.start,
                    });
                }
            }
        }
        Ok((found, most))
    }
}
