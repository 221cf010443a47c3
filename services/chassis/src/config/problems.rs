//! What is wrong with the settings, as a list an operator can work through.

use std::collections::BTreeMap;
use std::fmt;

/// Checks what types alone cannot say: ranges, and settings that go together.
pub trait Check {
    /// Reports everything that is wrong, under keys relative to this section.
    fn check(&self, problems: &mut Problems);
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The key with dots, such as `grpc.address`; empty if a whole layer is at fault.
    pub key: String,
    /// Where the value came from: a file, a variable, the defaults, the command line.
    pub origin: String,
    /// What was expected.
    pub message: String,
}

/// Everything that is wrong with the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    found: Vec<Problem>,
    section: String,
    origins: BTreeMap<String, String>,
}

impl Problems {
    /// Reports that the value of `key`, in the section being checked, is not what it must be.
    pub fn add(&mut self, key: &str, expected: impl Into<String>) {
        let key = match (self.section.as_str(), key) {
            ("", key) => key.to_owned(),
            (section, "") => section.to_owned(),
            (section, key) => format!("{section}.{key}"),
        };
        // A value that was refused already stands in for its default here: say it once.
        if self.found.iter().any(|problem| problem.key == key) {
            return;
        }
        let origin = self
            .origins
            .get(&key)
            .cloned()
            .unwrap_or_else(|| "the settings".to_owned());
        self.report(&key, &origin, expected.into());
    }

    /// Reports `key` unless its value lies between `least` and `most`, both included.
    pub fn range(&mut self, key: &str, value: u64, least: u64, most: u64) {
        if !(least..=most).contains(&value) {
            let expected = format!("expected a number from {least} to {most}, found {value}");
            self.add(key, expected);
        }
    }

    /// Checks a section that is embedded under `name`.
    pub fn section(&mut self, name: &str, section: &impl Check) {
        let outer = self.section.clone();
        if !self.section.is_empty() {
            self.section.push('.');
        }
        self.section.push_str(name);
        section.check(self);
        self.section = outer;
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The problems, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.found.iter()
    }

    pub(super) fn report(&mut self, key: &str, origin: &str, message: String) {
        self.found.push(Problem {
            key: key.to_owned(),
            origin: origin.to_owned(),
            message,
        });
    }

    pub(super) fn check_all(&mut self, root: &impl Check, origins: &BTreeMap<String, String>) {
        self.origins.clone_from(origins);
        root.check(self);
        self.origins.clear();
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.found.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        write!(f, "{count} {noun} in the settings:")?;
        for problem in &self.found {
            write!(f, "\n  ")?;
            if !problem.key.is_empty() {
                write!(f, "{} ", problem.key)?;
            }
            write!(f, "(from {}): {}", problem.origin, problem.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
