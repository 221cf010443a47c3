//! The public keys of the issuer: a JWKS (RFC 7517) read from a file or a URL.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::Context as _;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey};

/// The keys by their id, each with the one algorithm that is accepted with it.
pub(super) type Keys = HashMap<String, (Algorithm, DecodingKey)>;

/// Reads the keys that may be used.
///
/// # Errors
/// The JWKS cannot be read or holds no key that may be used.
pub(super) async fn read_keys(jwks: &str) -> anyhow::Result<Keys> {
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
