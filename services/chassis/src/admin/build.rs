//! What is running: version, commit and date, as they were given to the build.

use std::fmt;
use std::sync::OnceLock;

use serde::Serialize;

/// What is running, as `/build` and `--version` answer.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Build {
    /// The name of the service.
    pub service: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The commit that it was built from; `None` where it was not given.
    pub commit: Option<&'static str>,
    /// The date of that commit, so that the same commit gives the same program; `None` where it was not given.
    pub date: Option<&'static str>,
}

impl Build {
    /// The build of this program. `OCOP_BUILD_COMMIT` and `OCOP_BUILD_DATE` are read when it is compiled.
    pub const fn of(service: &'static str, version: &'static str) -> Self {
        Self {
            service,
            version,
            commit: option_env!("OCOP_BUILD_COMMIT"),
            date: option_env!("OCOP_BUILD_DATE"),
        }
    }

    /// What `--version` says after the name of the program. A process is one build.
    pub fn line(self) -> &'static str {
        static LINE: OnceLock<String> = OnceLock::new();
        LINE.get_or_init(|| self.to_string())
    }
}

impl fmt::Display for Build {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.version)?;
        match (self.commit, self.date) {
            (Some(commit), Some(date)) => write!(f, " (commit {commit} of {date})"),
            (Some(commit), None) => write!(f, " (commit {commit})"),
            (None, _) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_says_which_commit_of_which_day_was_built() {
        let mut build = Build {
            service: "catalog",
            version: "1.2.3",
            commit: Some("4ce3307"),
            date: Some("2026-11-28"),
        };
        assert_eq!(build.to_string(), "1.2.3 (commit 4ce3307 of 2026-11-28)");
        build.date = None;
        assert_eq!(build.to_string(), "1.2.3 (commit 4ce3307)");
        build.commit = None;
        assert_eq!(build.to_string(), "1.2.3");
    }
}
