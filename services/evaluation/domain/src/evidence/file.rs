//! The file of a document: its name, its size, its fingerprint, what it is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{MediaType, Refusal};

/// A file, as it is described before it comes and as it must then be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    pub name: FileName,
    pub size: u64,
    pub sha256: Sha256,
    pub media_type: MediaType,
}

impl File {
    /// Says whether it may be as long as what came so far.
    ///
    /// # Errors
    /// More came than was announced.
    pub fn has_room_for(&self, came: u64) -> Result<(), Refusal> {
        if came <= self.size {
            return Ok(());
        }
        Err(Refusal::FileSize {
            announced: self.size,
            came,
        })
    }

    /// Says whether it may begin so. `head` is its first [`super::HEAD`] bytes, or all.
    ///
    /// # Errors
    /// Files of its type begin otherwise.
    pub fn may_begin_with(&self, head: &[u8]) -> Result<(), Refusal> {
        if self.media_type.fits(head) {
            return Ok(());
        }
        Err(Refusal::FileType {
            announced: self.media_type,
        })
    }

    /// Says whether all that came is this file.
    ///
    /// # Errors
    /// It is longer or shorter than announced, or has another fingerprint.
    pub fn is(&self, size: u64, sha256: Sha256) -> Result<(), Refusal> {
        if size != self.size {
            return Err(Refusal::FileSize {
                announced: self.size,
                came: size,
            });
        }
        if sha256 == self.sha256 {
            Ok(())
        } else {
            Err(Refusal::FileHash {
                announced: self.sha256,
                came: sha256,
            })
        }
    }
}

/// A SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Sha256([u8; 32]);

impl From<[u8; 32]> for Sha256 {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl From<Sha256> for String {
    fn from(hash: Sha256) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Sha256 {
    type Error = NotASha256;

    fn try_from(text: String) -> Result<Self, NotASha256> {
        text.parse()
    }
}

/// A text is no SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a SHA-256, 64 hexadecimal digits")]
pub struct NotASha256;

impl FromStr for Sha256 {
    type Err = NotASha256;

    fn from_str(text: &str) -> Result<Self, NotASha256> {
        if text.len() != 64 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(NotASha256);
        }
        let mut bytes = [0; 32];
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| NotASha256)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Most characters of a file name.
const LONGEST: usize = 200;

/// A name that is one on any machine, and looks like what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileName(String);

/// Why a text is no file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileNameProblem {
    #[error("must be given")]
    Missing,
    #[error("must be a name without folders: no / and no \\, and not . or ..")]
    Folder,
    /// It holds what cannot be seen: control characters, or marks that turn the direction of writing and make `exe.fdp` look
    /// like `pdf.exe`.
    #[error("must not hold control characters or marks of direction")]
    Unseen,
    #[error("must have at most {LONGEST} characters")]
    TooLong,
}

impl FileName {
    /// Reads a name. `text` is in the form in which texts are stored, NFC.
    ///
    /// # Errors
    /// It is no name.
    pub fn parse(text: &str) -> Result<Self, FileNameProblem> {
        let turns = |letter: char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if text.trim().is_empty() {
            Err(FileNameProblem::Missing)
        } else if text.contains(['/', '\\']) || text == "." || text == ".." {
            Err(FileNameProblem::Folder)
        } else if text
            .chars()
            .any(|letter| letter.is_control() || turns(letter))
        {
            Err(FileNameProblem::Unseen)
        } else if text.chars().count() > LONGEST {
            Err(FileNameProblem::TooLong)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
