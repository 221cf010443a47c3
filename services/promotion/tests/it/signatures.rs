//! Events that are signed with a private key, whose public one the receiver knows.

use std::process::Command;

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::{Engine, prelude::BASE64_STANDARD};
use ocop_harness::{Received, Receiver, eventually, is_installed, on_both_engines};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::SignatureScheme::{V1, V1a};

use crate::fixture::{Fixture, certificate, id, of_product};

/// The signatures of a scheme in what was received.
fn signatures<'a>(received: &'a Received, scheme: &'a str) -> Vec<&'a str> {
    let header = received.header("webhook-signature").unwrap();
    let signatures = header.split(' ').filter_map(|one| one.split_once(','));
    let of_scheme = signatures.filter(|(name, _)| *name == scheme);
    of_scheme.map(|(_, signature)| signature).collect()
}

fn signed(received: &Received) -> Vec<u8> {
    let header = |name| received.header(name).unwrap();
    let head = format!("{}.{}.", header("webhook-id"), header("webhook-timestamp"));
    [head.as_bytes(), &received.body].concat()
}

fn bytes(key: &proto::VerificationKey) -> Vec<u8> {
    let encoded = key.public_key.strip_prefix("whpk_").unwrap();
    BASE64_STANDARD.decode(encoded).unwrap()
}

/// Which of the keys verifies which of the signatures, each by its place.
fn verified_by(received: &Received, keys: &[proto::VerificationKey]) -> Vec<usize> {
    let signed = signed(received);
    let by = |signature: &str| {
        let signature = BASE64_STANDARD.decode(signature).unwrap();
        let verifies = |key: &proto::VerificationKey| {
            let key = UnparsedPublicKey::new(&ED25519, bytes(key));
            key.verify(&signed, &signature).is_ok()
        };
        keys.iter().position(verifies).unwrap()
    };
    signatures(received, "v1a").into_iter().map(by).collect()
}

/// What OpenSSL says of the first signature, which has nothing in common with what signed it.
fn openssl_verifies(received: &Received, key: &proto::VerificationKey) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    // The public key as RFC 8410 writes it.
    let head = b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00";
    let key = [head.as_slice(), &bytes(key)].concat();
    let signature = BASE64_STANDARD
        .decode(signatures(received, "v1a")[0])
        .unwrap();
    std::fs::write(file("key"), key).unwrap();
    std::fs::write(file("signature"), signature).unwrap();
    std::fs::write(file("signed"), signed(received)).unwrap();
    let verified = Command::new("openssl")
        .args(["pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin"])
        .arg("-inkey")
        .arg(file("key"))
        .arg("-sigfile")
        .arg(file("signature"))
        .arg("-in")
        .arg(file("signed"))
        .output()
        .unwrap();
    verified.status.success()
}

fn schemes(schemes: &[proto::SignatureScheme]) -> Option<proto::SignatureSchemes> {
    let schemes = schemes.iter().map(|scheme| (*scheme).into()).collect();
    Some(proto::SignatureSchemes { schemes })
}

async fn rotate(fixture: &Fixture, n: u128, id_of: &str, seconds: i64) -> proto::Subscription {
    let request = proto::RotateSecretRequest {
        request_id: id(n),
        id: id_of.to_owned(),
        overlap: Some(pbjson_types::Duration { seconds, nanos: 0 }),
    };
    let rotated = fixture.webhook_officer().rotate_secret(request).await;
    rotated.unwrap().into_inner().subscription.unwrap()
}

async fn sign_by(
    fixture: &Fixture,
    n: u128,
    seen: &proto::Subscription,
    chosen: &[proto::SignatureScheme],
) -> proto::Subscription {
    let request = proto::UpdateSubscriptionRequest {
        request_id: id(n),
        id: seen.id.clone(),
        etag: seen.etag.clone(),
        signature_schemes: schemes(chosen),
        ..Default::default()
    };
    let updated = fixture.webhook_officer().update_subscription(request).await;
    updated.unwrap().into_inner().subscription.unwrap()
}

/// The n-th event.
async fn received(receiver: &Receiver, n: usize) -> Received {
    eventually("the webhook", async || {
        receiver.received().into_iter().nth(n).ok_or("none")
    })
    .await
}

on_both_engines!(
    who_asks_for_v1a_verifies_with_a_public_key_and_both_keys_sign_while_one_is_replaced,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let receiver = Receiver::start().await;
        let partner = fixture.supermarket().await;
        let request = proto::CreateSubscriptionRequest {
            request_id: id(2),
            partner_id: partner.id.clone(),
            url: receiver.url().to_owned(),
            signature_schemes: schemes(&[V1, V1a]),
            ..Default::default()
        };
        let made = fixture.webhook_officer().create_subscription(request).await;
        let made = made.unwrap().into_inner().subscription.unwrap();
        assert_eq!(made.signature_schemes, schemes(&[V1, V1a]));
        assert_eq!(made.verification_keys.len(), 1);

        fixture
            .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
            .await;
        let first = received(&receiver, 0).await;
        assert_eq!(signatures(&first, "v1").len(), 1);
        assert_eq!(verified_by(&first, &made.verification_keys), [0]);
        if is_installed("openssl") {
            assert!(openssl_verifies(&first, &made.verification_keys[0]));
        }

        // While the key is replaced both sign; a receiver that knows either verifies.
        let rotated = rotate(&fixture, 3, &made.id, 3_600).await;
        let [present, before] = &rotated.verification_keys[..] else {
            panic!("{rotated:?}");
        };
        assert_eq!(before.public_key, made.verification_keys[0].public_key);
        assert!(present.expire_time.is_none() && before.expire_time.is_some());
        fixture
            .publish_certificate("issued", 1, of_product(2, 12, 3, "2026-06-15"))
            .await;
        let second = received(&receiver, 1).await;
        assert_eq!(verified_by(&second, &rotated.verification_keys), [0, 1]);

        // By the public key alone.
        let alone = sign_by(&fixture, 4, &rotated, &[V1a]).await;
        assert_eq!(alone.verification_keys, rotated.verification_keys);
        let alone = rotate(&fixture, 5, &alone.id, 0).await;
        fixture
            .publish_certificate("issued", 1, of_product(3, 13, 3, "2026-06-15"))
            .await;
        let third = received(&receiver, 2).await;
        assert!(signatures(&third, "v1").is_empty());
        assert_eq!(verified_by(&third, &alone.verification_keys), [0]);

        // Without the scheme there are no keys.
        let none = sign_by(&fixture, 6, &alone, &[V1]).await;
        assert!(none.verification_keys.is_empty());
        let empty = proto::UpdateSubscriptionRequest {
            request_id: id(7),
            id: none.id.clone(),
            etag: none.etag.clone(),
            signature_schemes: schemes(&[]),
            ..Default::default()
        };
        let refused = fixture.webhook_officer().update_subscription(empty).await;
        assert!(refused.is_err());
    }
);
