//! The data directory of the embedded default: whose it is, and where its services are.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

use super::nats_users::write_private;

const ADDRESSES: &str = "ocop.json";
const LOCK: &str = "ocop.lock";

/// Where everything of a running `ocop up` is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Addresses {
    /// The gRPC address of each service, by its name.
    pub(crate) services: BTreeMap<String, String>,
    /// The admin address (health, metrics) of each service.
    pub(crate) admin: BTreeMap<String, String>,
    /// The NATS address.
    pub(crate) nats: String,
}

/// A data directory that this process holds alone.
#[derive(Debug)]
pub(crate) struct DataDirectory {
    path: PathBuf,
    _lock: File,
}

impl DataDirectory {
    /// Makes the directory if need be and takes it.
    ///
    /// # Errors
    /// It cannot be made, or another process holds it.
    pub(crate) fn take(path: &Path) -> anyhow::Result<Self> {
        fs::DirBuilder::new()
            .recursive(true)
            // It holds keys and passwords: what is made here is for this user only.
            .mode(0o700)
            .create(path)
            .with_context(|| format!("cannot make {}", path.display()))?;
        let path = fs::canonicalize(path)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join(LOCK))
            .with_context(|| format!("cannot write in {}", path.display()))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(TryLockError::WouldBlock) => bail!(
                "another `ocop up` runs on {}. Stop it, or give this one a directory of its own with --data-dir.",
                path.display()
            ),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("cannot lock {}", path.display()))
            }
        }
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Tells other commands where the services are.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn announce(&self, addresses: &Addresses) -> anyhow::Result<()> {
        write_private(
            &self.path.join(ADDRESSES),
            &serde_json::to_vec_pretty(addresses)?,
        )
    }

    /// Takes the announcement back.
    pub(crate) fn retract(&self) {
        if let Err(error) = fs::remove_file(self.path.join(ADDRESSES)) {
            tracing::warn!(%error, "the addresses in the data directory are stale");
        }
    }
}

/// Where the services of the `ocop up` on `directory` are.
///
/// # Errors
/// None runs on it.
pub(crate) fn announced(directory: &Path) -> anyhow::Result<Addresses> {
    let path = directory.join(ADDRESSES);
    match fs::read(&path) {
        Ok(content) => serde_json::from_slice(&content)
            .with_context(|| format!("{} cannot be read", path.display())),
        Err(_) => bail!(
            "no services run on {}. Start them with `ocop up` (or `make up`), name the directory with --data-dir, or \
             name the services with --catalog, --evaluation and --promotion.",
            directory.display()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_on_one_directory_are_refused_until_the_first_is_gone() {
        let directory = tempfile::tempdir().expect("a directory");
        let first = DataDirectory::take(directory.path()).expect("nobody holds it");
        let refused = DataDirectory::take(directory.path()).expect_err("the first holds it");
        assert!(
            refused.to_string().contains("another `ocop up` runs"),
            "{refused}"
        );
        drop(first);
        assert!(DataDirectory::take(directory.path()).is_ok());
    }

    #[test]
    fn other_commands_find_what_was_announced_and_nothing_after_it_was_retracted() {
        let directory = tempfile::tempdir().expect("a directory");
        let held = DataDirectory::take(directory.path()).expect("nobody holds it");
        let addresses = Addresses {
            services: [("catalog".to_owned(), "http://127.0.0.1:4001".to_owned())].into(),
            admin: BTreeMap::new(),
            nats: "nats://127.0.0.1:4222".to_owned(),
        };
        held.announce(&addresses).expect("written");
        assert_eq!(announced(directory.path()).expect("found"), addresses);
        held.retract();
        assert!(announced(directory.path()).is_err());
    }
}
