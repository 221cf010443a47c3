//! Signatures of Standard Webhooks 1.0, version `v1`: HMAC-SHA256 over `id.timestamp.body` with a secret that both sides
//! know (`whsec_…`).

use std::fmt;

use aws_lc_rs::{error::Unspecified, hmac, rand};
use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::domain::subscription::{SecretText, Subscription};
use crate::storage::subscription::SecretSealer;

/// Header with the id of the message, the same on every attempt.
pub const ID_HEADER: &str = "webhook-id";
/// Header with the time of the attempt, in whole seconds since 1970.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// Header with the signatures, one for each secret, separated by spaces.
pub const SIGNATURE_HEADER: &str = "webhook-signature";

const PREFIX: &str = "whsec_";

/// How many random bytes a new secret has; Standard Webhooks asks for 24 to 64.
const SECRET_BYTES: usize = 32;

/// A text that is not a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadKey {
    /// It does not begin with `whsec_`.
    #[error("a signing secret begins with whsec_")]
    Prefix,
    /// The rest is not base64.
    #[error("the part after the prefix is not base64")]
    Encoding,
    /// Too short or too long.
    #[error("a signing secret has 24 to 64 bytes")]
    Length,
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
        let mut signed = format!("{id}.{}.", at.timestamp()).into_bytes();
        signed.extend_from_slice(body);
        let signature = hmac::sign(&self.0, &signed);
        format!("v1,{}", BASE64_STANDARD.encode(signature))
    }
}

/// The value of the signature header for a subscription: a signature by each of its secrets that sign at the time, the
/// present one first.
///
/// # Errors
/// A secret cannot be opened.
pub fn of(
    sealer: &SecretSealer,
    subscription: &Subscription,
    (id, at, body): (&str, DateTime<Utc>, &[u8]),
) -> anyhow::Result<String> {
    let secrets = subscription.secrets.signing(at);
    let signatures = secrets.map(|secret| {
        let secret = sealer.open(subscription.id, secret)?;
        Ok(SigningKey::parse(&secret)?.sign(id, at, body))
    });
    let signatures: Vec<String> = signatures.collect::<anyhow::Result<_>>()?;
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
