//! The embedded default: the three services in this process, on SQLite files and a broker of their own, all in one data
//! directory.

pub(crate) mod backup;
pub(crate) mod directory;
mod nats;
pub(crate) mod nats_accounts;
mod nats_program;
pub(crate) mod nats_users;
mod options;
mod system;

use std::path::{Path, PathBuf};

use ocop_proto::topology;

pub(crate) use options::Options;
pub(crate) use system::{StoppedEarly, System};

/// The services, by name.
pub(crate) const SERVICES: [&str; topology::NAMES.len()] = topology::NAMES;

/// The issuer of development tokens.
pub(crate) const ISSUER: &str = "ocop-development";

/// The audience of development tokens.
pub(crate) const AUDIENCE: &str = "ocop";

/// Where the development key of a data directory is.
pub(crate) fn keys_directory(data: &Path) -> PathBuf {
    data.join("keys")
}
