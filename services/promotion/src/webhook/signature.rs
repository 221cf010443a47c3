//! Signatures of Standard Webhooks 1.0.
//!
//! What is signed is `id.timestamp.body`. Version `v1` is HMAC-SHA256 with a secret that both sides know (`whsec_…`),
//! version `v1a` is ed25519: we keep the private key (`whsk_…`) and the partner gets the public one (`whpk_…`). While a
//! secret is being replaced, a message carries several signatures in one header, separated by spaces; the receiver is
//! content with one that fits.

use std::{fmt, time::Duration};

use aws_lc_rs::{
    error::Unspecified,
    hmac, rand,
    signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::domain::subscription::SecretText;

/// Header with the id of the message, the same on every attempt.
pub const ID_HEADER: &str = "webhook-id";
/// Header with the time of the attempt, in whole seconds since 1970.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// Header with the signatures.
pub const SIGNATURE_HEADER: &str = "webhook-signature";

/// How many random bytes a new shared secret has; Standard Webhooks asks for 24 to 64.
const SECRET_BYTES: usize = 32;

/// A text that is not a key of the kind its prefix says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadKey {
    /// Neither `whsec_`, nor `whsk_`, nor `whpk_`, or not the one that belongs here.
    #[error("a signing secret begins with whsec_ or whsk_, a verifying key with whsec_ or whpk_")]
    Prefix,
    /// The rest is not base64.
    #[error("the part after the prefix is not base64")]
    Encoding,
    /// Too short or too long for its kind, or not a key at all.
    #[error("the key has the wrong length or is not a key")]
    Content,
}

/// A key that signs.
pub enum SigningKey {
    /// `v1`: HMAC-SHA256.
    Shared(Box<hmac::Key>),
    /// `v1a`: ed25519.
    Pair(Ed25519KeyPair),
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shared(_) => "SigningKey::Shared(***)",
            Self::Pair(_) => "SigningKey::Pair(***)",
        })
    }
}

impl SigningKey {
    /// Reads a secret: `whsec_` with 24 to 64 bytes, or `whsk_` with a seed of 32 bytes, alone or followed by its public
    /// key.
    pub fn parse(secret: &SecretText) -> Result<Self, BadKey> {
        let text = secret.reveal();
        if let Some(encoded) = text.strip_prefix("whsec_") {
            return Ok(Self::Shared(shared(encoded)?));
        }
        let encoded = text.strip_prefix("whsk_").ok_or(BadKey::Prefix)?;
        let bytes = BASE64_STANDARD
            .decode(encoded)
            .map_err(|_| BadKey::Encoding)?;
        let pair = match bytes.len() {
            32 => Ed25519KeyPair::from_seed_unchecked(&bytes),
            64 => Ed25519KeyPair::from_seed_and_public_key(&bytes[..32], &bytes[32..]),
            _ => return Err(BadKey::Content),
        };
        pair.map(Self::Pair).map_err(|_| BadKey::Content)
    }

    /// The signature of a message, with its version: `v1,…` or `v1a,…`.
    fn sign(&self, signed: &[u8]) -> String {
        match self {
            Self::Shared(key) => format!("v1,{}", BASE64_STANDARD.encode(hmac::sign(key, signed))),
            Self::Pair(pair) => format!("v1a,{}", BASE64_STANDARD.encode(pair.sign(signed))),
        }
    }
}

/// A new shared secret, `whsec_…`, from the system's source of randomness.
pub fn new_shared_secret() -> Result<SecretText, Unspecified> {
    let mut bytes = [0; SECRET_BYTES];
    rand::fill(&mut bytes)?;
    Ok(SecretText::new(format!(
        "whsec_{}",
        BASE64_STANDARD.encode(bytes)
    )))
}

/// A new pair of keys: the private one, `whsk_…`, and the public one for the partner, `whpk_…`.
pub fn new_key_pair() -> Result<(SecretText, String), Unspecified> {
    let mut private = vec![0; 32];
    rand::fill(&mut private)?;
    let pair = Ed25519KeyPair::from_seed_unchecked(&private).map_err(|_| Unspecified)?;
    let public = pair.public_key().as_ref();
    private.extend_from_slice(public);
    let secret = SecretText::new(format!("whsk_{}", BASE64_STANDARD.encode(private)));
    Ok((secret, format!("whpk_{}", BASE64_STANDARD.encode(public))))
}

/// The value of `webhook-signature`: one signature by each key, in the order of the keys.
pub fn signatures(keys: &[SigningKey], id: &str, at: DateTime<Utc>, body: &[u8]) -> String {
    let signed = signed_content(id, at.timestamp(), body);
    keys.iter()
        .map(|key| key.sign(&signed))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A key that verifies: what a receiver holds.
pub enum VerifyingKey {
    /// `v1`: the shared secret.
    Shared(Box<hmac::Key>),
    /// `v1a`: the public key.
    Public(Vec<u8>),
}

impl VerifyingKey {
    /// Reads `whsec_…` or `whpk_…`.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        if let Some(encoded) = text.strip_prefix("whsec_") {
            return Ok(Self::Shared(shared(encoded)?));
        }
        let encoded = text.strip_prefix("whpk_").ok_or(BadKey::Prefix)?;
        let bytes = BASE64_STANDARD
            .decode(encoded)
            .map_err(|_| BadKey::Encoding)?;
        if bytes.len() == 32 {
            Ok(Self::Public(bytes))
        } else {
            Err(BadKey::Content)
        }
    }

    fn fits(&self, version: &str, signature: &[u8], signed: &[u8]) -> bool {
        match (self, version) {
            (Self::Shared(key), "v1") => hmac::verify(key, signed, signature).is_ok(),
            (Self::Public(key), "v1a") => UnparsedPublicKey::new(&ED25519, key)
                .verify(signed, signature)
                .is_ok(),
            _ => false,
        }
    }
}

/// Why a message is not to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unverified {
    /// The timestamp is not a number of seconds.
    #[error("the timestamp is not a number of seconds")]
    Timestamp,
    /// Too old or too far ahead: a message recorded and played again.
    #[error("the timestamp is too far from now")]
    OutOfTime,
    /// No signature fits.
    #[error("no signature fits")]
    NoMatch,
}

/// What a receiver does with the three headers and the body: believes the message if any signature fits the key and the
/// timestamp is within `tolerance` of now.
pub fn verify(
    key: &VerifyingKey,
    (id, timestamp, header): (&str, &str, &str),
    body: &[u8],
    now: DateTime<Utc>,
    tolerance: Duration,
) -> Result<(), Unverified> {
    let seconds: i64 = timestamp.parse().map_err(|_| Unverified::Timestamp)?;
    if seconds.abs_diff(now.timestamp()) > tolerance.as_secs() {
        return Err(Unverified::OutOfTime);
    }
    let signed = signed_content(id, seconds, body);
    let fits = header
        .split(' ')
        .filter_map(|one| one.split_once(','))
        .any(|(version, encoded)| {
            BASE64_STANDARD
                .decode(encoded)
                .is_ok_and(|signature| key.fits(version, &signature, &signed))
        });
    if fits {
        Ok(())
    } else {
        Err(Unverified::NoMatch)
    }
}

fn shared(encoded: &str) -> Result<Box<hmac::Key>, BadKey> {
    let bytes = BASE64_STANDARD
        .decode(encoded)
        .map_err(|_| BadKey::Encoding)?;
    if !(24..=64).contains(&bytes.len()) {
        return Err(BadKey::Content);
    }
    Ok(Box::new(hmac::Key::new(hmac::HMAC_SHA256, &bytes)))
}

fn signed_content(id: &str, seconds: i64, body: &[u8]) -> Vec<u8> {
    let mut signed = format!("{id}.{seconds}.").into_bytes();
    signed.extend_from_slice(body);
    signed
}

#[cfg(test)]
mod tests;
