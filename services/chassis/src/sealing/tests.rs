use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::config::Secret;

fn key(id: &str, byte: u8) -> Secret {
    Secret::new(format!("{id}:{}", STANDARD.encode([byte; 32])))
}

fn settings(keys: &[Secret]) -> Settings {
    Settings {
        keys: keys.to_vec(),
        development: false,
    }
}

fn sealer(keys: &[Secret]) -> Sealer {
    settings(keys).keyring().unwrap().sealer("secret")
}

const PLACE: [&[u8]; 2] = [b"subscription", b"7"];
const TEXT: &[u8] = "nước mắm Mười Quý".as_bytes();

#[test]
fn what_is_sealed_opens_at_its_place_and_nowhere_else() {
    let sealer = sealer(&[key("a", 1)]);
    let sealed = sealer.seal(&PLACE, TEXT).unwrap();
    assert_eq!(sealer.open(&PLACE, &sealed).unwrap(), TEXT);
    let elsewhere: [&[&[u8]]; 4] = [
        &[b"subscription", b"8"],
        &[b"subscription7"],
        &[b"subscriptio", b"n7"],
        &[],
    ];
    for place in elsewhere {
        assert_eq!(sealer.open(place, &sealed), Err(CannotOpen::NotGenuine));
    }
}

#[test]
fn what_is_sealed_for_one_purpose_does_not_open_for_another() {
    let keyring = settings(&[key("a", 1)]).keyring().unwrap();
    let sealed = keyring.sealer("answer").seal(&PLACE, TEXT).unwrap();
    let other = keyring.sealer("page token");
    assert_eq!(other.open(&PLACE, &sealed), Err(CannotOpen::NotGenuine));
}

#[test]
fn no_byte_can_be_changed_or_cut_off_unnoticed() {
    let sealer = sealer(&[key("a", 1)]);
    let sealed = sealer.seal(&PLACE, TEXT).unwrap();
    for index in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[index] ^= 1;
        assert!(sealer.open(&PLACE, &changed).is_err(), "byte {index}");
        assert!(
            sealer.open(&PLACE, &sealed[..index]).is_err(),
            "{index} bytes"
        );
    }
}

#[test]
fn the_same_text_looks_different_each_time_and_is_nowhere_in_clear() {
    let sealer = sealer(&[key("a", 1)]);
    let [one, two] = [0; 2].map(|_| sealer.seal(&PLACE, TEXT).unwrap());
    assert_ne!(one, two);
    assert!(!one.windows(TEXT.len()).any(|window| window == TEXT));
}

#[test]
fn while_a_key_rotates_the_new_one_seals_and_both_open() {
    let old = sealer(&[key("2025", 1)]);
    let before = old.seal(&PLACE, TEXT).unwrap();
    let both = sealer(&[key("2026", 2), key("2025", 1)]);
    assert_eq!(both.open(&PLACE, &before).unwrap(), TEXT);
    assert!(!both.is_current(&before));
    let after = both.seal(&PLACE, TEXT).unwrap();
    assert!(both.is_current(&after));
    assert_eq!(old.open(&PLACE, &after), Err(CannotOpen::KeyUnknown));
    let new = sealer(&[key("2026", 2)]);
    assert_eq!(new.open(&PLACE, &after).unwrap(), TEXT);
    assert_eq!(new.open(&PLACE, &before), Err(CannotOpen::KeyUnknown));
}

#[test]
fn another_key_under_the_same_id_does_not_open() {
    let sealed = sealer(&[key("a", 1)]).seal(&PLACE, TEXT).unwrap();
    let other = sealer(&[key("a", 2)]);
    assert_eq!(other.open(&PLACE, &sealed), Err(CannotOpen::NotGenuine));
}

#[test]
fn a_key_is_never_shown() {
    let secret = STANDARD.encode([1; 32]);
    let settings = settings(&[key("a", 1)]);
    let keyring = settings.keyring().unwrap();
    let shown = format!("{settings:?} {keyring:?} {:?}", keyring.sealer("x"));
    assert!(
        !shown.contains(&secret) && !shown.contains("1, 1, 1"),
        "{shown}"
    );
}

#[test]
fn without_a_key_a_service_starts_in_development_only() {
    let refused = settings(&[]).keyring().unwrap_err().to_string();
    assert!(refused.contains("sealing.keys_file"), "{refused}");
    let development = Settings {
        keys: Vec::new(),
        development: true,
    };
    let [one, two] = [0; 2].map(|_| development.keyring().unwrap().sealer("x"));
    let sealed = one.seal(&PLACE, TEXT).unwrap();
    assert_eq!(two.open(&PLACE, &sealed), Err(CannotOpen::NotGenuine));
}

#[test]
fn keys_that_are_none_are_reported_without_being_shown() {
    let short = Secret::new(format!("a:{}", STANDARD.encode([1; 16])));
    let no_id = Secret::new(STANDARD.encode([1; 32]));
    let bad_id = key("a b", 1);
    let twice = [key("a", 1), key("a", 2)];
    for keys in [vec![short], vec![no_id], vec![bad_id], twice.to_vec()] {
        let mut problems = crate::config::Problems::default();
        problems.section("sealing", &settings(&keys));
        let shown = problems.to_string();
        assert!(shown.contains("sealing.keys"), "{shown}");
        assert!(!shown.contains(&STANDARD.encode([1; 16])[..8]), "{shown}");
    }
}

#[test]
fn the_embedded_default_keeps_its_key_where_only_its_user_reads_it() {
    use std::os::unix::fs::PermissionsExt as _;

    let directory = tempfile::tempdir().unwrap();
    let made = key_in(directory.path()).unwrap();
    let again = key_in(directory.path()).unwrap();
    assert_eq!(made.reveal(), again.reveal());
    let sealed = sealer(&[made]).seal(&PLACE, TEXT).unwrap();
    assert_eq!(sealer(&[again]).open(&PLACE, &sealed).unwrap(), TEXT);
    let file = std::fs::metadata(directory.path().join("sealing-key")).unwrap();
    assert_eq!(file.permissions().mode() & 0o077, 0);
}
