//! Tokens and key sets that nobody issued. `make fuzz` tries more of them.

use ocop_harness::fuzz::{corpus, edited, edits, runner, texts};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn kept(target: &str) -> Vec<Vec<u8>> {
    corpus(target).into_iter().map(|(_, input)| input).collect()
}

#[tokio::test]
async fn a_token_that_the_issuer_did_not_sign_so_is_not_accepted() {
    let bench = bench().await;
    for (name, token) in corpus("tokens") {
        let token = String::from_utf8(token).unwrap();
        assert!(bench.verifier.verify(&token).is_err(), "{name}");
    }
    // A good one that is spoiled is no token any more.
    let good = bench.token("here", "ocop");
    assert!(bench.verifier.verify(&good).is_ok());
    let mut seeds = kept("tokens");
    seeds.extend(vec![good.clone().into_bytes(); 20]);
    let inputs = (select(seeds), edits());
    let run = runner(3_000).run(&inputs, |(seed, edits)| {
        let token = String::from_utf8_lossy(&edited(&seed, &edits)).into_owned();
        // The last letter of base64 has bits that stand for nothing.
        let same = token == good;
        prop_assert_eq!(bench.verifier.verify(&token).is_ok(), same, "{}", token);
        Ok(())
    });
    run.unwrap();
}

#[tokio::test]
async fn whatever_the_issuer_says_of_a_caller_gives_known_roles_or_nothing() {
    let bench = bench().await;
    let key = std::fs::read(bench.folder.path().join("development-key.pk8")).unwrap();
    let key = EncodingKey::from_ed_der(&key);
    let mut header = Header::new(Algorithm::EdDSA);
    let good = bench.token("here", "ocop");
    header.kid = jsonwebtoken::decode_header(&good).unwrap().kid;
    let claims = (texts(), texts(), any::<f64>(), any::<i64>());
    let run = runner(1_000).run(&claims, |(subject, role, exp, nbf)| {
        let claims = json!({
            "iss": "here", "aud": "ocop", "sub": subject, "exp": exp, "nbf": nbf,
            "roles": [role, {"role": role, "scope": role}, {"role": "auditor", "scope": role}, [role], null, nbf],
        });
        let token = encode(&header, &claims, &key).unwrap();
        if let Ok(actor) = bench.verifier.verify(&token) {
            prop_assert!(!actor.subject.is_empty());
            prop_assert!(actor.grants.len() <= 3, "{:?}", actor.grants);
        }
        Ok(())
    });
    run.unwrap();
}

#[test]
fn a_key_set_is_read_key_by_key_or_not_at_all() {
    for (name, jwks) in corpus("keys") {
        let usable = KeySet::parse(&jwks).map(|set| set.usable.len());
        let expected = match name.as_str() {
            // A point or a modulus that is too short is found with the first signature, and verifies none.
            "short-point.json"
            | "small-rsa.json"
            | "one-key.json"
            | "encryption-key-beside-it.json"
            | "two-with-one-id.json" => Some(1),
            "deep.json" | "empty.json" | "keys-of-an-object.json" => None,
            _ => Some(0),
        };
        assert_eq!(usable.ok(), expected, "{name}");
    }
    let inputs = (select(kept("keys")), edits());
    let run = runner(3_000).run(&inputs, |(seed, edits)| {
        if let Ok(set) = KeySet::parse(&edited(&seed, &edits)) {
            prop_assert!(set.usable.len() <= 20 * 3);
        }
        Ok(())
    });
    run.unwrap();
}
