//! Settings of a process, from four layers: the commented defaults compiled into the binary, a
//! file, the environment, and what the command line says. Later layers win.
//!
//! The defaults name every setting there is, so a key that is not among them is a mistake and is
//! reported. So is everything else that is wrong, **all at once**, each with its key, where its
//! value came from and what was expected: an operator corrects a deployment in one round.
//!
//! A setting that may be absent is an empty string in the defaults (see [`optional`]). A secret
//! `password` may be given as `password_file`, the path of a file that holds it, and a list with an item in each line.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use config::{Config, Environment, File, FileFormat, Source, Value, ValueKind};
use serde::Deserialize;
use serde::de::DeserializeOwned;

mod environment;
mod problems;

pub use problems::{Check, Problem, Problems};

/// A text that must not be shown: its `Debug` form is `***`, and it cannot be serialised.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Reads a setting that may be absent: an empty text is `None`, any other is parsed.
/// For use with `#[serde(deserialize_with = "config::optional")]`.
///
/// # Errors
/// The text is not empty and not a `T`.
pub fn optional<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: FromStr,
    T::Err: fmt::Display,
{
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    T::from_str(text.trim())
        .map(Some)
        .map_err(|problem| serde::de::Error::custom(format!("{text:?}: {problem}")))
}

/// Reads the settings of a process.
///
/// `defaults` is the compiled-in TOML; `prefix` such as `OCOP_CATALOG` marks the variables of the
/// environment, where `OCOP_CATALOG__GRPC__ADDRESS` is the key `grpc.address`; `overrides` are keys
/// with dots and values as text. A variable that only begins with `prefix` is a mistake, except for
/// `others`: the ends of names, such as `ADDRESS`, that are somebody else's.
///
/// # Errors
/// Everything that is wrong with any layer, at once.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the only place where the environment is read"
)]
pub fn load<T: DeserializeOwned + Check>(
    defaults: &'static str,
    prefix: &str,
    file: Option<&Path>,
    overrides: &[(String, String)],
    others: &[&str],
) -> Result<T, Problems> {
    let environment = std::env::vars_os().collect();
    load_with(defaults, prefix, file, environment, overrides, others)
}

/// One setting of one layer: its value and where it came from.
#[derive(Clone)]
struct Given {
    value: Value,
    origin: String,
}

type Leaves = BTreeMap<String, Given>;

fn load_with<T: DeserializeOwned + Check>(
    defaults: &'static str,
    prefix: &str,
    file: Option<&Path>,
    environment: Vec<(OsString, OsString)>,
    overrides: &[(String, String)],
    others: &[&str],
) -> Result<T, Problems> {
    let mut problems = Problems::default();
    let known = leaves(
        File::from_str(defaults, FileFormat::Toml),
        |_| "the default".to_owned(),
        &mut problems,
    );
    let mut given = Leaves::new();
    if let Some(path) = file {
        let origin = path.display().to_string();
        let source = File::from(path).format(FileFormat::Toml).required(true);
        given.extend(leaves(source, |_| origin.clone(), &mut problems));
    }
    let variable = |key: &str| environment::variable(prefix, key);
    let environment = environment::readable(prefix, environment, &mut problems);
    for name in environment::strays(prefix, &environment, others) {
        let nearest = environment::nearest(&name[prefix.len()..], &known);
        problems.report("", name, no_such_setting(nearest.map(|key| variable(&key))));
    }
    let environment = Environment::with_prefix(prefix)
        .separator("__")
        .source(Some(environment.into_iter().collect()));
    given.extend(leaves(environment, variable, &mut problems));
    for (key, value) in overrides {
        let value = Value::new(None, ValueKind::String(value.clone()));
        let origin = "the command line".to_owned();
        given.insert(key.clone(), Given { value, origin });
    }
    let given = accept(given, &known, &mut problems);
    build(&known, given, problems)
}

/// Flattens one source into keys with dots. A source that cannot be read is a problem.
fn leaves(source: impl Source, origin: impl Fn(&str) -> String, problems: &mut Problems) -> Leaves {
    let mut found = Leaves::new();
    match source.collect() {
        Ok(table) => {
            for (key, value) in table {
                flatten(key, value, &origin, &mut found);
            }
        }
        Err(problem) => problems.report("", &origin(""), problem.to_string()),
    }
    found
}

fn flatten(key: String, value: Value, origin: &impl Fn(&str) -> String, into: &mut Leaves) {
    match value.kind {
        ValueKind::Table(table) if !table.is_empty() => {
            for (name, value) in table {
                flatten(format!("{key}.{name}"), value, origin, into);
            }
        }
        kind => {
            let origin = origin(&key);
            let value = Value::new(None, kind);
            into.insert(key, Given { value, origin });
        }
    }
}

/// Keeps the settings whose keys are known, and reads those that are given as the path of a file.
fn accept(given: Leaves, known: &Leaves, problems: &mut Problems) -> Leaves {
    let mut accepted = Leaves::new();
    for (key, Given { mut value, origin }) in given {
        if let Some(default) = known.get(&key) {
            if let (ValueKind::Array(_), ValueKind::String(text)) =
                (&default.value.kind, &value.kind)
            {
                value = list(text);
            }
            accepted.insert(key, Given { value, origin });
        } else if is_in_open_table(&key, known) {
            accepted.insert(key, Given { value, origin });
        } else if let Some(named) = key.strip_suffix("_file").filter(|k| known.contains_key(*k)) {
            let path = value.to_string();
            match std::fs::read_to_string(&path) {
                Ok(text) => {
                    let text = text.trim_end_matches(['\r', '\n']).to_owned();
                    let value = match known[named].value.kind {
                        ValueKind::Array(_) => list(&text),
                        _ => Value::new(None, ValueKind::String(text)),
                    };
                    let origin = format!("the file {path} named by {origin}");
                    accepted.insert(named.to_owned(), Given { value, origin });
                }
                Err(problem) => problems.report(&key, &origin, format!("{path}: {problem}")),
            }
        } else {
            let nearest = environment::nearest(&key, known);
            problems.report(&key, &origin, no_such_setting(nearest));
        }
    }
    accepted
}

/// A list as the environment, the command line or a file gives it: with commas, or an item in each line.
fn list(text: &str) -> Value {
    let items: Vec<String> = text
        .split([',', '\n'])
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect();
    Value::new(None, ValueKind::from(items))
}

fn no_such_setting(nearest: Option<String>) -> String {
    let hint = nearest.map(|name| format!("; did you mean {name}?"));
    format!("there is no such setting{}", hint.unwrap_or_default())
}

/// Whether a key lies in a table that the defaults leave empty, for names the operator chooses.
fn is_in_open_table(key: &str, known: &Leaves) -> bool {
    key.match_indices('.').any(|(dot, _)| {
        known
            .get(&key[..dot])
            .is_some_and(|table| matches!(table.value.kind, ValueKind::Table(_)))
    })
}

/// Puts the layers together. Where that fails, every given setting is tried alone on top of the
/// defaults, so that each bad one is found and the rest can still be checked.
fn build<T: DeserializeOwned + Check>(
    known: &Leaves,
    given: Leaves,
    mut problems: Problems,
) -> Result<T, Problems> {
    let mut whole = deserialise::<T>(known, given.iter());
    if whole.is_err() {
        let mut good = Leaves::new();
        for (key, setting) in &given {
            match deserialise::<T>(known, [(key, setting)]) {
                Ok(_) => {
                    good.insert(key.clone(), setting.clone());
                }
                Err(message) => problems.report(key, &setting.origin, message),
            }
        }
        whole = deserialise::<T>(known, good.iter());
    }
    let mut origins: BTreeMap<String, String> = BTreeMap::new();
    for (key, setting) in known.iter().chain(&given) {
        origins.insert(key.clone(), setting.origin.clone());
    }
    match whole {
        Ok(settings) => {
            problems.check_all(&settings, &origins);
            if problems.is_empty() {
                Ok(settings)
            } else {
                Err(problems)
            }
        }
        Err(message) => {
            problems.report("", "all layers together", message);
            Err(problems)
        }
    }
}

fn deserialise<'a, T: DeserializeOwned>(
    known: &'a Leaves,
    given: impl IntoIterator<Item = (&'a String, &'a Given)>,
) -> Result<T, String> {
    let mut builder = Config::builder();
    let mut layered: BTreeMap<&String, &Given> = known.iter().collect();
    layered.extend(given);
    for (key, setting) in layered {
        builder = builder
            .set_override(key, setting.value.clone())
            .map_err(|problem| problem.to_string())?;
    }
    builder
        .build()
        .and_then(Config::try_deserialize)
        .map_err(|problem| match problem {
            config::ConfigError::Type {
                unexpected,
                expected,
                ..
            } => format!("expected {expected}, found {unexpected}"),
            config::ConfigError::At { error, .. } => error.to_string(),
            other => other.to_string(),
        })
}

#[cfg(test)]
mod tests;
