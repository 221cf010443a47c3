//! Where the servers' programs are: on the machine, or where `make tools` put them.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::folder::{self, User};

/// The first version with all that the services ask of the broker (multi-subject filters, time to live of messages).
const OLDEST_NATS: (u32, u32) = (2, 11);

fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tools")
}

#[expect(
    clippy::disallowed_methods,
    reason = "what programs a machine has is the harness's to find out"
)]
pub(crate) fn setting(name: &str) -> Option<std::ffi::OsString> {
    env::var_os(name)
}

fn search_path() -> Vec<PathBuf> {
    setting("PATH")
        .map(|path| env::split_paths(&path).collect())
        .unwrap_or_default()
}

/// Whether a program of this name is on `PATH`.
#[must_use]
pub fn is_installed(name: &str) -> bool {
    let folders = search_path();
    folders.iter().any(|folder| folder.join(name).is_file())
}

/// The nats-server to run: the one named by `OCOP_NATS_SERVER`, else one of 2.11 or newer on `PATH`, else the one that
/// `make tools` installed.
///
/// # Errors
///
/// When there is none.
pub(crate) fn nats_server() -> Result<PathBuf> {
    if let Some(named) = setting("OCOP_NATS_SERVER") {
        return Ok(PathBuf::from(named));
    }
    let mut candidates: Vec<PathBuf> = search_path()
        .iter()
        .map(|folder| folder.join("nats-server"))
        .collect();
    candidates.push(tools().join("bin/nats-server"));
    candidates
        .into_iter()
        .find(|program| {
            program.is_file() && version(program).is_some_and(|found| found >= OLDEST_NATS)
        })
        .context("no nats-server of 2.11 or newer: run `make tools`")
}

/// The folder that Python imports nats-py from, where `make tools` unpacked it.
///
/// # Panics
///
/// When it is not there.
#[must_use]
pub fn nats_py() -> PathBuf {
    let folder = tools().join("nats-py");
    assert!(folder.is_dir(), "no nats-py: run `make tools`");
    folder
}

/// What validates by the schemas of EPCIS 2.0, a program for Node.js, where `make tools` put it.
pub(crate) fn epcis_schema() -> Option<PathBuf> {
    let validator = tools().join("epcis-schema/dist/epcis2.node.js");
    validator.is_file().then_some(validator)
}

/// The PgBouncer to run: on `PATH`, else where Debian keeps it, else the one that `make tools` unpacked.
pub(crate) fn pgbouncer() -> Option<PathBuf> {
    let mut candidates = search_path();
    candidates.push(PathBuf::from("/usr/sbin"));
    candidates.push(tools().join("pgbouncer"));
    let programs = candidates.iter().map(|folder| folder.join("pgbouncer"));
    programs.into_iter().find(|program| program.is_file())
}

/// The Prometheus to run: on `PATH`, else the one that `make tools` unpacked.
pub(crate) fn prometheus() -> Option<PathBuf> {
    let mut candidates = search_path();
    candidates.push(tools().join("promtool/usr/bin"));
    let programs = candidates.iter().map(|folder| folder.join("prometheus"));
    programs.into_iter().find(|program| program.is_file())
}

/// The directory with `initdb` and `postgres`: on `PATH`, else where Debian keeps them, else the one that `make tools`
/// installed.
///
/// # Errors
///
/// When there is none.
fn postgres() -> Result<PathBuf> {
    let mut candidates = search_path();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        candidates.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    if let Ok(inner) = std::fs::read_dir(tools().join("postgres")) {
        candidates.extend(
            inner
                .flatten()
                .map(|package| package.path().join("pginstall/bin")),
        );
    }
    candidates
        .into_iter()
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .context("no PostgreSQL: run `make tools`")
}

/// The `pg_dump` to run: beside the server's programs, else on `PATH`.
pub(crate) fn pg_dump(bin: &Path) -> Option<PathBuf> {
    let folders = std::iter::once(bin.to_owned()).chain(search_path());
    let mut programs = folders.map(|folder| folder.join("pg_dump"));
    programs.find(|program| program.is_file())
}

/// Where `make tools` unpacked PostgreSQL, if the programs in `bin` are those.
fn unpacked_postgres(bin: &Path) -> Option<PathBuf> {
    let root = tools().join("postgres");
    bin.starts_with(&root).then_some(root)
}

/// PostgreSQL's programs, copied to where `user` can run them when they lie under a directory that is closed to him.
pub(crate) fn reachable_postgres(folder: &Path, user: Option<User>) -> Result<PathBuf> {
    let bin = postgres()?;
    let runs = |bin: &Path| {
        let status = folder::command(bin.join("postgres"), folder, user)
            .arg("--version")
            .output();
        status.is_ok_and(|output| output.status.success())
    };
    if runs(&bin) {
        return Ok(bin);
    }
    let root = unpacked_postgres(&bin).with_context(|| {
        format!(
            "the user that PostgreSQL runs as cannot run what is in {}",
            bin.display()
        )
    })?;
    let copy = folder.join("programs");
    folder::copy(&root, &copy, user)?;
    let copied = copy.join(bin.strip_prefix(&root)?);
    if runs(&copied) {
        Ok(copied)
    } else {
        bail!("{} does not run", copied.display())
    }
}

fn version(program: &Path) -> Option<(u32, u32)> {
    let output = Command::new(program).arg("--version").output().ok()?;
    first_version(&String::from_utf8_lossy(&output.stdout))
}

fn first_version(text: &str) -> Option<(u32, u32)> {
    text.split_whitespace().find_map(|word| {
        let mut parts = word.trim_start_matches('v').split('.');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_what_a_program_prints() {
        assert_eq!(first_version("nats-server: v2.15.1"), Some((2, 15)));
        assert_eq!(first_version("nats-server: unknown"), None);
        assert!(first_version("nats-server: v2.9.10") < Some(OLDEST_NATS));
    }
}
