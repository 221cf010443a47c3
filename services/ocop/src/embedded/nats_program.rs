//! Where the `nats-server` program is, and whether it is new enough.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use tokio::process::Command;

/// The oldest version that will do: consumers with several filter subjects and the safer file store came with it.
const OLDEST: (u32, u32) = (2, 11);

/// Where `make tools` puts it, seen from the root of the project.
const INSTALLED: &[&str] = &["target/tools/bin/nats-server"];

/// A `nats-server` to start.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// The path of the program.
    pub(crate) path: PathBuf,
    /// What it prints for `--version`.
    pub(crate) version: String,
}

/// Finds the program: the one named, else under `target/tools` here or above, else on the PATH.
///
/// # Errors
/// There is none, or the one named is too old or no `nats-server`. The message says what to do.
pub(crate) async fn find(named: Option<&Path>, path_variable: &str) -> anyhow::Result<Program> {
    if let Some(named) = named {
        let version = version_of(named).await?;
        return accept(named, version);
    }
    let mut too_old = Vec::new();
    for candidate in candidates(path_variable) {
        let Ok(version) = version_of(&candidate).await else {
            continue;
        };
        match accept(&candidate, version) {
            Ok(program) => return Ok(program),
            Err(refused) => too_old.push(refused.to_string()),
        }
    }
    if too_old.is_empty() {
        bail!(
            "no nats-server was found. Run `make tools`, which installs one under target/tools, or name yours with \
             --nats-server or OCOP_NATS_SERVER."
        );
    }
    bail!(too_old.join("\n"));
}

fn candidates(path_variable: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if let Ok(here) = std::env::current_dir() {
        for folder in here.ancestors() {
            found.extend(INSTALLED.iter().map(|installed| folder.join(installed)));
        }
    }
    found.extend(std::env::split_paths(path_variable).map(|folder| folder.join("nats-server")));
    found.retain(|candidate| candidate.is_file());
    found
}

async fn version_of(program: &Path) -> anyhow::Result<String> {
    let output = Command::new(program)
        .arg("--version")
        .output()
        .await
        .with_context(|| format!("{} cannot be run", program.display()))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn accept(program: &Path, output: String) -> anyhow::Result<Program> {
    match parsed(&output) {
        Some(version) if version >= OLDEST => Ok(Program {
            path: program.to_owned(),
            version: output,
        }),
        Some((major, minor)) => bail!(
            "{} is version {major}.{minor}, and at least {}.{} is needed. Run `make tools`, which installs a newer one \
             under target/tools, or name one with --nats-server or OCOP_NATS_SERVER.",
            program.display(),
            OLDEST.0,
            OLDEST.1
        ),
        None => bail!(
            "{} is not a nats-server: asked for its version it prints {output:?}",
            program.display()
        ),
    }
}

/// Major and minor of "nats-server: v2.15.1".
fn parsed(output: &str) -> Option<(u32, u32)> {
    let (_, version) = output.rsplit_once('v')?;
    let mut numbers = version.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_older_than_2_11_is_refused_with_what_to_do() {
        let refused = accept(
            Path::new("/usr/sbin/nats-server"),
            "nats-server: v2.9.10".to_owned(),
        );
        let message = refused.expect_err("2.9 is too old").to_string();
        assert!(
            message.contains("version 2.9") && message.contains("make tools"),
            "{message}"
        );
    }

    #[test]
    fn version_2_15_is_newer_than_2_11() {
        assert!(accept(Path::new("nats-server"), "nats-server: v2.15.1".to_owned()).is_ok());
    }

    #[test]
    fn a_program_that_is_something_else_is_refused() {
        assert!(accept(Path::new("true"), "true (GNU coreutils) 9.1".to_owned()).is_err());
    }
}
