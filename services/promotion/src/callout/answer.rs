//! Answers the server's question whether somebody may connect.

use std::sync::PoisonError;
use std::time::Duration;

use anyhow::Context as _;
use async_nats::jetstream;
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Offset as _, TimeDelta, Utc};
use futures::StreamExt as _;
use ocop_chassis::clock::Clock;
use ocop_chassis::ids::new_id;
use serde::Deserialize;
use serde_json::json;
use tracing::warn;
use uuid::Uuid;

use super::permissions::{self, STREAM};
use super::{Callout, jwt};
use crate::domain::partner::NatsCredentials;
use crate::storage;

/// Where the server asks. Only this user may listen there.
const QUESTIONS: &str = "$SYS.REQ.USER.AUTH";

/// Replicas share the questions.
const QUEUE: &str = "promotion";

/// How long to wait before listening again after that failed.
const PAUSE: Duration = Duration::from_secs(1);

#[derive(Deserialize)]
struct Question {
    nats: Asked,
}

#[derive(Deserialize)]
struct Asked {
    server_id: ServerId,
    user_nkey: String,
    connect_opts: Given,
}

#[derive(Deserialize)]
struct ServerId {
    id: String,
}

/// What a client gave to connect.
#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    user: String,
    #[serde(default)]
    pass: String,
}

/// What of a password is kept. It is random and long, so that nothing is gained by hashing slowly.
pub fn password_hash(password: &str) -> Vec<u8> {
    digest(&SHA256, password.as_bytes()).as_ref().to_vec()
}

impl Callout {
    /// Answers every question, for as long as it is polled.
    pub(super) async fn answer_all(&self) {
        loop {
            match self
                .client
                .queue_subscribe(QUESTIONS, QUEUE.to_owned())
                .await
            {
                Ok(questions) => {
                    questions
                        .for_each_concurrent(16, async |question| {
                            if let Err(error) = self.answer(question).await {
                                warn!(
                                    error = format!("{error:#}"),
                                    "a partner's connection is not answered"
                                );
                            }
                        })
                        .await;
                }
                Err(error) => warn!(%error, "connections of partners cannot be answered"),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn answer(&self, question: async_nats::Message) -> anyhow::Result<()> {
        let reply = question.reply.context("a question without a reply")?;
        let Question { nats: asked } = jwt::claims(&question.payload)?;
        let (now, issuer) = (self.store.clock().now(), self.issuer.public_key());
        // The server compares it with its own time, which no test sets.
        let issued = Clock::system(Utc.fix()).now().timestamp();
        let answer = match self.admitted(&asked.connect_opts).await? {
            Some(credentials) => {
                self.ensure_consumer(credentials.partner_id).await;
                let until = issued + self.admitted_for(&credentials, now).num_seconds();
                let user = json!({
                    "jti": new_id(now), "iat": issued, "exp": until, "iss": issuer,
                    "sub": asked.user_nkey, "aud": self.settings.account, "name": credentials.id,
                    "nats": permissions::claims(&credentials),
                });
                json!({"jwt": jwt::signed(&user, &self.issuer)?})
            }
            None => json!({"error": "these are no valid credentials"}),
        };
        let mut nats = answer;
        nats["type"] = json!("authorization_response");
        nats["version"] = json!(2);
        let response = json!({
            "jti": new_id(now), "iat": issued, "iss": issuer,
            "sub": asked.user_nkey, "aud": asked.server_id.id, "nats": nats,
        });
        let response = jwt::signed(&response, &self.issuer)?;
        self.client.publish(reply, response.into()).await?;
        Ok(())
    }

    /// For how long a connection is admitted: not longer than its credentials are valid.
    fn admitted_for(&self, credentials: &NatsCredentials, now: DateTime<Utc>) -> TimeDelta {
        let session = TimeDelta::seconds(self.settings.session_seconds.into());
        session.min(credentials.expires_at - now)
    }

    /// The credentials that a client gave, if they are valid.
    async fn admitted(&self, given: &Given) -> anyhow::Result<Option<NatsCredentials>> {
        let Ok(id) = given.user.parse::<Uuid>() else {
            return Ok(None);
        };
        let now = self.store.clock().now();
        let found = storage::partner::valid_credentials(&self.store, vec![id], now).await?;
        let hash = password_hash(&given.pass);
        Ok(found
            .into_iter()
            .find(|one| verify_slices_are_equal(&one.password_hash, &hash).is_ok()))
    }

    /// Makes the partner's consumer if it is not there. Without it a partner hears what happens from now on; as long as it
    /// is connected it is tried again.
    async fn ensure_consumer(&self, partner_id: Uuid) {
        let name = permissions::consumer(partner_id);
        let config = pull::Config {
            durable_name: Some(name),
            filter_subjects: permissions::subjects(partner_id),
            deliver_policy: DeliverPolicy::All,
            ack_policy: AckPolicy::Explicit,
            ..pull::Config::default()
        };
        let jetstream = jetstream::new(self.client.clone());
        let made = jetstream.create_consumer_on_stream(config, STREAM).await;
        let mut missing = self
            .without_consumer
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = made {
            if missing.insert(partner_id) {
                warn!(%error, %partner_id, "the consumer of a partner cannot be made yet");
            }
        } else {
            missing.remove(&partner_id);
        }
    }

    /// Tries again to make a consumer that could not be made.
    pub(super) async fn make_missing_consumer(&self, partner_id: Uuid) {
        let is_missing = self
            .without_consumer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&partner_id);
        if is_missing {
            self.ensure_consumer(partner_id).await;
        }
    }
}
