//! The data directory of the embedded default: the lock on it, and the file with the addresses of its services.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

use super::nats_users::write_private;
use crate::errors::Refused;

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

/// A data directory that this process has locked.
#[derive(Debug)]
pub(crate) struct DataDirectory {
    path: PathBuf,
    _lock: File,
}

impl DataDirectory {
    /// Makes the directory if it is missing and locks it for this process.
    ///
    /// # Errors
    /// It cannot be made, or another process has locked it.
    pub(crate) fn lock(path: &Path) -> anyhow::Result<Self> {
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

    /// Writes the addresses of the services for other commands.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn write_addresses(&self, addresses: &Addresses) -> anyhow::Result<()> {
        write_private(
            &self.path.join(ADDRESSES),
            &serde_json::to_vec_pretty(addresses)?,
        )
    }

    /// Removes the file with the addresses.
    pub(crate) fn remove_addresses(&self) {
        if let Err(error) = fs::remove_file(self.path.join(ADDRESSES)) {
            tracing::warn!(%error, "cannot remove the file with the addresses");
        }
    }
}

/// Where the services of the `ocop up` on `directory` are.
///
/// # Errors
/// None runs on it.
pub(crate) fn addresses_in(directory: &Path, needed: &[&str]) -> anyhow::Result<Addresses> {
    let path = directory.join(ADDRESSES);
    match fs::read(&path) {
        Ok(content) => serde_json::from_slice(&content)
            .with_context(|| format!("{} cannot be read", path.display())),
        Err(_) => {
            let options: Vec<String> = needed.iter().map(|name| format!("--{name}")).collect();
            let text = format!(
                "no services run on {}. Start them with `ocop up` (or `make up`), name the directory with --data-dir, \
                 or give the addresses with {}.",
                directory.display(),
                options.join(" and ")
            );
            Err(Refused::NothingRuns(text).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_on_one_directory_are_refused_until_the_first_is_gone() {
        let directory = tempfile::tempdir().expect("a directory");
        let first = DataDirectory::lock(directory.path()).expect("it is not locked");
        let refused = DataDirectory::lock(directory.path()).expect_err("it is locked");
        assert!(
            refused.to_string().contains("another `ocop up` runs"),
            "{refused}"
        );
        drop(first);
        assert!(DataDirectory::lock(directory.path()).is_ok());
    }

    #[test]
    fn other_commands_find_the_addresses_until_they_are_removed() {
        let directory = tempfile::tempdir().expect("a directory");
        let directory_lock = DataDirectory::lock(directory.path()).expect("it is not locked");
        let addresses = Addresses {
            services: [("catalog".to_owned(), "http://127.0.0.1:4001".to_owned())].into(),
            admin: BTreeMap::new(),
            nats: "nats://127.0.0.1:4222".to_owned(),
        };
        directory_lock.write_addresses(&addresses).expect("written");
        assert_eq!(
            addresses_in(directory.path(), &["catalog"]).expect("found"),
            addresses
        );
        directory_lock.remove_addresses();
        assert!(addresses_in(directory.path(), &["catalog"]).is_err());
    }
}
