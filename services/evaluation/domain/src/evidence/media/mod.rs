//! What a file is. What a sender says is not believed: the first bytes must be those of the type it names, so that no
//! page with a script is served as a picture, and no program as a contract.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{Display, IntoStaticStr, VariantArray};

/// How many of its first bytes tell what a file is; a shorter file is looked at whole.
pub const HEAD: usize = 4_096;

/// What a file may be, by the name that the register of media types has for it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    Display,
    IntoStaticStr,
    VariantArray,
)]
#[serde(into = "String", try_from = "String")]
pub enum MediaType {
    #[strum(serialize = "application/pdf")]
    Pdf,
    #[strum(serialize = "image/jpeg")]
    Jpeg,
    #[strum(serialize = "image/png")]
    Png,
    #[strum(serialize = "image/webp")]
    Webp,
    #[strum(serialize = "text/plain")]
    Text,
    #[strum(serialize = "text/csv")]
    Csv,
    #[strum(serialize = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    Docx,
    #[strum(serialize = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    Xlsx,
    #[strum(serialize = "application/zip")]
    Zip,
    #[strum(serialize = "video/mp4")]
    Mp4,
}

/// A text names no type of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "is no type of file that is taken here: PDF, JPEG, PNG, WebP, plain text, CSV, .docx, .xlsx, ZIP or MP4"
)]
pub struct NotTaken;

impl MediaType {
    /// Whether a file that begins with `head` may be of this type. `head` is [`HEAD`] bytes, or the whole file.
    pub fn fits(self, head: &[u8]) -> bool {
        match self {
            Self::Pdf => head.starts_with(b"%PDF-"),
            Self::Jpeg => head.starts_with(&[0xFF, 0xD8, 0xFF]),
            Self::Png => head.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Webp => head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP".as_slice()),
            Self::Text | Self::Csv => is_text(head),
            Self::Docx => is_office(head, b"word/", b"xl/"),
            Self::Xlsx => is_office(head, b"xl/", b"word/"),
            Self::Zip => head.starts_with(ZIP) || head.starts_with(b"PK\x05\x06"),
            Self::Mp4 => head.get(4..8) == Some(b"ftyp".as_slice()),
        }
    }
}

/// How an archive with something in it begins.
const ZIP: &[u8] = b"PK\x03\x04";

/// An Office file is an archive whose first entry is one of a few. Which program's it is stands in the names of later
/// entries: if any is seen, it must not be only the `other`'s.
fn is_office(head: &[u8], own: &[u8], other: &[u8]) -> bool {
    const FIRST: [&[u8]; 5] = [
        b"[Content_Types].xml",
        b"_rels/",
        b"docProps/",
        b"word/",
        b"xl/",
    ];
    // A local file header is 30 bytes; the name follows it.
    let first = head.get(30..).unwrap_or_default();
    let holds = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
    head.starts_with(ZIP)
        && FIRST.iter().any(|name| first.starts_with(name))
        && (holds(own) || !holds(other))
}

/// UTF-8 without control characters, but for those that lay text out. The last letter of `head` may be cut in two.
/// Markup is text too, and is refused: a browser must not be led to take it for a page.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() && head.len() >= HEAD => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let begins = text.trim_start_matches('\u{feff}').trim_start();
    let layout = |letter: char| matches!(letter, '\n' | '\r' | '\t' | '\u{c}');
    !begins.starts_with('<')
        && !text
            .chars()
            .any(|letter| letter.is_control() && !layout(letter))
}

impl From<MediaType> for String {
    fn from(media: MediaType) -> Self {
        media.to_string()
    }
}

impl FromStr for MediaType {
    type Err = NotTaken;

    /// Reads a name; parameters such as `; charset=utf-8` are passed over.
    fn from_str(text: &str) -> Result<Self, NotTaken> {
        let name = text.split(';').next().unwrap_or_default().trim();
        let named = |media: &&Self| <&str>::from(**media).eq_ignore_ascii_case(name);
        Self::VARIANTS.iter().find(named).copied().ok_or(NotTaken)
    }
}

impl TryFrom<String> for MediaType {
    type Error = NotTaken;

    fn try_from(text: String) -> Result<Self, NotTaken> {
        text.parse()
    }
}

#[cfg(test)]
mod tests;
