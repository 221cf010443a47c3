//! What a file is. What a sender says is not believed: the first bytes must be those of the type it names, so that no
//! page with a script is served as a picture, and no program as a contract.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How many of its first bytes tell what a file is; a shorter file is looked at whole.
pub const HEAD: usize = 4_096;

/// What a file may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum MediaType {
    /// A document in PDF.
    Pdf,
    /// A picture in JPEG.
    Jpeg,
    /// A picture in PNG.
    Png,
    /// A picture in WebP.
    Webp,
    /// Text in UTF-8.
    Text,
    /// A table as comma-separated text in UTF-8.
    Csv,
    /// A document of a word processor (Office Open XML).
    Docx,
    /// A spreadsheet (Office Open XML).
    Xlsx,
    /// An archive.
    Zip,
    /// A film.
    Mp4,
}

/// A text names no type of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "is no type of file that is taken here: PDF, JPEG, PNG, WebP, plain text, CSV, .docx, .xlsx, ZIP or MP4"
)]
pub struct NotTaken;

impl MediaType {
    /// Every type.
    pub const ALL: [Self; 10] = [
        Self::Pdf,
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Text,
        Self::Csv,
        Self::Docx,
        Self::Xlsx,
        Self::Zip,
        Self::Mp4,
    ];

    /// The type as the register of media types names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Zip => "application/zip",
            Self::Mp4 => "video/mp4",
        }
    }

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

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<MediaType> for String {
    fn from(media: MediaType) -> Self {
        media.as_str().to_owned()
    }
}

impl FromStr for MediaType {
    type Err = NotTaken;

    /// Reads a name; parameters such as `; charset=utf-8` are passed over.
    fn from_str(text: &str) -> Result<Self, NotTaken> {
        let name = text.split(';').next().unwrap_or_default().trim();
        Self::ALL
            .into_iter()
            .find(|media| media.as_str().eq_ignore_ascii_case(name))
            .ok_or(NotTaken)
    }
}

impl TryFrom<String> for MediaType {
    type Error = NotTaken;

    fn try_from(text: String) -> Result<Self, NotTaken> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip(names: &[&str]) -> Vec<u8> {
        let mut archive = Vec::new();
        for name in names {
            archive.extend(ZIP);
            archive.extend([0; 26]);
            archive.extend(name.as_bytes());
        }
        archive
    }

    #[test]
    fn every_type_knows_its_own_first_bytes_and_no_others() {
        let word = zip(&["[Content_Types].xml", "word/document.xml"]);
        let sheet = zip(&["[Content_Types].xml", "xl/workbook.xml"]);
        let photos = zip(&["ảnh/1.jpg"]);
        let samples: [(&[u8], &[MediaType]); 9] = [
            (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", &[MediaType::Pdf]),
            (&[0xFF, 0xD8, 0xFF, 0xE0, 0], &[MediaType::Jpeg]),
            (b"\x89PNG\r\n\x1a\n\0", &[MediaType::Png]),
            (b"RIFF\x24\0\0\0WEBPVP8 ", &[MediaType::Webp]),
            (
                "họ tên,xã\nLan,Phổ Thạnh\n".as_bytes(),
                &[MediaType::Text, MediaType::Csv],
            ),
            (&word, &[MediaType::Docx, MediaType::Zip]),
            (&sheet, &[MediaType::Xlsx, MediaType::Zip]),
            (&photos, &[MediaType::Zip]),
            (b"\0\0\0\x20ftypisom\0\0\x02\0", &[MediaType::Mp4]),
        ];
        for (head, expected) in samples {
            let found: Vec<MediaType> = MediaType::ALL
                .into_iter()
                .filter(|media| media.fits(head))
                .collect();
            assert_eq!(found.len(), expected.len(), "{head:?} {found:?}");
            assert!(
                expected.iter().all(|media| found.contains(media)),
                "{head:?} {found:?}"
            );
        }
    }

    #[test]
    fn a_page_or_a_program_is_nothing_that_is_taken() {
        let mark = "\u{feff} <!doctype html>".as_bytes();
        for head in [
            b"<html><script>".as_slice(),
            b"MZ\x90\0\x03",
            b"\x7fELF\x02",
            b"",
            mark,
        ] {
            let found: Vec<MediaType> = MediaType::ALL
                .into_iter()
                .filter(|media| media.fits(head))
                .collect();
            let empty = head.is_empty() && found == [MediaType::Text, MediaType::Csv];
            assert!(found.is_empty() || empty, "{head:?} {found:?}");
        }
    }

    #[test]
    fn a_letter_cut_in_two_at_the_end_of_the_head_is_no_fault_and_one_in_the_middle_is() {
        let text = "ắ".repeat(HEAD / 3 + 1);
        assert!(MediaType::Text.fits(&text.as_bytes()[..HEAD]));
        assert!(!MediaType::Text.fits(b"abc\xe1\xba"));
        assert!(!MediaType::Text.fits(b"abc\xff def"));
    }

    #[test]
    fn a_type_reads_back_as_it_is_written() {
        for media in MediaType::ALL {
            assert_eq!(media.as_str().parse(), Ok(media));
        }
        assert_eq!("Text/CSV; charset=utf-8".parse(), Ok(MediaType::Csv));
        assert_eq!("text/html".parse::<MediaType>(), Err(NotTaken));
    }
}
