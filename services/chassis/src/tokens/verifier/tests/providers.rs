//! Tokens in the forms in which identity providers issue them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use axum::Router;
use axum::routing::get;
use serde_json::Value;

use super::*;

/// The time of the tests, 15 June 2026, 8:00 UTC.
const NOW: i64 = 1_781_510_400;

/// An issuer that publishes its keys at a URL of this machine and signs with RS256.
struct Provider {
    url: String,
    pair: RsaKeyPair,
    published: Arc<Mutex<Value>>,
    requests: Arc<AtomicUsize>,
}

impl Provider {
    async fn start() -> Self {
        crate::tls::install_provider();
        let published = Arc::new(Mutex::new(json!({"keys": []})));
        let requests = Arc::new(AtomicUsize::new(0));
        let (shown, counter) = (Arc::clone(&published), Arc::clone(&requests));
        let answer = get(async move || {
            counter.fetch_add(1, Ordering::Relaxed);
            let shown: Value = shown.lock().unwrap().clone();
            axum::Json(shown)
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/certs", listener.local_addr().unwrap());
        let router = Router::new().route("/certs", answer);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let provider = Self {
            url,
            pair,
            published,
            requests,
        };
        provider.publish("signs");
        provider
    }

    /// Publishes the keys as Keycloak does: one for signatures, one for encryption.
    fn publish(&self, kid: &str) {
        use aws_lc_rs::signature::KeyPair as _;
        let public = self.pair.public_key();
        let encoded = |number: &[u8]| URL_SAFE_NO_PAD.encode(number);
        let n = encoded(public.modulus().big_endian_without_leading_zero());
        let e = encoded(public.exponent().big_endian_without_leading_zero());
        let key = |kid: &str, alg: &str, purpose: &str| {
            json!({
                "kid": kid, "kty": "RSA", "alg": alg, "use": purpose, "n": n, "e": e,
                "x5c": ["MIIClzCCAX8CBgGRq"], "x5t": "pFhBCmcHvT", "x5t#S256": "GGuAr9Bq7vw",
            })
        };
        let keys = [key("encrypts", "RSA-OAEP", "enc"), key(kid, "RS256", "sig")];
        *self.published.lock().unwrap() = json!({ "keys": keys });
    }

    async fn verifier(&self, roles_claims: &[&str], clock_skew_seconds: u32) -> Verifier {
        let settings = Settings {
            issuer: "https://id.ocop.example/realms/ocop".to_owned(),
            audience: "ocop".to_owned(),
            jwks: self.url.clone(),
            refresh_seconds: 3_600,
            roles_claims: roles_claims.iter().map(ToString::to_string).collect(),
            clock_skew_seconds,
        };
        let clock = Clock::fixed("2026-06-15T08:00:00Z".parse().unwrap(), Utc.fix());
        assert_eq!(clock.now().timestamp(), NOW);
        Verifier::new(&settings, clock).await.unwrap()
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message.as_bytes(),
                &mut signature,
            )
            .unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// An access token of Keycloak, with other values where `changes` says so.
    fn token(&self, changes: Value) -> String {
        let mut claims = keycloak_claims();
        let (Some(claims_of), Value::Object(changes)) = (claims.as_object_mut(), changes) else {
            unreachable!("both are objects");
        };
        claims_of.extend(changes);
        self.sign(&header("signs"), &claims)
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

fn header(kid: &str) -> Value {
    json!({"alg": "RS256", "typ": "JWT", "kid": kid})
}

/// An access token of Keycloak 26 for somebody with a realm role, a client role and an attribute `roles`.
fn keycloak_claims() -> Value {
    json!({
        "exp": NOW + 300, "iat": NOW, "auth_time": NOW, "jti": "onrtac:5f0a0c6e-2e0c-4ddb-a60a-19ac0f4a1a4d",
        "iss": "https://id.ocop.example/realms/ocop", "aud": ["ocop", "account"],
        "sub": "8b6a8e0e-54a6-4f0b-8b5c-0c8f4f2f6e55", "typ": "Bearer", "azp": "portal",
        "sid": "a3b1f6a0-0a35-4d5e-8a2a-6a6d7b8f3a10", "acr": "1",
        "allowed-origins": ["https://portal.ocop.example"],
        "realm_access": {"roles": [
            "default-roles-ocop", "offline_access", "uma_authorization", "ocop_office@province:51",
        ]},
        "resource_access": {
            "ocop": {"roles": ["inspector@province:51"]},
            "account": {"roles": ["manage-account", "view-profile"]},
        },
        "roles": [{"role": "auditor", "scope": "*"}],
        "scope": "openid profile email", "email_verified": true, "name": "Lan Nguyễn",
        "preferred_username": "lan", "email": "lan@ocop.example",
    })
}

#[tokio::test]
async fn a_token_of_keycloak_gives_the_roles_of_the_claims_that_the_settings_name() {
    let provider = Provider::start().await;
    let token = provider.token(json!({}));
    for (claims, roles) in [
        (&["roles"][..], "auditor@*"),
        (&["realm_access.roles"], "ocop_office@province:51"),
        (
            &["realm_access.roles", "resource_access.ocop.roles"],
            "ocop_office@province:51 inspector@province:51",
        ),
    ] {
        let verifier = provider.verifier(claims, 30).await;
        let actor = verifier.verify(&token).unwrap();
        assert_eq!(actor.subject, "8b6a8e0e-54a6-4f0b-8b5c-0c8f4f2f6e55");
        assert_eq!(actor.roles(), roles);
    }
}

#[tokio::test]
async fn the_audience_may_be_one_name_or_a_list() {
    let provider = Provider::start().await;
    let verifier = provider.verifier(&["roles"], 30).await;
    let accepted = |aud: Value| {
        verifier
            .verify(&provider.token(json!({"aud": aud})))
            .is_ok()
    };
    assert!(accepted(json!("ocop")));
    assert!(accepted(json!(["account", "ocop"])));
    for other in [
        json!("account"),
        json!(["account"]),
        json!([]),
        json!(null),
        json!({"ocop": 1}),
    ] {
        assert!(!accepted(other.clone()), "{other}");
    }
}

#[tokio::test]
async fn the_times_of_a_token_may_have_a_fraction_and_count_with_the_skew_of_the_settings() {
    let provider = Provider::start().await;
    let verifier = provider.verifier(&["roles"], 5).await;
    let verify = |claims: Value| verifier.verify(&provider.token(claims)).map(|_| ());
    let at = |seconds: f64| json!(NOW as f64 + seconds);
    assert_eq!(
        verify(json!({"exp": at(300.25), "nbf": at(-0.5), "iat": at(-0.5)})),
        Ok(())
    );
    assert_eq!(verify(json!({"exp": at(-4.75)})), Ok(()));
    assert_eq!(verify(json!({"exp": at(-5.25)})), Err(Rejected::Expired));
    assert_eq!(verify(json!({"nbf": at(4.75)})), Ok(()));
    assert_eq!(verify(json!({"nbf": at(5.25)})), Err(Rejected::Invalid));
    assert_eq!(verify(json!({"nbf": 0, "exp": 1e300})), Ok(()));
    assert_eq!(verify(json!({"exp": -1.5})), Err(Rejected::Expired));
    for never in [json!(null), json!("tomorrow"), json!([NOW + 300])] {
        assert_eq!(verify(json!({"exp": never})), Err(Rejected::Invalid));
    }
}

#[tokio::test]
async fn a_token_that_is_not_for_access_is_not_accepted() {
    let provider = Provider::start().await;
    let verifier = provider.verifier(&["roles"], 30).await;
    let verify = |header: Value| {
        let token = provider.sign(&header, &keycloak_claims());
        verifier.verify(&token).map(|_| ())
    };
    let mut with = header("signs");
    for typ in [
        json!("at+jwt"),
        json!("AT+JWT"),
        json!("application/at+jwt"),
        json!(null),
    ] {
        with["typ"] = typ;
        assert_eq!(verify(with.clone()), Ok(()), "{with}");
    }
    for typ in ["logout+jwt", "dpop+jwt", "JOSE"] {
        with["typ"] = typ.into();
        assert_eq!(verify(with.clone()), Err(Rejected::Invalid), "{with}");
    }
    let critical = json!({"alg": "RS256", "kid": "signs", "crit": ["exp"]});
    assert_eq!(verify(critical), Err(Rejected::Invalid));
}

#[tokio::test]
async fn a_key_for_encryption_verifies_nothing() {
    let provider = Provider::start().await;
    let verifier = provider.verifier(&["roles"], 30).await;
    let token = provider.sign(&header("encrypts"), &keycloak_claims());
    assert_eq!(verifier.verify(&token), Err(Rejected::Invalid));
}

#[tokio::test]
async fn a_new_key_is_read_once_however_many_show_it() {
    let provider = Provider::start().await;
    let verifier = provider.verifier(&["roles"], 30).await;
    provider.publish("next");
    verifier.read_long_ago();
    let stop = CancellationToken::new();
    let refreshing = tokio::spawn(verifier.clone().refresh(stop.clone()));
    let token = provider.sign(&header("next"), &keycloak_claims());
    let shown = (0..50).map(async |_| {
        assert_eq!(verifier.verify(&token), Err(Rejected::Invalid));
        verifier.key_of(&token).unwrap().await;
        verifier.verify(&token)
    });
    for actor in futures::future::join_all(shown).await {
        actor.unwrap();
    }
    assert_eq!(provider.requests(), 2, "at the start and for the new key");
    let unknown = provider.sign(&header("unknown"), &keycloak_claims());
    assert_eq!(verifier.verify(&unknown), Err(Rejected::Invalid));
    assert!(
        verifier.key_of(&unknown).is_none(),
        "they were read just now"
    );
    stop.cancel();
    refreshing.await.unwrap();
}

#[tokio::test]
async fn the_keys_in_hand_stay_good_while_the_provider_publishes_nothing_of_use() {
    let provider = Provider::start().await;
    let verifier = provider.verifier(&["roles"], 30).await;
    *provider.published.lock().unwrap() = json!({"keys": [{"kty": "RSA"}]});
    verifier.read_long_ago();
    let stop = CancellationToken::new();
    let refreshing = tokio::spawn(verifier.clone().refresh(stop.clone()));
    let unknown = provider.sign(&header("unknown"), &keycloak_claims());
    assert_eq!(verifier.verify(&unknown), Err(Rejected::Invalid));
    verifier.key_of(&unknown).unwrap().await;
    assert_eq!(provider.requests(), 2);
    assert!(verifier.verify(&provider.token(json!({}))).is_ok());
    stop.cancel();
    refreshing.await.unwrap();
}
