//! Bearer tokens: JSON Web Tokens (RFC 7519) verified against a JWKS (RFC 7517).
//!
//! Only asymmetric algorithms are accepted, so that knowing how to verify is not knowing how to sign;
//! which one is decided by the key, never by the token. Issuer, audience and expiry must be there and
//! right. A token that was verified is cached by its hash until it ends, because a caller shows
//! the same one with every call and a signature costs more than the call; the cache is cleared
//! when the keys change.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use futures::FutureExt as _;
use jsonwebtoken::{Header, Validation, decode, decode_header};
use ocop_identity::Actor;
use serde::Deserialize;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::claims::{Claims, NumericDate};
use super::keys::KeySet;
use crate::clock::Clock;
use crate::config::{Check, Problems};

/// Tokens cached at most.
const MAX_TOKENS: usize = 10_000;

/// Between two readings of the keys at least this passes, however many unknown key ids are shown.
const MIN_REFRESH_INTERVAL: Duration = Duration::from_secs(10);

/// Time that a call waits for the key of its token.
const MAX_KEY_WAIT: Duration = Duration::from_secs(3);

/// Whose tokens are accepted.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The issuer that tokens must name.
    pub issuer: String,
    /// The audience that tokens must name.
    pub audience: String,
    /// Path or http(s) URL of the JWKS with the issuer's public keys.
    pub jwks: String,
    /// Seconds between two readings of the JWKS.
    pub refresh_seconds: u64,
    /// The claims with the roles, each a path such as `realm_access.roles`.
    pub roles_claims: Vec<String>,
    /// Seconds by which the clocks of issuer and service may differ.
    pub clock_skew_seconds: u32,
}

impl Check for Settings {
    fn check(&self, problems: &mut Problems) {
        for (key, value) in [
            ("issuer", &self.issuer),
            ("audience", &self.audience),
            ("jwks", &self.jwks),
        ] {
            if value.trim().is_empty() {
                problems.add(key, "a value: without it no token can be verified");
            }
        }
        problems.range("refresh_seconds", self.refresh_seconds, 1, 86_400);
        if self.roles_claims.is_empty() {
            problems.add("roles_claims", "at least one claim, such as roles");
        }
        problems.range("clock_skew_seconds", self.clock_skew_seconds.into(), 0, 300);
    }
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejected {
    /// It was valid until its `exp`.
    Expired,
    /// Signature, issuer or audience are wrong, or it is not valid yet.
    Invalid,
}

/// What a token says whose signature, issuer and audience are right.
#[derive(Clone)]
struct VerifiedToken {
    actor: Arc<Actor>,
    /// In milliseconds, the difference of clocks allowed for.
    not_before: i64,
    expires: i64,
}

impl VerifiedToken {
    /// The actor, if the token holds at this time.
    fn at(&self, now: i64) -> Result<Arc<Actor>, Rejected> {
        if self.expires <= now {
            return Err(Rejected::Expired);
        }
        if self.not_before > now {
            return Err(Rejected::Invalid);
        }
        Ok(Arc::clone(&self.actor))
    }
}

/// The keys, and the tokens that were verified with them.
#[derive(Default)]
struct Cache {
    keys: KeySet,
    /// How often the keys were read: a token verified with earlier ones is not cached.
    generation: u64,
    verified: HashMap<[u8; 32], VerifiedToken>,
}

/// Verifies tokens. Cheap to clone.
#[derive(Clone)]
pub struct Verifier {
    settings: Settings,
    clock: Clock,
    cache: Arc<RwLock<Cache>>,
    unknown_key: Arc<Notify>,
    /// When the keys were read last, with or without success.
    read_at: watch::Sender<Instant>,
}

impl Verifier {
    /// Reads the keys for the first time.
    ///
    /// # Errors
    /// The JWKS cannot be read or holds no key that may be used.
    pub async fn new(settings: &Settings, clock: Clock) -> anyhow::Result<Self> {
        let keys = KeySet::read(&settings.jwks).await?;
        keys.log_skipped(&KeySet::default());
        Ok(Self {
            settings: settings.clone(),
            clock,
            cache: Arc::new(RwLock::new(Cache {
                keys,
                ..Cache::default()
            })),
            unknown_key: Arc::default(),
            read_at: watch::Sender::new(Instant::now()),
        })
    }

    /// Reads the keys again from time to time, and soon after a token named a key that is not known,
    /// until `stop`. The keys in hand stay good while the issuer is away.
    pub async fn refresh(self, stop: CancellationToken) {
        let every = Duration::from_secs(self.settings.refresh_seconds);
        loop {
            let earliest = *self.read_at.borrow() + MIN_REFRESH_INTERVAL;
            let due = async {
                tokio::select! {
                    () = tokio::time::sleep(every) => {}
                    () = self.unknown_key.notified() => tokio::time::sleep_until(earliest).await,
                }
            };
            if stop.run_until_cancelled(due).await.is_none() {
                return;
            }
            match KeySet::read(&self.settings.jwks).await {
                Ok(keys) => {
                    let mut cache = self.write();
                    keys.log_skipped(&cache.keys);
                    cache.keys = keys;
                    cache.generation += 1;
                    cache.verified.clear();
                }
                Err(error) => warn!(
                    error = format!("{error:#}"),
                    "the keys of the issuer cannot be read again"
                ),
            }
            // Whoever asked while they were read has them now.
            let _ = self.unknown_key.notified().now_or_never();
            self.read_at.send_replace(Instant::now());
        }
    }

    /// Waits for the key that a rejected token names, if it is not known and the keys were not read
    /// just now: the issuer may have begun to sign with a new one. `None` if waiting would not help.
    pub fn key_of(&self, token: &str) -> Option<impl Future<Output = ()> + Send + use<>> {
        let kid = header_of(token).ok()?.kid?;
        if self.read().keys.usable.contains_key(&kid) {
            return None;
        }
        let mut read_at = self.read_at.subscribe();
        if read_at.borrow_and_update().elapsed() < MIN_REFRESH_INTERVAL {
            return None;
        }
        Some(async move {
            // Too late or never: the token is looked at again all the same.
            let _ = tokio::time::timeout(MAX_KEY_WAIT, read_at.changed()).await;
        })
    }

    /// As if the last reading of the keys were long ago.
    #[cfg(test)]
    pub(crate) fn read_long_ago(&self) {
        self.read_at.send_modify(|at| *at -= MIN_REFRESH_INTERVAL);
    }

    /// The actor that a token speaks for.
    ///
    /// # Errors
    /// The token is not accepted.
    pub fn verify(&self, token: &str) -> Result<Arc<Actor>, Rejected> {
        let now = self.clock.now().timestamp_millis();
        let hash = hash_of(token);
        let cached = self.read().verified.get(&hash).map(|known| known.at(now));
        if let Some(answer) = cached {
            return answer;
        }
        let (verified, generation) = self.verify_anew(token)?;
        let actor = verified.at(now)?;
        let mut cache = self.write();
        if cache.generation == generation {
            if cache.verified.len() >= MAX_TOKENS {
                cache.verified.retain(|_, known| known.at(now).is_ok());
            }
            if cache.verified.len() >= MAX_TOKENS {
                cache.verified.clear();
            }
            cache.verified.insert(hash, verified);
        }
        Ok(actor)
    }

    /// Verifies signature, issuer and audience. Gives also the generation of the keys that it used.
    fn verify_anew(&self, token: &str) -> Result<(VerifiedToken, u64), Rejected> {
        let kid = header_of(token)?.kid.ok_or(Rejected::Invalid)?;
        let (found, generation) = {
            let cache = self.read();
            (cache.keys.usable.get(&kid).cloned(), cache.generation)
        };
        let Some((algorithm, key)) = found else {
            self.unknown_key.notify_one();
            return Err(Rejected::Invalid);
        };
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&[&self.settings.issuer]);
        validation.set_audience(&[&self.settings.audience]);
        validation.set_required_spec_claims(&["iss", "aud"]);
        // Times are judged by the clock of the service.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, &key, &validation)
            .map_err(|_| Rejected::Invalid)?
            .claims;
        if claims.subject.is_empty() {
            return Err(Rejected::Invalid);
        }
        let grants = claims.grants(&self.settings.roles_claims);
        let skew = i64::from(self.settings.clock_skew_seconds) * 1_000;
        let not_before = claims.not_before.map_or(i64::MIN, NumericDate::millis);
        let token = VerifiedToken {
            not_before: not_before.saturating_sub(skew),
            expires: claims.expires.millis().saturating_add(skew),
            actor: Arc::new(Actor {
                subject: claims.subject,
                grants,
            }),
        };
        Ok((token, generation))
    }

    /// Nothing panics while holding this lock, and the cache is consistent between any two statements.
    fn read(&self) -> RwLockReadGuard<'_, Cache> {
        self.cache.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Cache> {
        self.cache.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The header of a token that may be one for access. Other tokens of an issuer say in `typ` what they are
/// for (RFC 8725, 3.11), and what is critical to understand is understood by nobody here.
fn header_of(token: &str) -> Result<Header, Rejected> {
    let header = decode_header(token).map_err(|_| Rejected::Invalid)?;
    let kinds = ["JWT", "at+jwt", "application/at+jwt"];
    let for_access = header.typ.as_ref().is_none_or(|typ| {
        let typ = typ.as_str();
        kinds.iter().any(|kind| kind.eq_ignore_ascii_case(typ))
    });
    if for_access && header.crit.is_none() {
        Ok(header)
    } else {
        Err(Rejected::Invalid)
    }
}

fn hash_of(token: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
    hash
}

#[cfg(test)]
mod tests;
