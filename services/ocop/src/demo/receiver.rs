//! The supermarket's HTTP receiver: accepts a webhook only if its signature verifies (Standard Webhooks 1.0).

use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, ensure};
use aws_lc_rs::hmac;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ocop_chassis::clock::Clock;

use super::buyer::{Notification, Received, kind, lock};

/// Seconds by which the time of a webhook may differ from ours.
const TOLERANCE: i64 = 300;

/// What the receiver needs.
#[derive(Clone)]
pub(super) struct Receiver {
    /// What signatures are verified with, once it is known.
    pub(super) secret: Arc<OnceLock<Vec<u8>>>,
    /// The clock that the age of a webhook is measured by.
    pub(super) clock: Clock,
    /// Where notifications are collected.
    pub(super) received: Received,
}

/// Takes one webhook.
pub(super) async fn receive(
    State(receiver): State<Receiver>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    match read_webhook(&receiver, &headers, &body) {
        Ok(notification) => {
            lock(&receiver.received).push(Ok(notification));
            StatusCode::NO_CONTENT
        }
        Err(error) => {
            lock(&receiver.received).push(Err(format!("{error:#}")));
            StatusCode::BAD_REQUEST
        }
    }
}

fn read_webhook(
    receiver: &Receiver,
    headers: &HeaderMap,
    body: &[u8],
) -> anyhow::Result<Notification> {
    let header = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .with_context(|| format!("no {name}"))
    };
    let (id, timestamp) = (header("webhook-id")?, header("webhook-timestamp")?);
    let secret = receiver
        .secret
        .get()
        .context("a webhook before its secret")?;
    verify(secret, id, timestamp, header("webhook-signature")?, body)?;
    let age = receiver.clock.now().timestamp()
        - timestamp
            .parse::<i64>()
            .context("webhook-timestamp is no number")?;
    ensure!(age.abs() <= TOLERANCE, "the webhook is {age} seconds old");
    let message: serde_json::Value = serde_json::from_slice(body)?;
    let event_type = message["type"].as_str().context("the body has no type")?;
    Ok(Notification {
        kind: kind(event_type)?,
        fact: serde_json::from_value(message["data"].clone())?,
    })
}

/// Checks that one of the signatures is the HMAC-SHA256 of id, time and body.
fn verify(
    secret: &[u8],
    id: &str,
    timestamp: &str,
    signatures: &str,
    body: &[u8],
) -> anyhow::Result<()> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat();
    let right = signatures
        .split(' ')
        .filter_map(|signature| STANDARD.decode(signature.strip_prefix("v1,")?).ok())
        .any(|signature| hmac::verify(&key, &signed, &signature).is_ok());
    ensure!(right, "no signature is right");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_was_changed_on_its_way_is_rejected() {
        // The example of the Standard Webhooks specification's own libraries.
        let secret = STANDARD
            .decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            .expect("base64");
        let (id, time) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330");
        let right = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert!(verify(&secret, id, time, right, br#"{"test": 2432232314}"#).is_ok());
        assert!(verify(&secret, id, time, right, br#"{"test": 2432232315}"#).is_err());
        assert!(
            verify(
                &secret,
                id,
                time,
                &format!("v1,AAAA {right}"),
                br#"{"test": 2432232314}"#
            )
            .is_ok()
        );
    }
}
