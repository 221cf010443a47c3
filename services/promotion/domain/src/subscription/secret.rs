//! The secrets that sign for a subscription: the present one, and those before it while a receiver changes over.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// How many secrets before the present one sign at most.
const MAX_PREVIOUS: usize = 3;

/// A signing secret as Standard Webhooks writes it, `whsec_…` (HMAC-SHA256). Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    /// Wraps the text of a secret.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text, for signing, for sealing and for the one answer that shows it to the partner.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(***)")
    }
}

/// A signing secret as it is kept: sealed, so that who reads the database cannot sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SealedSecret(String);

impl SealedSecret {
    /// Wraps what was sealed, as text.
    pub fn new(sealed: String) -> Self {
        Self(sealed)
    }

    /// What was sealed, as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A secret that still signs beside the present one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousSecret {
    /// The secret.
    pub secret: SealedSecret,
    /// Until when it signs.
    pub until: DateTime<Utc>,
}

/// The secrets of a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secrets {
    /// The present one.
    pub current: SealedSecret,
    /// Those before, the latest first.
    pub previous: Vec<PreviousSecret>,
}

impl Secrets {
    /// The first secret of a subscription.
    pub fn new(current: SealedSecret) -> Self {
        Self {
            current,
            previous: Vec::new(),
        }
    }

    /// Takes a new secret. Those before sign for `overlap` longer; without an overlap they end at once, all of them, since
    /// one of them is known to somebody else.
    pub fn rotate(&mut self, new: SealedSecret, overlap: Duration, now: DateTime<Utc>) {
        let secret = std::mem::replace(&mut self.current, new);
        self.previous.retain(|previous| previous.until > now);
        if overlap.is_zero() {
            self.previous.clear();
            return;
        }
        let until = TimeDelta::from_std(overlap)
            .ok()
            .and_then(|overlap| now.checked_add_signed(overlap))
            .unwrap_or(DateTime::<Utc>::MAX_UTC);
        self.previous.insert(0, PreviousSecret { secret, until });
        self.previous.truncate(MAX_PREVIOUS);
    }

    /// The secrets that sign at `now`, the present one first.
    pub fn signing(&self, now: DateTime<Utc>) -> impl Iterator<Item = &SealedSecret> {
        let previous = self.previous.iter().filter(move |one| one.until > now);
        std::iter::once(&self.current).chain(previous.map(|one| &one.secret))
    }

    /// Until when others than the present one sign.
    pub fn previous_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let ends = self.previous.iter().map(|previous| previous.until);
        ends.filter(|until| *until > now).max()
    }

    /// All secrets, to be sealed anew.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut SealedSecret> {
        let previous = self.previous.iter_mut().map(|one| &mut one.secret);
        std::iter::once(&mut self.current).chain(previous)
    }
}
