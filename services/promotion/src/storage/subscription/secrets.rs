//! How signing secrets are sealed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ocop_chassis::database::StoreError;
use ocop_chassis::sealing::{Keyring, Sealer};
use uuid::Uuid;

use crate::domain::subscription::{SealedKey, SealedSecret, SecretText};

/// A pair of keys of the scheme `v1a` that was not sealed yet.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The public key as it is shown (`whpk_…`).
    pub public: String,
    /// The private key (`whsk_…`).
    pub private: SecretText,
}

/// Seals and opens the secrets of subscriptions. A secret opens at its own subscription only.
#[derive(Clone, Debug)]
pub struct SecretSealer {
    sealer: Sealer,
}

impl SecretSealer {
    /// With the keys of the service.
    pub fn new(keyring: &Keyring) -> Self {
        Self {
            sealer: keyring.sealer("secret of a webhook"),
        }
    }

    /// Seals a secret of the subscription with this id.
    ///
    /// # Errors
    /// The system has no random bytes.
    pub fn seal(&self, id: Uuid, secret: &SecretText) -> Result<SealedSecret, StoreError> {
        let sealed = self
            .sealer
            .seal(&[id.as_bytes()], secret.reveal().as_bytes())
            .map_err(StoreError::CannotSeal)?;
        Ok(SealedSecret::new(STANDARD_NO_PAD.encode(sealed)))
    }

    /// Seals the private one of a pair of keys of the subscription with this id.
    ///
    /// # Errors
    /// The system has no random bytes.
    pub fn seal_key(&self, id: Uuid, key: &NewKey) -> Result<SealedKey, StoreError> {
        Ok(SealedKey {
            public: key.public.clone(),
            private: self.seal(id, &key.private)?,
        })
    }

    /// Opens a secret of the subscription with this id.
    ///
    /// # Errors
    /// It was changed, or the key is gone.
    pub fn open(&self, id: Uuid, sealed: &SealedSecret) -> Result<SecretText, StoreError> {
        let corrupt = |why: String| StoreError::Corrupt {
            what: format!("secret of subscription {id}: {why}"),
        };
        let sealed = decoded(sealed).ok_or_else(|| corrupt("not base64".to_owned()))?;
        let opened = self.sealer.open(&[id.as_bytes()], &sealed);
        let opened = opened.map_err(|why| corrupt(why.to_string()))?;
        let text = String::from_utf8(opened).map_err(|_| corrupt("not a text".to_owned()))?;
        Ok(SecretText::new(text))
    }

    /// Whether the key that seals now sealed it.
    pub fn is_current(&self, sealed: &SealedSecret) -> bool {
        decoded(sealed).is_some_and(|sealed| self.sealer.is_current(&sealed))
    }
}

fn decoded(sealed: &SealedSecret) -> Option<Vec<u8>> {
    STANDARD_NO_PAD.decode(sealed.as_str()).ok()
}
