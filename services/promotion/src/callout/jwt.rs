//! JSON Web Tokens as NATS writes them: signed by an nkey.

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use nkeys::KeyPair;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Writes and signs claims.
pub(super) fn signed(claims: &Value, by: &KeyPair) -> anyhow::Result<String> {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = json!({"typ": "JWT", "alg": "ed25519-nkey"});
    let text = format!("{}.{}", part(&header), part(claims));
    let signature = by.sign(text.as_bytes())?;
    Ok(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// Reads the claims of a token and checks that `iss` signed it.
pub(super) fn claims<T: DeserializeOwned>(token: &[u8]) -> anyhow::Result<T> {
    let token = std::str::from_utf8(token)?;
    let (text, signature) = token.rsplit_once('.').context("not a token")?;
    let (_, payload) = text.split_once('.').context("not a token")?;
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload)?)?;
    let issuer = claims["iss"].as_str().context("no issuer")?;
    KeyPair::from_public_key(issuer)
        .and_then(|key| {
            key.verify(
                text.as_bytes(),
                &URL_SAFE_NO_PAD.decode(signature).unwrap_or_default(),
            )
        })
        .map_err(|_| anyhow::anyhow!("the signature does not fit"))?;
    Ok(serde_json::from_value(claims)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_no_other_is() {
        let key = KeyPair::new_account();
        let token = signed(&json!({"iss": key.public_key(), "sub": "x"}), &key).unwrap();
        let read: Value = claims(token.as_bytes()).unwrap();
        assert_eq!(read["sub"], "x");
        let forged = signed(&json!({"iss": key.public_key()}), &KeyPair::new_account()).unwrap();
        assert!(claims::<Value>(forged.as_bytes()).is_err());
        assert!(claims::<Value>(b"x.y").is_err());
    }
}
