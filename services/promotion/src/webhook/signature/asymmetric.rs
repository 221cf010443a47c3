//! The scheme `v1a`: Ed25519.

use std::fmt;

use aws_lc_rs::encoding::{AsBigEndian, Curve25519SeedBin};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, Utc};

use super::{BadKey, signed};
use crate::domain::subscription::SecretText;
use crate::storage::subscription::NewKey;

const PRIVATE: &str = "whsk_";
const PUBLIC: &str = "whpk_";

/// Bytes of the seed, which stands before the public key in a private one.
const SEED_BYTES: usize = 32;

/// A private key that signs.
pub struct PrivateKey(Ed25519KeyPair);

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(***)")
    }
}

impl PrivateKey {
    /// Reads a private key: `whsk_` and, in base64, the seed with the public key after it.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(text: &SecretText) -> Result<Self, BadKey> {
        let encoded = text.reveal().strip_prefix(PRIVATE).ok_or(BadKey::Prefix)?;
        let bytes = BASE64_STANDARD
            .decode(encoded)
            .map_err(|_| BadKey::Encoding)?;
        if bytes.len() != 2 * SEED_BYTES {
            return Err(BadKey::Length);
        }
        let (seed, public) = bytes.split_at(SEED_BYTES);
        let pair = Ed25519KeyPair::from_seed_and_public_key(seed, public);
        Ok(Self(pair.map_err(|_| BadKey::Pair)?))
    }

    /// A signature as `webhook-signature` takes it: `v1a,…`.
    pub fn sign(&self, id: &str, at: DateTime<Utc>, body: &[u8]) -> String {
        let signature = self.0.sign(&signed(id, at, body));
        format!("v1a,{}", BASE64_STANDARD.encode(signature))
    }
}

/// A new pair of keys from the system's source of randomness.
///
/// # Errors
/// The system has no random bytes.
pub fn new_key() -> Result<NewKey, Unspecified> {
    let pair = Ed25519KeyPair::generate()?;
    let public = pair.public_key().as_ref();
    let seed: Curve25519SeedBin<'_> = pair.seed()?.as_be_bytes()?;
    let private = [seed.as_ref(), public].concat();
    Ok(NewKey {
        public: format!("{PUBLIC}{}", BASE64_STANDARD.encode(public)),
        private: SecretText::new(format!("{PRIVATE}{}", BASE64_STANDARD.encode(private))),
    })
}
