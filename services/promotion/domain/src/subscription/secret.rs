//! What signs for a subscription: the present secret or key, and those before it while a receiver changes over.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// How many before the present one sign at most: one more is [refused](super::Refusal::TooManySecrets) rather than that one of them ends
/// before its time.
pub(super) const MAX_PREVIOUS: usize = 3;

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

/// One that still signs beside the present one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous<T> {
    /// The secret or key.
    pub secret: T,
    /// Until when it signs.
    pub until: DateTime<Utc>,
}

/// What signs for a subscription, and is replaced now and then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotating<T> {
    /// The present one.
    pub current: T,
    /// Those before, the latest first.
    pub previous: Vec<Previous<T>>,
}

/// The secrets of a subscription.
pub type Secrets = Rotating<SealedSecret>;

impl<T> Rotating<T> {
    /// The first one of a subscription.
    pub fn new(current: T) -> Self {
        Self {
            current,
            previous: Vec::new(),
        }
    }

    /// Takes a new one. Those before sign for `overlap` longer; without an overlap they end at once, all of them, since
    /// one of them is known to somebody else.
    pub fn rotate(&mut self, new: T, overlap: Duration, now: DateTime<Utc>) {
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
        self.previous.insert(0, Previous { secret, until });
    }

    /// When the next of those before ends, if as many sign at `now` as may.
    pub fn full_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let ends = self.previous.iter().map(|previous| previous.until);
        let ends: Vec<_> = ends.filter(|until| *until > now).collect();
        let is_full = ends.len() >= MAX_PREVIOUS;
        ends.into_iter().min().filter(|_| is_full)
    }

    /// Those that sign at `now`, the present one first, and until when those before do.
    pub fn signing(&self, now: DateTime<Utc>) -> impl Iterator<Item = (&T, Option<DateTime<Utc>>)> {
        let previous = self.previous.iter().filter(move |one| one.until > now);
        let previous = previous.map(|one| (&one.secret, Some(one.until)));
        std::iter::once((&self.current, None)).chain(previous)
    }

    /// Until when others than the present one sign.
    pub fn previous_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let ends = self.previous.iter().map(|previous| previous.until);
        ends.filter(|until| *until > now).max()
    }

    /// All of them, to be sealed anew.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut T> {
        let previous = self.previous.iter_mut().map(|one| &mut one.secret);
        std::iter::once(&mut self.current).chain(previous)
    }
}
