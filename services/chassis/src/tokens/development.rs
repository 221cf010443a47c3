//! Keys of the embedded default, which signs its own tokens. Never for production: there the tokens
//! come from the identity provider of the operator.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use ocop_identity::{Role, Scope};
use serde_json::json;

/// The name of the one key.
const KEY_ID: &str = "development";

/// An Ed25519 key in a directory, with the JWKS that verifies it.
pub struct DevelopmentKeys {
    private: Vec<u8>,
    jwks: PathBuf,
}

impl DevelopmentKeys {
    /// Opens the key in `directory`, or makes one that only this user can read.
    ///
    /// # Errors
    /// The directory cannot be read or written, or holds something else.
    pub fn open(directory: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(directory)
            .with_context(|| format!("cannot make {}", directory.display()))?;
        let path = directory.join("development-key.pk8");
        let private = if path.exists() {
            fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?
        } else {
            let made = Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new())
                .map_err(|_| anyhow::anyhow!("no key could be made"))?;
            let mut file = fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path)?;
            file.write_all(made.as_ref())?;
            made.as_ref().to_vec()
        };
        let pair = Ed25519KeyPair::from_pkcs8(&private).map_err(|_| {
            anyhow::anyhow!(
                "{} is not an Ed25519 key; remove it to have a new one",
                path.display()
            )
        })?;
        let jwks = directory.join("jwks.json");
        let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let keys = json!({"keys": [{
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": KEY_ID, "x": x,
        }]});
        fs::write(&jwks, keys.to_string())?;
        Ok(Self { private, jwks })
    }

    /// The JWKS with the public key.
    pub fn jwks_path(&self) -> &Path {
        &self.jwks
    }

    /// A token for `subject` with the roles given.
    ///
    /// # Errors
    /// The key cannot sign.
    pub fn token(
        &self,
        subject: &str,
        roles: &[(Role, Scope)],
        issuer: &str,
        audience: &str,
        valid_for: TimeDelta,
        now: DateTime<Utc>,
    ) -> anyhow::Result<String> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(KEY_ID.to_owned());
        let roles: Vec<_> = roles
            .iter()
            .map(|(role, scope)| json!({"role": role, "scope": scope}))
            .collect();
        let claims = json!({
            "iss": issuer, "aud": audience, "sub": subject, "roles": roles,
            "iat": now.timestamp(), "exp": (now + valid_for).timestamp(),
        });
        Ok(encode(
            &header,
            &claims,
            &EncodingKey::from_ed_der(&self.private),
        )?)
    }
}
