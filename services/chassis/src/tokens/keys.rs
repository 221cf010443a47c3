//! The public keys of the issuer: a JWKS (RFC 7517) read from a file or a URL.
//!
//! Identity providers publish more than the keys of their tokens: keys for encryption, of curves that
//! are not used here, and now and then one that nobody can read. Those are left out one by one.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use anyhow::Context as _;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;
use tracing::warn;

/// Bytes of a JWKS at most.
const MAX_BYTES: usize = 1 << 20;

/// The keys by their id, each with the one algorithm that is accepted with it.
pub(super) type Keys = HashMap<String, (Algorithm, DecodingKey)>;

/// A JWKS as it was read.
#[derive(Default)]
pub(super) struct KeySet {
    pub(super) usable: Keys,
    /// Why each of the other keys is not used, by its id or its place.
    skipped: BTreeMap<String, String>,
}

impl KeySet {
    /// Reads the keys that may be used.
    ///
    /// # Errors
    /// The JWKS cannot be read or holds no key that may be used.
    pub(super) async fn read(jwks: &str) -> anyhow::Result<Self> {
        let text = if jwks.starts_with("https://") || jwks.starts_with("http://") {
            fetch(jwks).await
        } else {
            tokio::fs::read(jwks).await.map_err(anyhow::Error::from)
        };
        let text = text.with_context(|| format!("cannot read the JWKS {jwks}"))?;
        let read = Self::parse(&text).with_context(|| format!("{jwks} is not a JWKS"))?;
        anyhow::ensure!(
            !read.usable.is_empty(),
            "{jwks} holds no Ed25519, P-256, P-384 or RSA key for signatures with a key id{}",
            read.reasons()
        );
        Ok(read)
    }

    pub(super) fn parse(text: &[u8]) -> serde_json::Result<Self> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<Value>,
        }
        let set: Set = serde_json::from_slice(text)?;
        let mut read = Self::default();
        for (place, key) in set.keys.into_iter().enumerate() {
            let kid = key.get("kid").and_then(Value::as_str).map(str::to_owned);
            let name = kid.clone().unwrap_or_else(|| format!("number {place}"));
            let taken = kid
                .as_ref()
                .is_some_and(|kid| read.usable.contains_key(kid));
            match (kid, usable(key)) {
                (_, Err(why)) => read.skip(name, why),
                (None, _) => read.skip(name, "it has no key id".to_owned()),
                (Some(_), _) if taken => read.skip(name, "another key has its id".to_owned()),
                (Some(kid), Ok(key)) => {
                    read.usable.insert(kid, key);
                }
            }
        }
        Ok(read)
    }

    fn skip(&mut self, name: String, why: String) {
        self.skipped.insert(name, why);
    }

    /// Logs the keys that are not used, except those of which that was said when `before` was read.
    pub(super) fn log_skipped(&self, before: &Self) {
        for (key, why) in &self.skipped {
            if before.skipped.get(key) != Some(why) {
                warn!(key, why, "a key of the issuer is not used");
            }
        }
    }

    fn reasons(&self) -> String {
        let all = self.skipped.iter();
        all.map(|(key, why)| format!("; key {key}: {why}"))
            .collect()
    }
}

async fn fetch(url: &str) -> anyhow::Result<Vec<u8>> {
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        // A redirect may not lead from TLS to plain text.
        .https_only(url.starts_with("https://"))
        .build()?;
    let mut response = client.get(url).send().await?.error_for_status()?;
    let mut text = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        text.extend_from_slice(&chunk);
        anyhow::ensure!(
            text.len() <= MAX_BYTES,
            "it is larger than {MAX_BYTES} bytes"
        );
    }
    Ok(text)
}

/// The key with its algorithm, or why it verifies nothing.
fn usable(key: Value) -> Result<(Algorithm, DecodingKey), String> {
    let key: Jwk = serde_json::from_value(key).map_err(|problem| problem.to_string())?;
    let purpose = &key.common.public_key_use;
    if purpose
        .as_ref()
        .is_some_and(|u| *u != PublicKeyUse::Signature)
    {
        return Err("it is not meant for signatures (use)".to_owned());
    }
    let operations = &key.common.key_operations;
    if operations
        .as_ref()
        .is_some_and(|of| !of.contains(&KeyOperations::Verify))
    {
        return Err("it is not meant to verify (key_ops)".to_owned());
    }
    let algorithm = algorithm_of(&key)?;
    let key = DecodingKey::from_jwk(&key).map_err(|problem| problem.to_string())?;
    Ok((algorithm, key))
}

/// The one algorithm that is accepted with a key: the one it names, else the usual one of its kind.
fn algorithm_of(key: &Jwk) -> Result<Algorithm, String> {
    use Algorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
    let (usual, possible): (Algorithm, &[Algorithm]) = match &key.algorithm {
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
            (EdDSA, &[EdDSA])
        }
        AlgorithmParameters::EllipticCurve(of) if of.curve == EllipticCurve::P256 => {
            (ES256, &[ES256])
        }
        AlgorithmParameters::EllipticCurve(of) if of.curve == EllipticCurve::P384 => {
            (ES384, &[ES384])
        }
        AlgorithmParameters::RSA(_) => (RS256, &[RS256, RS384, RS512, PS256, PS384, PS512]),
        _ => return Err("it is of a kind that is not used here (kty, crv)".to_owned()),
    };
    let Some(named) = key.common.key_algorithm else {
        return Ok(usual);
    };
    Algorithm::try_from(named)
        .ok()
        .filter(|named| possible.contains(named))
        .ok_or_else(|| "it is meant for an algorithm that is not used here (alg)".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The key of RFC 8037, appendix A.2, with what `more` says.
    fn ed25519(more: Value) -> Value {
        let mut key = json!({
            "kty": "OKP", "crv": "Ed25519", "kid": "a",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        });
        let (Some(fields), Value::Object(more)) = (key.as_object_mut(), more) else {
            unreachable!("both are objects");
        };
        fields.extend(more);
        key
    }

    fn read(keys: &[Value]) -> KeySet {
        KeySet::parse(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
    }

    fn skipped(key: Value) -> String {
        let mut read = read(&[key]);
        assert!(read.usable.is_empty());
        read.skipped.pop_first().unwrap().1
    }

    #[test]
    fn keys_that_cannot_be_used_are_skipped_and_do_not_spoil_the_others() {
        let set = read(&[
            json!("not a key"),
            json!({"kty": "quantum", "kid": "b"}),
            json!({"kty": "OKP", "crv": "X25519", "kid": "c", "x": "AAAA"}),
            json!({"kty": "EC", "crv": "secp256k1", "kid": "d", "x": "AAAA", "y": "AAAA"}),
            json!({"kty": "RSA", "kid": "e", "n": "§", "e": "AQAB"}),
            json!({"kty": "oct", "kid": "f", "k": "c2VjcmV0"}),
            ed25519(json!({})),
            ed25519(json!({"kid": null})),
        ]);
        assert_eq!(set.usable.keys().collect::<Vec<_>>(), ["a"]);
        assert_eq!(set.skipped.len(), 7);
    }

    #[test]
    fn a_key_that_is_not_meant_to_verify_signatures_is_not_used() {
        assert!(skipped(ed25519(json!({"use": "enc"}))).contains("use"));
        assert!(skipped(ed25519(json!({"use": "tls"}))).contains("use"));
        assert!(skipped(ed25519(json!({"key_ops": ["sign", "encrypt"]}))).contains("key_ops"));
        assert!(skipped(ed25519(json!({"key_ops": []}))).contains("key_ops"));
        assert!(skipped(ed25519(json!({"alg": "RS256"}))).contains("alg"));
        assert!(skipped(ed25519(json!({"alg": "HS256"}))).contains("alg"));
        let meant = ed25519(json!({"use": "sig", "key_ops": ["verify"], "alg": "EdDSA"}));
        assert_eq!(read(&[meant]).usable["a"].0, Algorithm::EdDSA);
    }

    #[test]
    fn an_rsa_key_verifies_with_the_algorithm_that_it_names() {
        let rsa = |alg: Option<&str>| json!({"kty": "RSA", "kid": "r", "n": "AQAB", "e": "AQAB", "alg": alg});
        let algorithm = |alg| read(&[rsa(alg)]).usable["r"].0;
        assert_eq!(algorithm(None), Algorithm::RS256);
        assert_eq!(algorithm(Some("PS512")), Algorithm::PS512);
        assert!(skipped(rsa(Some("RSA-OAEP"))).contains("alg"));
    }

    #[test]
    fn the_first_of_two_keys_with_one_id_counts_if_it_can_be_used() {
        let set = read(&[
            ed25519(json!({"use": "enc"})),
            ed25519(json!({})),
            ed25519(json!({})),
        ]);
        assert_eq!(set.usable.len(), 1);
        assert!(set.skipped["a"].contains("another key"));
    }
}
