//! Signatures of Standard Webhooks 1.0 over `id.timestamp.body`: `v1` is HMAC-SHA256 with a secret that both sides know (`whsec_…`),
//! `v1a` Ed25519 with a private key (`whsk_…`), which the receiver verifies with the public one (`whpk_…`).

mod asymmetric;

use std::fmt;

use aws_lc_rs::{error::Unspecified, hmac, rand};
use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::domain::subscription::{SecretText, Subscription};
use crate::storage::subscription::SecretSealer;

pub use asymmetric::{PrivateKey, new_key};

/// Header with the id of the message, the same on every attempt.
pub const ID_HEADER: &str = "webhook-id";
/// Header with the time of the attempt, in whole seconds since 1970.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// Header with the signatures, one for each secret, separated by spaces.
pub const SIGNATURE_HEADER: &str = "webhook-signature";

const PREFIX: &str = "whsec_";

/// How many random bytes a new secret has; Standard Webhooks asks for 24 to 64.
const SECRET_BYTES: usize = 32;

/// A text that is not a secret or a private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadKey {
    /// It does not begin with `whsec_`, or `whsk_`.
    #[error("a signing secret begins with whsec_, a private key with whsk_")]
    Prefix,
    /// The rest is not base64.
    #[error("the part after the prefix is not base64")]
    Encoding,
    /// Too short or too long.
    #[error("a signing secret has 24 to 64 bytes, a private key 64")]
    Length,
    /// The public half of a private key is another's.
    #[error("the two halves of the private key are not of one pair")]
    Pair,
}

/// A key that signs.
pub struct SigningKey(hmac::Key);

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(***)")
    }
}

impl SigningKey {
    /// Reads a secret.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(secret: &SecretText) -> Result<Self, BadKey> {
        let encoded = secret.reveal().strip_prefix(PREFIX).ok_or(BadKey::Prefix)?;
        let bytes = BASE64_STANDARD
            .decode(encoded)
            .map_err(|_| BadKey::Encoding)?;
        if !(24..=64).contains(&bytes.len()) {
            return Err(BadKey::Length);
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &bytes)))
    }

    /// A signature as `webhook-signature` takes it: `v1,…`.
    pub fn sign(&self, id: &str, at: DateTime<Utc>, body: &[u8]) -> String {
        let signature = hmac::sign(&self.0, &signed(id, at, body));
        format!("v1,{}", BASE64_STANDARD.encode(signature))
    }
}

/// What is signed.
fn signed(id: &str, at: DateTime<Utc>, body: &[u8]) -> Vec<u8> {
    let mut signed = format!("{id}.{}.", at.timestamp()).into_bytes();
    signed.extend_from_slice(body);
    signed
}

/// The value of the signature header for a subscription: a signature by each of its secrets and keys that sign at the time, the
/// present ones first.
///
/// # Errors
/// A secret cannot be opened.
pub fn of(
    sealer: &SecretSealer,
    subscription: &Subscription,
    (id, at, body): (&str, DateTime<Utc>, &[u8]),
) -> anyhow::Result<String> {
    let mut signatures = Vec::with_capacity(2);
    if subscription.signing.by_secret() {
        for (secret, _) in subscription.secrets.signing(at) {
            let secret = sealer.open(subscription.id, secret)?;
            signatures.push(SigningKey::parse(&secret)?.sign(id, at, body));
        }
    }
    let keys = subscription.signing.keys().into_iter();
    for (key, _) in keys.flat_map(|keys| keys.signing(at)) {
        let private = sealer.open(subscription.id, &key.private)?;
        signatures.push(PrivateKey::parse(&private)?.sign(id, at, body));
    }
    Ok(signatures.join(" "))
}

/// A new secret from the system's source of randomness.
///
/// # Errors
/// The system has no random bytes.
pub fn new_secret() -> Result<SecretText, Unspecified> {
    let mut bytes = [0; SECRET_BYTES];
    rand::fill(&mut bytes)?;
    let encoded = BASE64_STANDARD.encode(bytes);
    Ok(SecretText::new(format!("{PREFIX}{encoded}")))
}

#[cfg(test)]
mod tests;
