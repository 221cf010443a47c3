use super::*;

// Values computed by the PyPI packages `standardwebhooks` (v1) and `cryptography` (v1a).
const ID: &str = "msg_0193c7a0-0000-7000-8000-000000000001";
const SECONDS: i64 = 1_790_000_000;
const BODY: &str =
    r#"{"type":"ocop.promotion.match.upgraded.v1","product":"Nước mắm Mười Quý","to_star":4}"#;
const SECRET: &str = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
const SIGNATURE: &str = "v1,ZoHPPXFgzF79O3q1r7Ib+Bg/TGaqXaEN0SSMMiWW3YI=";
const OTHER_SECRET: &str = "whsec_ZWZnaGlqa2xtbm9wcXJzdHV2d3h5ent8fX5/gIGCg4Q=";
const OTHER_SIGNATURE: &str = "v1,KjwobnojuG2f7l74G+vQX3W8ZdpQ/YERPmPiQ4DR4vw=";
const PRIVATE: &str =
    "whsk_ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0Dn8WKhC+xVmv6hleTc6EtpVo1dLLCWPrRGwGheKxfy8A==";
const SEED: &str = "whsk_ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0A=";
const PUBLIC: &str = "whpk_5/FioQvsVZr+oZXk3OhLaVaNXSywlj60RsBoXisX8vA=";
const PAIR_SIGNATURE: &str =
    "v1a,Qj7lXfRRasyCvY/uL0ttx0lw1JZhJXrJ9KFPVcy67j6QSKuxFqQ46hwMtIQ+/+sr/JHi8f5Qyl8vugkmYZZBAg==";
const FIVE_MINUTES: Duration = Duration::from_secs(300);

fn key(text: &str) -> SigningKey {
    SigningKey::parse(&SecretText::new(text.into())).unwrap()
}

fn sent_at() -> DateTime<Utc> {
    DateTime::from_timestamp(SECONDS, 0).unwrap()
}

fn verified(key: &str, header: &str, body: &str, late: i64) -> Result<(), Unverified> {
    let now = DateTime::from_timestamp(SECONDS + late, 0).unwrap();
    let headers = (ID, "1790000000", header);
    verify(
        &VerifyingKey::parse(key).unwrap(),
        headers,
        body.as_bytes(),
        now,
        FIVE_MINUTES,
    )
}

#[test]
fn signs_as_the_foreign_packages_do() {
    for (secret, expected) in [
        (SECRET, SIGNATURE),
        (OTHER_SECRET, OTHER_SIGNATURE),
        (PRIVATE, PAIR_SIGNATURE),
        (SEED, PAIR_SIGNATURE),
    ] {
        assert_eq!(
            signatures(&[key(secret)], ID, sent_at(), BODY.as_bytes()),
            expected
        );
    }
}

#[test]
fn several_keys_make_several_signatures_and_each_receiver_finds_its_own() {
    let header = signatures(
        &[key(OTHER_SECRET), key(SECRET), key(PRIVATE)],
        ID,
        sent_at(),
        BODY.as_bytes(),
    );
    assert_eq!(
        header,
        format!("{OTHER_SIGNATURE} {SIGNATURE} {PAIR_SIGNATURE}")
    );
    for receiver in [SECRET, OTHER_SECRET, PUBLIC] {
        assert_eq!(verified(receiver, &header, BODY, 0), Ok(()));
    }
}

#[test]
fn another_key_another_body_or_another_id_does_not_fit() {
    assert_eq!(
        verified(OTHER_SECRET, SIGNATURE, BODY, 0),
        Err(Unverified::NoMatch)
    );
    assert_eq!(
        verified(SECRET, SIGNATURE, &BODY.replace('4', "5"), 0),
        Err(Unverified::NoMatch)
    );
    assert_eq!(
        verified(PUBLIC, &PAIR_SIGNATURE.replace("v1a", "v1"), BODY, 0),
        Err(Unverified::NoMatch)
    );
    let other_id = ("msg_2", "1790000000", SIGNATURE);
    let key = VerifyingKey::parse(SECRET).unwrap();
    assert_eq!(
        verify(&key, other_id, BODY.as_bytes(), sent_at(), FIVE_MINUTES),
        Err(Unverified::NoMatch)
    );
}

#[test]
fn a_message_played_again_later_is_out_of_time() {
    assert_eq!(verified(SECRET, SIGNATURE, BODY, 300), Ok(()));
    assert_eq!(
        verified(SECRET, SIGNATURE, BODY, 301),
        Err(Unverified::OutOfTime)
    );
    assert_eq!(
        verified(SECRET, SIGNATURE, BODY, -301),
        Err(Unverified::OutOfTime)
    );
}

#[test]
fn new_keys_sign_and_verify() {
    let shared = new_shared_secret().unwrap();
    let (private, public) = new_key_pair().unwrap();
    let keys = [
        SigningKey::parse(&shared).unwrap(),
        SigningKey::parse(&private).unwrap(),
    ];
    let header = signatures(&keys, ID, sent_at(), BODY.as_bytes());
    assert_eq!(verified(shared.reveal(), &header, BODY, 0), Ok(()));
    assert_eq!(verified(&public, &header, BODY, 0), Ok(()));
    assert_ne!(shared, new_shared_secret().unwrap());
}

#[test]
fn a_key_of_the_wrong_kind_or_length_is_refused() {
    let bad = |text: &str| {
        SigningKey::parse(&SecretText::new(text.into()))
            .map(|_| ())
            .unwrap_err()
    };
    assert_eq!(bad("secret"), BadKey::Prefix);
    assert_eq!(bad(PUBLIC), BadKey::Prefix);
    assert_eq!(bad("whsec_***"), BadKey::Encoding);
    assert_eq!(bad("whsec_AQID"), BadKey::Content);
    assert_eq!(bad(&PRIVATE.replace("8A==", "8Q==")), BadKey::Content);
    assert!(VerifyingKey::parse(PRIVATE).is_err());
}
