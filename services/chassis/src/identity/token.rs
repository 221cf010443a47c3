//! Bearer tokens: JSON Web Tokens (RFC 7519) verified against a JWKS (RFC 7517).
//!
//! Only asymmetric algorithms are accepted, so that knowing how to verify is not knowing how to sign;
//! which one is decided by the key, never by the token. Issuer, audience and expiry must be there and
//! right.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use anyhow::Context as _;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::{Actor, Grant};
use crate::clock::Clock;
use crate::config::{Check, Problems};

/// Seconds by which the clocks of issuer and service may differ.
const LEEWAY: i64 = 30;

/// Whom to believe.
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
    }
}

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejected {
    /// It was good once.
    Expired,
    /// It never was, or not for us.
    Invalid,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: i64,
    #[serde(default)]
    nbf: i64,
    #[serde(default)]
    roles: Vec<Grant>,
}

type Keys = HashMap<String, (Algorithm, DecodingKey)>;

/// Verifies tokens. Cheap to clone.
#[derive(Clone)]
pub struct Verifier {
    settings: Settings,
    clock: Clock,
    keys: Arc<RwLock<Keys>>,
}

impl Verifier {
    /// Reads the keys for the first time.
    ///
    /// # Errors
    /// The JWKS cannot be read or holds no key that may be used.
    pub async fn new(settings: &Settings, clock: Clock) -> anyhow::Result<Self> {
        let keys = read_keys(&settings.jwks).await?;
        Ok(Self {
            settings: settings.clone(),
            clock,
            keys: Arc::new(RwLock::new(keys)),
        })
    }

    /// Reads the keys again from time to time, until `stop`. The keys in hand stay good while the
    /// issuer is away.
    pub async fn refresh(self, stop: CancellationToken) {
        let every = Duration::from_secs(self.settings.refresh_seconds);
        while stop
            .run_until_cancelled(tokio::time::sleep(every))
            .await
            .is_some()
        {
            match read_keys(&self.settings.jwks).await {
                Ok(keys) => *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys,
                Err(error) => warn!(
                    error = format!("{error:#}"),
                    "the keys of the issuer cannot be read again"
                ),
            }
        }
    }

    /// The actor that a token speaks for.
    ///
    /// # Errors
    /// The token is not to be believed.
    pub fn verify(&self, token: &str) -> Result<Actor, Rejected> {
        let header = decode_header(token).map_err(|_| Rejected::Invalid)?;
        let kid = header.kid.ok_or(Rejected::Invalid)?;
        let (algorithm, key) = {
            let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
            keys.get(&kid).cloned().ok_or(Rejected::Invalid)?
        };
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&[&self.settings.issuer]);
        validation.set_audience(&[&self.settings.audience]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // Expiry is judged below, by the clock of the service.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, &key, &validation)
            .map_err(|_| Rejected::Invalid)?
            .claims;
        let now = self.clock.now().timestamp();
        if claims.exp + LEEWAY <= now {
            return Err(Rejected::Expired);
        }
        if claims.nbf - LEEWAY > now || claims.sub.is_empty() {
            return Err(Rejected::Invalid);
        }
        Ok(Actor {
            subject: claims.sub,
            grants: claims.roles,
        })
    }
}

async fn read_keys(jwks: &str) -> anyhow::Result<Keys> {
    let text = if jwks.starts_with("https://") || jwks.starts_with("http://") {
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(10))
            .build()?;
        client
            .get(jwks)
            .send()
            .await?
            .error_for_status()?
            .text()
            .await?
    } else {
        tokio::fs::read_to_string(jwks)
            .await
            .with_context(|| format!("cannot read the JWKS {jwks}"))?
    };
    let set: JwkSet =
        serde_json::from_str(&text).with_context(|| format!("{jwks} is not a JWKS"))?;
    let mut keys = Keys::new();
    for key in &set.keys {
        let (Some(kid), Some(algorithm)) =
            (key.common.key_id.clone(), algorithm_of(&key.algorithm))
        else {
            continue;
        };
        keys.insert(kid, (algorithm, DecodingKey::from_jwk(key)?));
    }
    anyhow::ensure!(
        !keys.is_empty(),
        "{jwks} holds no Ed25519, P-256 or RSA key with a key id"
    );
    Ok(keys)
}

/// The one algorithm that is accepted with a key.
fn algorithm_of(parameters: &AlgorithmParameters) -> Option<Algorithm> {
    match parameters {
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
            Some(Algorithm::EdDSA)
        }
        AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => {
            Some(Algorithm::ES256)
        }
        AlgorithmParameters::RSA(_) => Some(Algorithm::RS256),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use chrono::TimeDelta;

    use super::*;
    use crate::identity::development::DevelopmentKeys;
    use crate::identity::{Role, Scope};

    struct Bench {
        keys: DevelopmentKeys,
        verifier: Verifier,
        clock: Clock,
        _folder: tempfile::TempDir,
    }

    async fn bench() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let keys = DevelopmentKeys::open(folder.path()).unwrap();
        let clock = Clock::fixed("2026-06-15T08:00:00Z".parse().unwrap());
        let settings = Settings {
            issuer: "here".to_owned(),
            audience: "ocop".to_owned(),
            jwks: keys.jwks_path().display().to_string(),
            refresh_seconds: 60,
        };
        let verifier = Verifier::new(&settings, clock.clone()).await.unwrap();
        Bench {
            keys,
            verifier,
            clock,
            _folder: folder,
        }
    }

    impl Bench {
        fn token(&self, issuer: &str, audience: &str) -> String {
            let grants = [(Role::OcopOffice, Scope::Province("51".to_owned()))];
            self.keys
                .token(
                    "lan",
                    &grants,
                    issuer,
                    audience,
                    TimeDelta::hours(1),
                    self.clock.now(),
                )
                .unwrap()
        }
    }

    #[tokio::test]
    async fn a_token_tells_who_calls_and_what_they_are() {
        let bench = bench().await;
        let actor = bench.verifier.verify(&bench.token("here", "ocop")).unwrap();
        assert_eq!(actor.subject, "lan");
        assert_eq!(actor.roles(), "ocop_office@province:51");
    }

    #[tokio::test]
    async fn a_token_ends_when_it_says() {
        let bench = bench().await;
        let token = bench.token("here", "ocop");
        bench.clock.advance(TimeDelta::minutes(61));
        assert_eq!(bench.verifier.verify(&token), Err(Rejected::Expired));
    }

    #[tokio::test]
    async fn a_token_of_another_issuer_or_for_another_audience_is_not_believed() {
        let bench = bench().await;
        assert_eq!(
            bench.verifier.verify(&bench.token("elsewhere", "ocop")),
            Err(Rejected::Invalid)
        );
        assert_eq!(
            bench.verifier.verify(&bench.token("here", "others")),
            Err(Rejected::Invalid)
        );
    }

    #[tokio::test]
    async fn an_unsigned_token_and_a_changed_one_are_not_believed() {
        let bench = bench().await;
        let token = bench.token("here", "ocop");
        let parts: Vec<&str> = token.split('.').collect();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        assert_eq!(
            bench.verifier.verify(&format!("{none}.{}.", parts[1])),
            Err(Rejected::Invalid)
        );
        let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
        let raised = URL_SAFE_NO_PAD.encode(claims.replace("ocop_office", "operator"));
        assert_eq!(
            bench
                .verifier
                .verify(&format!("{}.{raised}.{}", parts[0], parts[2])),
            Err(Rejected::Invalid)
        );
    }
}
