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

use anyhow::{Context as _, bail};
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
    data: Option<Connections>,
    error: Option<ServerError>,
}

/// Why a server does not say who is connected.
#[derive(Deserialize)]
struct ServerError {
    #[serde(default)]
    description: String,
}

#[derive(Deserialize)]
struct Server {
    id: String,
}

#[derive(Deserialize)]
struct Connections {
    #[serde(default)]
    connections: Vec<Connection>,
    #[serde(default)]
    total: usize,
    /// The server's time.
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

/// Who is connected as a partner, from an offset on.
#[derive(Default)]
struct Found {
    connected: Vec<Connected>,
    /// How many there are on the server that has most.
    most: usize,
    answers: usize,
    /// What is wrong with an answer: who is connected to that server is not known.
    unread: Option<anyhow::Error>,
}

impl Found {
    fn add(&mut self, payload: &[u8]) {
        self.answers += 1;
        if let Err(error) = self.read(payload) {
            self.unread = Some(error);
        }
    }

    fn read(&mut self, payload: &[u8]) -> anyhow::Result<()> {
        let answer: Answer =
            serde_json::from_slice(payload).context("a server's list of connections")?;
        let id = answer.server.id;
        if let Some(error) = answer.error {
            bail!(
                "the server {id} lists no connections: {}",
                error.description
            );
        }
        let data = answer.data;
        let data = data.with_context(|| format!("the server {id} lists no connections"))?;
        self.most = self.most.max(data.total);
        for connection in data.connections {
            // Others of the account are no partners.
            if let Ok(credentials) = connection.authorized_user.parse() {
                self.connected.push(Connected {
                    server: id.clone(),
                    cid: connection.cid,
                    credentials,
                    since: data.now - connection.start,
                });
            }
        }
        Ok(())
    }

    /// # Errors
    /// No server answered, or one gave an answer that says nothing.
    fn complete(self) -> anyhow::Result<()> {
        if self.answers == 0 {
            bail!("no server says who is connected");
        }
        self.unread.map_or(Ok(()), Err)
    }
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
            let mut found = self.connected(offset).await?;
            let connected = std::mem::take(&mut found.connected);
            let most = found.most;
            let ids: HashSet<Uuid> = connected.iter().map(|one| one.credentials).collect();
            let now = self.store.clock().now();
            let valid =
                storage::partner::valid_credentials(&self.store, ids.into_iter().collect(), now)
                    .await?;
            for partner_id in valid.iter().map(|one| one.partner_id) {
                self.make_missing_consumer(partner_id).await;
            }
            let valid: HashSet<Uuid> = valid.iter().map(|one| one.id).collect();
            let session = TimeDelta::seconds(self.settings.session_seconds.into());
            for one in connected {
                if !valid.contains(&one.credentials) {
                    self.end(&one).await?;
                    info!(credentials = %one.credentials, "a partner's connection is ended");
                } else if one.since * 2 >= session {
                    self.end(&one).await?;
                    debug!(credentials = %one.credentials, "a partner's session is renewed");
                }
            }
            self.system.flush().await?;
            // What the other servers say is acted on before.
            found.complete()?;
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

    /// Everybody who is connected as a partner, from an offset on.
    async fn connected(&self, offset: usize) -> anyhow::Result<Found> {
        let inbox = self.system.new_inbox();
        let mut answers = self.system.subscribe(inbox.clone()).await?;
        let ask =
            json!({"auth": true, "acc": self.settings.account, "limit": PAGE, "offset": offset});
        self.system
            .publish_with_reply("$SYS.REQ.SERVER.PING.CONNZ", inbox, ask.to_string().into())
            .await?;
        let mut found = Found::default();
        while let Ok(Some(message)) = tokio::time::timeout(SERVERS, answers.next()).await {
            found.add(&message.payload);
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTNER: &str = "019a5b2e-0000-7000-8000-000000000001";

    fn of(answers: &[String]) -> Found {
        let mut found = Found::default();
        for answer in answers {
            found.add(answer.as_bytes());
        }
        found
    }

    fn listed() -> String {
        let connection =
            json!({"cid": 7, "start": "2026-11-29T01:00:00Z", "authorized_user": PARTNER});
        let other = json!({"cid": 8, "start": "2026-11-29T01:00:00Z"});
        let data =
            json!({"now": "2026-11-29T01:00:30Z", "total": 2, "connections": [connection, other]});
        json!({"server": {"id": "A"}, "data": data}).to_string()
    }

    #[test]
    fn the_partners_among_those_who_are_connected_are_found() {
        let found = of(&[listed()]);
        assert_eq!((found.connected.len(), found.most), (1, 2));
        let partner = &found.connected[0];
        assert_eq!((partner.cid, partner.since), (7, TimeDelta::seconds(30)));
        assert_eq!(partner.credentials.to_string(), PARTNER);
        found.complete().unwrap();
    }

    #[test]
    fn an_answer_that_does_not_say_who_is_connected_is_an_error_and_the_others_count() {
        let refuses =
            json!({"server": {"id": "B"}, "error": {"code": 400, "description": "bad request"}});
        let empty = json!({"server": {"id": "B"}});
        for answer in [
            refuses.to_string(),
            empty.to_string(),
            "[".to_owned(),
            "{}".to_owned(),
        ] {
            let found = of(&[answer.clone(), listed()]);
            assert_eq!(found.connected.len(), 1, "{answer}");
            assert!(found.complete().is_err(), "{answer}");
        }
        assert!(of(&[]).complete().is_err(), "no server answers");
    }
}
