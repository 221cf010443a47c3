//! Sealing: what nobody without a key may read or change, such as a signing secret in the database or a page token in a
//! caller's hands.
//!
//! A [`Keyring`] holds the keys of the settings. Each purpose has a [`Sealer`] of its own, whose keys are derived
//! (HKDF-SHA256) from those of the settings, so that what was sealed for one purpose cannot be opened for another. What is
//! sealed is bound to its place, such as the id of its row: copied to another place it does not open.
//!
//! ```text
//! sealed = format (1 byte) · length of the key id (1 byte) · key id · nonce (12 bytes) · ciphertext · tag (16 bytes)
//! ```
//!
//! AES-256-GCM with random nonces. One key seals at most 2^32 values of a purpose safely; rotate it before.

mod keyring;
mod settings;

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{Aad, NONCE_LEN, Nonce, RandomizedNonceKey};

pub use keyring::Keyring;
pub use settings::{Settings, key_in};

/// The first byte of everything that is sealed.
const FORMAT: u8 = 1;

/// The system has no random bytes, or no key, so nothing can be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing can be sealed: the system gives no random bytes")]
pub struct CannotSeal;

/// Why something sealed does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotOpen {
    /// It was sealed with a key that is not among the settings (any more).
    #[error("it was sealed with a key that this service does not have")]
    KeyUnknown,
    /// It was changed, sealed for something else, or never sealed.
    #[error("it was not sealed for this, or was changed since")]
    NotGenuine,
}

/// Seals and opens for one purpose. Cheap to clone.
#[derive(Clone)]
pub struct Sealer {
    keys: Arc<[DerivedKey]>,
}

/// A key of one purpose, with the id of the key that it is derived from.
struct DerivedKey {
    id: String,
    key: RandomizedNonceKey,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.keys.iter().map(|key| &key.id);
        f.debug_list().entries(ids).finish()
    }
}

impl Sealer {
    /// Seals with the first key. `place` says where the result is kept, part by part: what identifies the row, the caller,
    /// the filter.
    ///
    /// # Errors
    /// The system has no random bytes.
    pub fn seal(&self, place: &[&[u8]], plain: &[u8]) -> Result<Vec<u8>, CannotSeal> {
        let DerivedKey { id, key } = self.keys.first().ok_or(CannotSeal)?;
        let mut sealed = plain.to_vec();
        let nonce = key
            .seal_in_place_append_tag(Aad::from(bound(id, place)), &mut sealed)
            .map_err(|_| CannotSeal)?;
        let id_length = u8::try_from(id.len()).map_err(|_| CannotSeal)?;
        Ok([
            &[FORMAT, id_length],
            id.as_bytes(),
            nonce.as_ref().as_slice(),
            &sealed,
        ]
        .concat())
    }

    /// Opens what one of the keys sealed for the same place.
    ///
    /// # Errors
    /// The key is gone, or the bytes are not what was sealed there.
    pub fn open(&self, place: &[&[u8]], sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
        let (id, rest) = split(sealed).ok_or(CannotOpen::NotGenuine)?;
        let known = self.keys.iter().find(|key| key.id.as_bytes() == id);
        let DerivedKey { id, key } = known.ok_or(CannotOpen::KeyUnknown)?;
        let (nonce, ciphertext) = rest
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(CannotOpen::NotGenuine)?;
        let mut plain = ciphertext.to_vec();
        let opened = key
            .open_in_place(Nonce::from(nonce), Aad::from(bound(id, place)), &mut plain)
            .map_err(|_| CannotOpen::NotGenuine)?
            .len();
        plain.truncate(opened);
        Ok(plain)
    }

    /// Whether the first key sealed it. What an older key sealed is to be sealed anew before that key can be removed.
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        let current = self.keys.first().map(|key| key.id.as_bytes());
        current.is_some() && split(sealed).map(|(id, _)| id) == current
    }
}

/// The key id, and what comes after it.
fn split(sealed: &[u8]) -> Option<(&[u8], &[u8])> {
    let ([format, id_length], rest) = sealed.split_first_chunk::<2>()?;
    if *format != FORMAT {
        return None;
    }
    rest.split_at_checked(usize::from(*id_length))
}

/// What a seal is bound to besides its content. Each part stands behind its length, so that no two places look alike.
fn bound(id: &str, place: &[&[u8]]) -> Vec<u8> {
    let mut bound = vec![FORMAT];
    for part in std::iter::once(id.as_bytes()).chain(place.iter().copied()) {
        bound.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bound.extend_from_slice(part);
    }
    bound
}

#[cfg(test)]
mod tests;
