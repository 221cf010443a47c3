//! Posts a message to a partner's URL.
//!
//! The URL is the partner's choice, so it is not trusted: https only, no redirects, no proxy, only addresses of the
//! public internet (see [`Reach`]), a time limit over everything, and no more of the answer read than
//! is needed. What became of the attempt is a value, never an error: the delivery's schedule deals with it.

use std::{error::Error, time::Duration};

use chrono::{DateTime, Utc};
use reqwest::{Client, Response, header, redirect, retry};
use thiserror::Error;
use tokio::time::Instant;

use super::{
    resolver::CheckedResolver,
    signature::{ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER},
};
use crate::domain::subscription::{Forbidden, Headers, Outcome, Reach, Target};

/// How much of an answer is read, in bytes; a longer answer is cut off with its connection.
const MAX_READ: usize = 64 * 1024;
/// How much of an answer is kept for the record, in bytes.
const MAX_KEPT: usize = 1024;

/// How the sender behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The time limit of an attempt, from resolving the name to the end of the answer; Standard Webhooks suggests 15 to
    /// 30 seconds.
    pub timeout: Duration,
    /// Which addresses may be called.
    pub reach: Reach,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(15),
            reach: Reach::PUBLIC,
        }
    }
}

/// The sender cannot be set up: no root certificates, or no TLS.
#[derive(Debug, Error)]
#[error("cannot set up the sender of webhooks; are root certificates (ca-certificates) installed?")]
pub struct CannotSend(#[from] reqwest::Error);

/// A message that is ready to go.
#[derive(Debug, Clone)]
pub struct Message {
    /// The id of the delivery, the same on every attempt.
    pub id: String,
    /// The time of this attempt, which is signed.
    pub at: DateTime<Utc>,
    /// The value of the signature header: what [`SigningKey::sign`](super::signature::SigningKey::sign) gives, for each
    /// secret of the subscription.
    pub signature: String,
    /// The JSON that was signed, to the byte.
    pub body: Vec<u8>,
    /// What the partner wants with it.
    pub headers: Headers,
}

/// What became of an attempt, and how long it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// What became of it.
    pub outcome: Outcome,
    /// From the beginning to the end of it.
    pub took: Duration,
}

/// Posts messages; cheap to clone, keeps connections for reuse.
#[derive(Debug, Clone)]
pub struct Sender {
    client: Client,
    reach: Reach,
}

impl Sender {
    /// Sets up the sender.
    pub fn new(settings: &Settings) -> Result<Self, CannotSend> {
        ocop_chassis::tls::install_provider();
        let builder = || {
            Client::builder()
                .user_agent(concat!("ocop-webhooks/", env!("CARGO_PKG_VERSION")))
                .timeout(settings.timeout)
                .connect_timeout(settings.timeout)
                .redirect(redirect::Policy::none())
                .retry(retry::never())
                .no_proxy()
                .dns_resolver(CheckedResolver {
                    reach: settings.reach,
                })
        };
        let client = match builder().build() {
            Ok(client) => client,
            // A developer's machine may have no root certificates and needs none to call http on loopback.
            Err(_) if settings.reach.http => builder().tls_certs_only([]).build()?,
            Err(error) => return Err(error.into()),
        };
        Ok(Self {
            client,
            reach: settings.reach,
        })
    }

    /// Makes one attempt.
    pub async fn send(&self, target: &Target, message: Message) -> Exchange {
        let begun = Instant::now();
        let outcome = self.attempt(target, message).await;
        Exchange {
            outcome,
            took: begun.elapsed(),
        }
    }

    async fn attempt(&self, target: &Target, message: Message) -> Outcome {
        // An address written out is connected to without being resolved, so it is checked here.
        let target = match Target::parse(target.url().as_str(), self.reach) {
            Ok(target) => target,
            Err(bad) => return Outcome::Refused(bad.to_string()),
        };
        let mut request = self.client.post(target.url().clone());
        for (name, value) in message.headers.iter() {
            request = request.header(name, value);
        }
        let answer = request
            .header(header::CONTENT_TYPE, "application/json")
            .header(ID_HEADER, message.id)
            .header(TIMESTAMP_HEADER, message.at.timestamp())
            .header(SIGNATURE_HEADER, message.signature)
            .body(message.body)
            .send()
            .await;
        match answer {
            Ok(response) => Outcome::Answered {
                status: response.status().as_u16(),
                retry_after: retry_after(&response, message.at),
                body: beginning(response).await,
            },
            Err(error) => failure(&error),
        }
    }
}

/// The wait that the receiver asks for: seconds, or a date (RFC 9110, 10.2.3).
fn retry_after(response: &Response, now: DateTime<Utc>) -> Option<Duration> {
    let value = response
        .headers()
        .get(header::RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DateTime::parse_from_rfc2822(value).ok()?;
    (until.to_utc() - now).to_std().ok()
}

/// The beginning of the answer. The status says what matters, so an answer that breaks off is as good as a whole one.
async fn beginning(mut response: Response) -> String {
    let mut kept = Vec::new();
    let mut read = 0;
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = MAX_KEPT - kept.len();
        kept.extend_from_slice(&chunk[..chunk.len().min(room)]);
        read += chunk.len();
        if read > MAX_READ {
            break;
        }
    }
    // No database column takes a NUL, and no reader of the record wants other control characters.
    let text = String::from_utf8_lossy(&kept);
    text.chars()
        .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
        .collect()
}

fn failure(error: &reqwest::Error) -> Outcome {
    if error.is_timeout() {
        return Outcome::TimedOut;
    }
    let mut cause: &dyn Error = error;
    loop {
        if let Some(forbidden) = cause.downcast_ref::<Forbidden>() {
            return Outcome::Refused(forbidden.to_string());
        }
        match cause.source() {
            Some(deeper) => cause = deeper,
            // The innermost cause says what happened ("connection refused"); the outer ones repeat the URL.
            None => return Outcome::Failed(cause.to_string()),
        }
    }
}

#[cfg(test)]
mod tests;
