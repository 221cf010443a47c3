//! By which schemes of Standard Webhooks events are signed.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Rotating, SealedSecret};

/// The schemes that a partner asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Schemes {
    /// `v1`: with a secret that both sides know.
    #[default]
    V1,
    /// `v1a`: with a private key; the receiver knows the public one.
    V1a,
    /// Both signatures with every event.
    Both,
}

/// A pair of keys of the scheme `v1a`: the public one as it is shown (`whpk_…`), the private one sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedKey {
    /// The public key.
    pub public: String,
    /// The private key.
    pub private: SealedSecret,
}

/// The keys of a subscription.
pub type Keys = Rotating<SealedKey>;

/// By which schemes the events of a subscription are signed. Its secret is kept with each of them, the keys only with `v1a`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signing {
    /// By `v1`.
    #[default]
    V1,
    /// By `v1a`.
    V1a(Keys),
    /// By both.
    Both(Keys),
}

impl Signing {
    /// By schemes, with the first key for those that need one.
    pub fn new(schemes: Schemes, key: SealedKey) -> Self {
        Self::V1.with(schemes, key)
    }

    /// By other schemes. The keys stay where they sign on; where none is, the new one signs.
    pub fn with(self, schemes: Schemes, key: SealedKey) -> Self {
        let keys = match self {
            Self::V1 => Keys::new(key),
            Self::V1a(keys) | Self::Both(keys) => keys,
        };
        match schemes {
            Schemes::V1 => Self::V1,
            Schemes::V1a => Self::V1a(keys),
            Schemes::Both => Self::Both(keys),
        }
    }

    /// The schemes.
    pub fn schemes(&self) -> Schemes {
        match self {
            Self::V1 => Schemes::V1,
            Self::V1a(_) => Schemes::V1a,
            Self::Both(_) => Schemes::Both,
        }
    }

    /// Whether the secret signs.
    pub fn by_secret(&self) -> bool {
        matches!(self, Self::V1 | Self::Both(_))
    }

    /// The keys that sign, if any do.
    pub fn keys(&self) -> Option<&Keys> {
        match self {
            Self::V1 => None,
            Self::V1a(keys) | Self::Both(keys) => Some(keys),
        }
    }

    /// All private keys, to be sealed anew.
    pub fn private_keys_mut(&mut self) -> impl Iterator<Item = &mut SealedSecret> {
        let keys = match self {
            Self::V1 => None,
            Self::V1a(keys) | Self::Both(keys) => Some(keys),
        };
        keys.into_iter()
            .flat_map(Keys::all_mut)
            .map(|key| &mut key.private)
    }

    pub(super) fn rotate(&mut self, new: SealedKey, overlap: Duration, now: DateTime<Utc>) {
        match self {
            Self::V1 => {}
            Self::V1a(keys) | Self::Both(keys) => keys.rotate(new, overlap, now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u8) -> SealedKey {
        SealedKey {
            public: format!("whpk_{n}"),
            private: SealedSecret::new(n.to_string()),
        }
    }

    fn shown(signing: &Signing, now: DateTime<Utc>) -> Vec<&str> {
        let keys = signing.keys().into_iter();
        let keys = keys.flat_map(|keys| keys.signing(now));
        keys.map(|(key, _)| key.public.as_str()).collect()
    }

    #[test]
    fn a_key_stays_while_it_signs_and_is_forgotten_with_its_scheme() {
        let now = "2026-11-24T12:00:00Z".parse().unwrap();
        let signing = Signing::new(Schemes::V1, key(1));
        assert_eq!((&signing, shown(&signing, now).len()), (&Signing::V1, 0));
        let both = signing
            .with(Schemes::Both, key(2))
            .with(Schemes::V1a, key(3));
        assert_eq!(shown(&both, now), ["whpk_2"]);
        assert!(!both.by_secret());
        let again = both.with(Schemes::V1, key(4)).with(Schemes::Both, key(5));
        assert_eq!(shown(&again, now), ["whpk_5"]);
        assert!(again.by_secret());
    }

    #[test]
    fn a_key_that_was_replaced_signs_beside_the_new_one_until_the_overlap_ends() {
        let now: DateTime<Utc> = "2026-11-24T12:00:00Z".parse().unwrap();
        let mut signing = Signing::new(Schemes::Both, key(1));
        signing.rotate(key(2), Duration::from_hours(1), now);
        assert_eq!(shown(&signing, now), ["whpk_2", "whpk_1"]);
        let later = now + Duration::from_hours(1);
        assert_eq!(shown(&signing, later), ["whpk_2"]);
        signing.rotate(key(3), Duration::ZERO, later);
        assert_eq!(shown(&signing, later), ["whpk_3"]);
    }
}
