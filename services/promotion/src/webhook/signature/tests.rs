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

// The values by which the server of Svix tests the scheme `v1a`.
const PRIVATE: &str =
    "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
const ASYMMETRIC: &str =
    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

fn private(text: &str) -> Result<PrivateKey, BadKey> {
    PrivateKey::parse(&SecretText::new(text.into()))
}

#[test]
fn a_private_key_signs_as_the_server_of_svix_does() {
    let at = DateTime::from_timestamp(1_614_265_330, 0).unwrap();
    let body = br#"{"test": 2432232314}"#;
    let signed = private(PRIVATE).unwrap();
    let signed = signed.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, body);
    assert_eq!(signed, ASYMMETRIC);
}

#[test]
fn new_keys_differ_and_their_halves_are_of_one_pair() {
    let (one, other) = (new_key().unwrap(), new_key().unwrap());
    assert_ne!(one.public, other.public);
    assert!(private(one.private.reveal()).is_ok());
    assert!(one.public.starts_with("whpk_"));
}

#[test]
fn a_private_key_of_the_wrong_kind_length_or_pair_is_refused() {
    let bad = |text: &str| private(text).map(|_| ()).unwrap_err();
    assert_eq!(bad(SECRET), BadKey::Prefix);
    assert_eq!(bad("whsk_***"), BadKey::Encoding);
    assert_eq!(bad("whsk_AQID"), BadKey::Length);
    let mixed = PRIVATE.replace("VKIDij2HK", "VKIDij2HL");
    assert_eq!(bad(&mixed), BadKey::Pair);
    assert!(!format!("{:?}", private(PRIVATE).unwrap()).contains("6Xb"));
}
