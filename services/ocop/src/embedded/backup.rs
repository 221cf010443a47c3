//! A copy of everything that a data directory keeps, and the way back.
//!
//! The databases are copied as they are at one moment, while the services run or not. Files of evidence never change and are
//! copied after the databases, so that each that a database names is there. What the broker holds is left out: the services send
//! it again out of their databases.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Read as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use aws_lc_rs::digest::{Context as Hash, SHA256};
use chrono::{DateTime, FixedOffset};
use ocop_chassis::database::copy_at_once;
use serde::{Deserialize, Serialize};

use super::directory::DataDirectory;
use super::nats_users::write_private;
use super::{SERVICES, keys_directory};

const CONTENTS: &str = "backup.json";
const OBJECTS: &str = "objects";
const KEYS: &str = "keys";
const USERS: &str = "nats-users.json";

/// What a backup holds.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Contents {
    /// The version that made it.
    pub(crate) version: String,
    /// When.
    pub(crate) made_at: DateTime<FixedOffset>,
    /// Its files by their paths in it.
    pub(crate) files: BTreeMap<PathBuf, Kept>,
}

/// A file of a backup.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Its length.
    pub(crate) bytes: u64,
    /// The hash of what it holds, in hex.
    pub(crate) sha256: String,
}

/// Copies what `data` keeps into `to`, a folder that is new or empty.
///
/// # Errors
/// There is nothing to copy, the folder is in use, or a file cannot be read or written.
pub(crate) async fn back_up(
    data: &Path,
    to: &Path,
    made_at: DateTime<FixedOffset>,
) -> anyhow::Result<Contents> {
    let database = |service: &str| PathBuf::from(format!("{service}.db"));
    for service in SERVICES {
        let path = data.join(database(service));
        ensure!(
            path.is_file(),
            "there is no {}: `ocop up` has kept nothing in {}",
            path.display(),
            data.display()
        );
    }
    new_folder(to)?;
    let to = fs::canonicalize(to)?;
    let pairs = SERVICES.map(|service| (data.join(database(service)), to.join(database(service))));
    copy_at_once(&pairs)
        .await
        .context("the databases cannot be copied")?;
    for folder in [KEYS, OBJECTS] {
        for file in files_under(data, Path::new(folder))? {
            copy(data, &to, &file)?;
        }
    }
    copy(data, &to, Path::new(USERS))?;
    let mut files = BTreeMap::new();
    for file in files_under(&to, Path::new(""))? {
        // What is made from here on may be read by this user only.
        fs::set_permissions(to.join(&file), fs::Permissions::from_mode(0o600))?;
        files.insert(file.clone(), describe(&to.join(&file))?);
    }
    let contents = Contents {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at,
        files,
    };
    // Last: a folder without it is no backup.
    write_private(&to.join(CONTENTS), &serde_json::to_vec_pretty(&contents)?)?;
    Ok(contents)
}

/// Puts back what the backup `from` holds, into `data`, which is new or empty.
///
/// # Errors
/// It is no backup, a file of it is not as it was, or `data` is in use.
pub(crate) fn restore(from: &Path, data: &Path) -> anyhow::Result<Contents> {
    let contents = fs::read(from.join(CONTENTS))
        .with_context(|| format!("{} is no backup", from.display()))?;
    let contents: Contents = serde_json::from_slice(&contents)
        .with_context(|| format!("{CONTENTS} of {} cannot be read", from.display()))?;
    let mut wrong = Vec::new();
    for (file, expected) in &contents.files {
        match describe(&from.join(file)) {
            Ok(found) if found == *expected => {}
            Ok(_) => wrong.push(format!("{} was changed", file.display())),
            Err(_) => wrong.push(format!("{} is missing", file.display())),
        }
    }
    if !wrong.is_empty() {
        bail!(
            "nothing was restored, since the backup is damaged: {}",
            wrong.join("; ")
        );
    }
    new_folder(data)?;
    let data = DataDirectory::lock(data)?;
    for file in contents.files.keys() {
        copy(from, data.path(), file)?;
    }
    fs::set_permissions(
        keys_directory(data.path()),
        fs::Permissions::from_mode(0o700),
    )?;
    Ok(contents)
}

/// Makes a folder for this user only; one that is there must be empty.
fn new_folder(path: &Path) -> anyhow::Result<()> {
    if path.exists() {
        let used = fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
        ensure!(
            used.count() == 0,
            "{} is not empty: name a folder that is new or empty",
            path.display()
        );
        return Ok(());
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("cannot make {}", path.display()))
}

/// The files under a folder of `root`, by their paths from `root`. A folder that is not there has none.
fn files_under(root: &Path, folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop() {
        let path = root.join(&folder);
        if !path.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&path)? {
            let entry = entry?;
            let name = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                left.push(name);
            } else {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn copy(from: &Path, to: &Path, file: &Path) -> anyhow::Result<()> {
    let (source, target) = (from.join(file), to.join(file));
    if let Some(folder) = target.parent() {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    match fs::copy(&source, &target) {
        Ok(_) => Ok(File::open(&target)?.sync_all()?),
        // A file that no document named, removed meanwhile.
        Err(gone) if gone.kind() == std::io::ErrorKind::NotFound && file.starts_with(OBJECTS) => {
            Ok(())
        }
        Err(error) => Err(error).with_context(|| format!("cannot copy {}", source.display())),
    }
}

fn describe(path: &Path) -> anyhow::Result<Kept> {
    let mut reader = BufReader::new(File::open(path)?);
    let (mut hash, mut bytes, mut buffer) = (Hash::new(&SHA256), 0, vec![0; 65_536]);
    loop {
        let read = reader.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
    let digest = hash.finish();
    let sha256 = digest.as_ref().iter().map(|byte| format!("{byte:02x}"));
    Ok(Kept {
        bytes,
        sha256: sha256.collect(),
    })
}
