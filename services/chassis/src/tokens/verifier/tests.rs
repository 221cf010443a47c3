use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Offset as _, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use ocop_harness::eventually_within;
use ocop_identity::{Role, Scope};
use serde_json::json;

use super::*;
use crate::tokens::development::DevelopmentKeys;

mod fuzz;
mod providers;

struct Bench {
    keys: DevelopmentKeys,
    verifier: Verifier,
    clock: Clock,
    folder: tempfile::TempDir,
}

async fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let keys = DevelopmentKeys::open(folder.path()).unwrap();
    let clock = Clock::fixed("2026-06-15T08:00:00Z".parse().unwrap(), Utc.fix());
    let settings = Settings {
        issuer: "here".to_owned(),
        audience: "ocop".to_owned(),
        jwks: keys.jwks_path().display().to_string(),
        refresh_seconds: 3_600,
        roles_claims: vec!["roles".to_owned()],
        clock_skew_seconds: 30,
    };
    let verifier = Verifier::new(&settings, clock.clone()).await.unwrap();
    Bench {
        keys,
        verifier,
        clock,
        folder,
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
async fn a_token_of_another_issuer_or_for_another_audience_is_not_accepted() {
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
async fn an_unsigned_token_and_a_changed_one_are_not_accepted() {
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

impl Bench {
    /// A token with roles as they stand, known or not.
    fn token_with(&self, roles: &serde_json::Value) -> String {
        let private = std::fs::read(self.folder.path().join("development-key.pk8")).unwrap();
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some("development".to_owned());
        let claims = json!({
            "iss": "here", "aud": "ocop", "sub": "lan", "roles": roles,
            "exp": (self.clock.now() + TimeDelta::hours(1)).timestamp(),
        });
        encode(&header, &claims, &EncodingKey::from_ed_der(&private)).unwrap()
    }

    fn cached(&self) -> usize {
        self.verifier.read().verified.len()
    }
}

#[tokio::test]
async fn a_role_that_is_not_known_gives_nothing_and_spoils_nothing() {
    let bench = bench().await;
    let token = bench.token_with(&json!([
        {"role": "astronaut", "scope": "*"},
        {"role": "auditor", "scope": "moon:1"},
        {"role": "auditor", "scope": "*"},
        "operator",
    ]));
    assert_eq!(bench.verifier.verify(&token).unwrap().roles(), "auditor@*");
}

#[tokio::test]
async fn a_token_is_verified_once_and_remembered_until_it_ends() {
    let bench = bench().await;
    let token = bench.token("here", "ocop");
    let first = bench.verifier.verify(&token).unwrap();
    // Without the keys it could not be verified again.
    bench.verifier.write().keys = KeySet::default();
    assert_eq!(bench.verifier.verify(&token), Ok(first));
    bench.clock.advance(TimeDelta::minutes(61));
    assert_eq!(bench.verifier.verify(&token), Err(Rejected::Expired));
}

#[tokio::test]
async fn what_is_not_verified_is_not_remembered() {
    let bench = bench().await;
    for token in ["", "a.b.c", &bench.token("elsewhere", "ocop")] {
        assert_eq!(bench.verifier.verify(token), Err(Rejected::Invalid));
    }
    let old = bench.token("here", "ocop");
    bench.clock.advance(TimeDelta::minutes(61));
    assert_eq!(bench.verifier.verify(&old), Err(Rejected::Expired));
    assert_eq!(bench.cached(), 0);
}

#[tokio::test]
async fn the_memory_of_tokens_is_bounded() {
    let bench = bench().await;
    let verified = bench.verifier.verify_anew(&bench.token("here", "ocop"));
    let verified = verified.unwrap().0;
    for n in 0..MAX_TOKENS as u64 {
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&n.to_be_bytes());
        let mut cache = bench.verifier.write();
        cache.verified.insert(hash, verified.clone());
    }
    bench.verifier.verify(&bench.token("here", "ocop")).unwrap();
    assert!(bench.cached() <= MAX_TOKENS);
}

#[tokio::test]
async fn a_key_that_is_not_known_is_looked_for_and_a_key_that_is_gone_is_no_longer_accepted() {
    let bench = bench().await;
    let stop = CancellationToken::new();
    let token = bench.token("here", "ocop");
    bench.verifier.verify(&token).unwrap();
    // The issuer puts another key in the place of this one.
    let jwks = bench.keys.jwks_path();
    let own = std::fs::read_to_string(jwks).unwrap();
    std::fs::write(jwks, own.replace("development", "next")).unwrap();
    let refreshing = tokio::spawn(bench.verifier.clone().refresh(stop.clone()));
    let stranger = token.replace(
        token.split('.').next().unwrap(),
        &URL_SAFE_NO_PAD.encode(r#"{"alg":"EdDSA","typ":"JWT","kid":"next"}"#),
    );
    assert_eq!(bench.verifier.verify(&stranger), Err(Rejected::Invalid));
    eventually_within(
        MIN_REFRESH_INTERVAL * 2,
        "the keys to be read again",
        async || bench.verifier.verify(&token) == Err(Rejected::Invalid),
    )
    .await;
    assert_eq!(
        bench.verifier.read().generation,
        1,
        "once, however many asked"
    );
    stop.cancel();
    refreshing.await.unwrap();
}
