//! The key of a list that turns what identifies a voter into a hash, and how it is sealed.

use std::fmt;

use aws_lc_rs::{hmac, rand};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ocop_chassis::database::StoreError;
use ocop_chassis::sealing::{CannotSeal, Keyring, Sealer};
use uuid::Uuid;

use crate::domain::top_list::VoterHash;

const KEY_BYTES: usize = 32;

/// A key of a list. Never printed.
#[derive(Clone)]
pub struct VoterKey([u8; KEY_BYTES]);

impl fmt::Debug for VoterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VoterKey(***)")
    }
}

impl VoterKey {
    /// A new key.
    ///
    /// # Errors
    /// The system has no random bytes.
    pub fn generate() -> Result<Self, StoreError> {
        let mut key = [0; KEY_BYTES];
        rand::fill(&mut key).map_err(|_| StoreError::CannotSeal(CannotSeal))?;
        Ok(Self(key))
    }

    /// What stands for a voter: HMAC-SHA256 of what identifies them.
    pub fn hash(&self, identifier: &str) -> VoterHash {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let tag = hmac::sign(&key, identifier.as_bytes());
        let digits = tag.as_ref().iter().map(|byte| format!("{byte:02x}"));
        VoterHash::new(digits.collect())
    }
}

/// A key as it is kept: sealed, so that who reads the database cannot try out who voted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedVoterKey(String);

impl SealedVoterKey {
    pub(super) fn new(sealed: String) -> Self {
        Self(sealed)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Seals and opens the keys of lists. A key opens at its own list only.
#[derive(Clone, Debug)]
pub struct VoterKeys {
    sealer: Sealer,
}

impl VoterKeys {
    /// With the keys of the service.
    pub fn new(keyring: &Keyring) -> Self {
        Self {
            sealer: keyring.sealer("key of the voters of a top list"),
        }
    }

    /// Seals a key of the list with this id.
    ///
    /// # Errors
    /// The system has no random bytes.
    pub fn seal(&self, list: Uuid, key: &VoterKey) -> Result<SealedVoterKey, StoreError> {
        let sealed = self.sealer.seal(&[list.as_bytes()], &key.0);
        let sealed = sealed.map_err(StoreError::CannotSeal)?;
        Ok(SealedVoterKey(STANDARD_NO_PAD.encode(sealed)))
    }

    /// Opens a key of the list with this id.
    ///
    /// # Errors
    /// It was changed, or the key that sealed it is gone.
    pub fn open(&self, list: Uuid, sealed: &SealedVoterKey) -> Result<VoterKey, StoreError> {
        let corrupt = |why: String| StoreError::Corrupt {
            what: format!("key of the voters of top list {list}: {why}"),
        };
        let sealed = STANDARD_NO_PAD.decode(&sealed.0);
        let sealed = sealed.map_err(|_| corrupt("not base64".to_owned()))?;
        let opened = self.sealer.open(&[list.as_bytes()], &sealed);
        let opened = opened.map_err(|why| corrupt(why.to_string()))?;
        let key = opened.try_into();
        key.map(VoterKey)
            .map_err(|_| corrupt("too short".to_owned()))
    }

    /// Whether the key that seals now sealed it.
    pub fn is_current(&self, sealed: &SealedVoterKey) -> bool {
        let sealed = STANDARD_NO_PAD.decode(&sealed.0);
        sealed.is_ok_and(|sealed| self.sealer.is_current(&sealed))
    }
}
