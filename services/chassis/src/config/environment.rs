//! The variables of the environment that look like settings: which of them are none.

use std::ffi::OsString;

use super::{Leaves, Problems};

/// The variable of a key: `OCOP_CATALOG__GRPC__ADDRESS` for `grpc.address`.
pub(super) fn variable(prefix: &str, key: &str) -> String {
    format!("{prefix}__{}", key.replace('.', "__").to_uppercase())
}

/// The variables as text. One of the prefix that is none is a problem: without it a default would count that nobody chose.
pub(super) fn readable(
    prefix: &str,
    environment: Vec<(OsString, OsString)>,
    problems: &mut Problems,
) -> Vec<(String, String)> {
    let mut readable = Vec::with_capacity(environment.len());
    for (name, value) in environment {
        match (name.into_string(), value.into_string()) {
            (Ok(name), Ok(value)) => readable.push((name, value)),
            (name, _) => {
                let name = name.unwrap_or_else(|name| name.to_string_lossy().into_owned());
                if name.to_ascii_uppercase().starts_with(prefix) {
                    problems.report("", &name, "is not UTF-8".to_owned());
                }
            }
        }
    }
    readable
}

/// The variables that begin with the prefix and set nothing, such as `OCOP_CATALOG_DATABASE__URL`. Left out
/// are those that Kubernetes makes for services of a like name, and `others`, the ends of names that mean
/// something to somebody else.
pub(super) fn strays<'a>(
    prefix: &str,
    environment: &'a [(String, String)],
    others: &[&str],
) -> Vec<&'a str> {
    let stray = |(name, value): &'a (String, String)| {
        let upper = name.to_ascii_uppercase();
        let rest = upper.strip_prefix(prefix)?.strip_prefix('_')?;
        let set = rest.starts_with('_');
        let known = set || others.contains(&rest) || is_service_link(rest, value);
        (!known).then_some(name.as_str())
    };
    environment.iter().filter_map(stray).collect()
}

/// Whether a variable is one of those that tell containers of a Kubernetes cluster where its services are:
/// `…_SERVICE_HOST`, `…_SERVICE_PORT`, `…_PORT=tcp://…`, `…_PORT_7101_TCP_ADDR`.
fn is_service_link(rest: &str, value: &str) -> bool {
    let words: Vec<&str> = rest.split('_').collect();
    let protocol = |word: &str| ["TCP", "UDP", "SCTP"].contains(&word);
    let address = value
        .split_once("://")
        .is_some_and(|(scheme, _)| protocol(&scheme.to_uppercase()));
    words.ends_with(&["SERVICE", "HOST"])
        || words.windows(2).any(|two| two == ["SERVICE", "PORT"])
        || (words.ends_with(&["PORT"]) && address)
        || words.windows(3).any(|three| {
            three[0] == "PORT" && three[1].parse::<u16>().is_ok() && protocol(three[2])
        })
}

/// The known key that is most like `text`, if one is.
pub(super) fn nearest(text: &str, known: &Leaves) -> Option<String> {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let meant = letters(text);
    let from_file = meant.ends_with("file");
    let candidates = known.keys().flat_map(|key| {
        let file = from_file.then(|| format!("{key}_file"));
        [Some(key.clone()), file].into_iter().flatten()
    });
    candidates
        .map(|key| (strsim::levenshtein(&meant, &letters(&key)), key))
        .min()
        .filter(|(distance, key)| *distance * 5 <= key.len())
        .map(|(_, key)| key)
}
