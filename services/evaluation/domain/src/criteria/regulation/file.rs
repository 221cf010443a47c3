//! Reads the file of the regulations; `criteria/README.md` says how one is written.

use serde::{Deserialize, Deserializer};

use super::check::{Defect, check};
use super::{Code, Regulation};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    regulation: Vec<Regulation>,
}

/// Reads and checks regulations.
///
/// # Errors
/// The place where the text is no such file; else everything that is wrong with what it says.
pub fn read(text: &str) -> Result<Vec<Regulation>, Vec<Defect>> {
    let file: File =
        toml::from_str(text).map_err(|error| vec![Defect::Unreadable(error.to_string())])?;
    let defects = check(&file.regulation);
    if defects.is_empty() {
        Ok(file.regulation)
    } else {
        Err(defects)
    }
}

/// The code of a regulation that is being read. It is kept for ever, so that a code can be copied: there are a handful,
/// read once.
pub(super) fn new_code<'de, D: Deserializer<'de>>(from: D) -> Result<Code, D::Error> {
    Ok(Code(Box::leak(String::deserialize(from)?.into_boxed_str())))
}
