//! The settings of sealing, and the key that the embedded default makes for itself.

use std::collections::HashSet;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::{CannotSeal, Keyring};
use crate::config::{Check, Problems, Secret};

/// Bytes of a key: AES-256.
pub(super) const KEY_BYTES: usize = 32;

/// Most keys at once. Two are enough to rotate.
const MAX_KEYS: usize = 8;

/// Most characters of a key's id.
const MAX_ID: usize = 32;

/// With which keys secrets are sealed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `id:key`, the key as 32 bytes in base64. The first seals, all open.
    pub keys: Vec<Secret>,
    /// Whether a service without keys makes one for this run. For development.
    pub development: bool,
}

impl Check for Settings {
    fn check(&self, problems: &mut Problems) {
        let ids: HashSet<_> = self
            .keys
            .iter()
            .filter_map(read)
            .map(|(id, _)| id)
            .collect();
        if self.keys.len() > MAX_KEYS || ids.len() != self.keys.len() {
            problems.add(
                "keys",
                format!(
                    "expected at most {MAX_KEYS} keys, each written id:key with an id of its own (1 to {MAX_ID} letters, \
                     digits, - or _) and {KEY_BYTES} bytes in base64, such as `openssl rand -base64 {KEY_BYTES}` makes"
                ),
            );
        }
    }
}

impl Settings {
    /// The keys.
    ///
    /// # Errors
    /// There is none, and the service is not in development.
    pub fn keyring(&self) -> anyhow::Result<Keyring> {
        let keys: Vec<_> = self.keys.iter().filter_map(read).collect();
        if !keys.is_empty() {
            return Ok(Keyring::new(keys));
        }
        anyhow::ensure!(
            self.development,
            "there is no key that seals secrets: set sealing.keys, or sealing.keys_file to the path of a file with a key in \
             each line, written id:key with 32 bytes in base64 (`openssl rand -base64 32`)"
        );
        tracing::warn!(
            "secrets are sealed with a key of this run, and cannot be opened after it: set sealing.keys, and \
             sealing.development = false outside of development"
        );
        Keyring::ephemeral()
    }
}

/// Reads `id:key`.
fn read(text: &Secret) -> Option<(String, [u8; KEY_BYTES])> {
    let (id, key) = text.reveal().trim().split_once(':')?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if id.is_empty() || id.len() > MAX_ID || !id.chars().all(is_word) {
        return None;
    }
    let key = STANDARD.decode(key.trim()).ok()?;
    Some((id.to_owned(), key.try_into().ok()?))
}

/// The key kept in `directory`, as the setting takes it; made if there is none. For the embedded default, whose data lies
/// in the same directory.
///
/// # Errors
/// The file cannot be read or written.
pub fn key_in(directory: &Path) -> anyhow::Result<Secret> {
    let path = directory.join("sealing-key");
    if path.exists() {
        let kept =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let kept = Secret::new(kept.trim());
        anyhow::ensure!(read(&kept).is_some(), "{} holds no key", path.display());
        return Ok(kept);
    }
    let mut key = [0; KEY_BYTES];
    rand::fill(&mut key).map_err(|_| CannotSeal)?;
    let made = format!("embedded:{}", STANDARD.encode(key));
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(made.as_bytes())?;
    file.sync_all()?;
    Ok(Secret::new(made))
}
