//! The keys of a service, from which the keys of each purpose are derived.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, RandomizedNonceKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Prk, Salt};
use aws_lc_rs::rand;

use super::settings::KEY_BYTES;
use super::{DerivedKey, Sealer};

/// The keys, the first of which seals. Cheap to clone.
#[derive(Clone)]
pub struct Keyring {
    keys: Arc<[(String, Prk)]>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.keys.iter().map(|(id, _)| id);
        f.debug_list().entries(ids).finish()
    }
}

impl Keyring {
    /// Takes keys with their ids.
    pub(super) fn new(keys: impl IntoIterator<Item = (String, [u8; KEY_BYTES])>) -> Self {
        let salt = Salt::new(HKDF_SHA256, b"ocop sealing");
        let keys = keys.into_iter().map(|(id, key)| (id, salt.extract(&key)));
        Self {
            keys: keys.collect(),
        }
    }

    /// One key that nobody knows and that is gone with the process: for development and tests.
    ///
    /// # Errors
    /// The system has no random bytes.
    pub fn ephemeral() -> anyhow::Result<Self> {
        let mut key = [0; KEY_BYTES];
        rand::fill(&mut key).map_err(|_| super::CannotSeal)?;
        Ok(Self::new([("ephemeral".to_owned(), key)]))
    }

    /// What seals for one purpose, such as `page token`.
    pub fn sealer(&self, purpose: &str) -> Sealer {
        // A key that the library does not take is left out: then nothing is sealed with it.
        let keys = self.keys.iter().filter_map(|(id, key)| {
            let mut derived = [0; KEY_BYTES];
            key.expand(&[purpose.as_bytes()], HKDF_SHA256)
                .and_then(|material| material.fill(&mut derived))
                .and_then(|()| RandomizedNonceKey::new(&AES_256_GCM, &derived))
                .map(|key| DerivedKey {
                    id: id.clone(),
                    key,
                })
                .ok()
        });
        Sealer {
            keys: keys.collect(),
        }
    }
}
