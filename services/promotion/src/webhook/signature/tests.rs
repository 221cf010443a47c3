use super::*;

// Values computed by the PyPI package `standardwebhooks`.
const ID: &str = "msg_0193c7a0-0000-7000-8000-000000000001";
const SECONDS: i64 = 1_790_000_000;
const BODY: &str =
    r#"{"type":"ocop.promotion.match.upgraded.v1","product":"Nước mắm Mười Quý","to_star":4}"#;
const SECRET: &str = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
const SIGNATURE: &str = "v1,ZoHPPXFgzF79O3q1r7Ib+Bg/TGaqXaEN0SSMMiWW3YI=";
const OTHER_SECRET: &str = "whsec_ZWZnaGlqa2xtbm9wcXJzdHV2d3h5ent8fX5/gIGCg4Q=";
const OTHER_SIGNATURE: &str = "v1,KjwobnojuG2f7l74G+vQX3W8ZdpQ/YERPmPiQ4DR4vw=";

fn key(text: &str) -> SigningKey {
    SigningKey::parse(&SecretText::new(text.into())).unwrap()
}

fn sent_at() -> DateTime<Utc> {
    DateTime::from_timestamp(SECONDS, 0).unwrap()
}

#[test]
fn signs_as_the_foreign_packages_do() {
    for (secret, expected) in [(SECRET, SIGNATURE), (OTHER_SECRET, OTHER_SIGNATURE)] {
        assert_eq!(key(secret).sign(ID, sent_at(), BODY.as_bytes()), expected);
    }
}

#[test]
fn another_body_or_another_id_has_another_signature() {
    let other_body = BODY.replace('4', "5");
    let sign = |id, body: &str| key(SECRET).sign(id, sent_at(), body.as_bytes());
    assert_ne!(sign(ID, &other_body), SIGNATURE);
    assert_ne!(sign("msg_2", BODY), SIGNATURE);
}

#[test]
fn new_secrets_differ_and_sign() {
    let secret = new_secret().unwrap();
    assert!(SigningKey::parse(&secret).is_ok());
    assert_ne!(secret, new_secret().unwrap());
}

#[test]
fn a_key_of_the_wrong_kind_or_length_is_refused() {
    let bad = |text: &str| {
        SigningKey::parse(&SecretText::new(text.into()))
            .map(|_| ())
            .unwrap_err()
    };
    assert_eq!(bad("secret"), BadKey::Prefix);
    assert_eq!(bad("whsec_***"), BadKey::Encoding);
    assert_eq!(bad("whsec_AQID"), BadKey::Length);
}
