//! Vietnamese text in the fonts of before Unicode: TCVN3 (`.VnTime`) and VNI, whose letters look like other letters of
//! Latin-1 once a program reads them as Unicode ("C«ng ty", "Coâng ty").
//!
//! A text may be in an encoding if that makes Vietnamese syllables of all its words with letters beyond ASCII. Many can
//! be in one only; a short one may be in several, and then those beside and above it say in which the table is written.
//! So "Café" stays what it is, and "Hoà" is Hoà in a table in Unicode and Hồ in one in VNI.

mod evidence;
mod syllable;
mod tables;

use std::fmt;

pub(crate) use evidence::Evidence;
use syllable::is_syllable;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As all text is today.
    Unicode,
    /// TCVN 5712:1993, VN3.
    Tcvn3,
    /// VNI for Windows.
    Vni,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unicode => "Unicode",
            Self::Tcvn3 => "TCVN3",
            Self::Vni => "VNI",
        })
    }
}

/// What a text turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Unicode, or something this module knows nothing about.
    Unicode,
    /// In an old encoding: the text in Unicode, and the encoding.
    Converted(String, Encoding),
    /// It may be in several encodings, and nothing says in which: what it would be in each.
    Ambiguous(Vec<Candidate>),
    /// It looks like an old encoding, and none makes sense of it.
    Unreadable,
}

/// What a text would be in an encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The encoding.
    pub(crate) encoding: Encoding,
    /// The text in Unicode.
    pub(crate) text: String,
}

impl Candidate {
    /// The reading of a text in an encoding; `None` if a letter of it has no place there.
    fn of(text: &str, encoding: Encoding) -> Option<Self> {
        let text = match encoding {
            Encoding::Unicode => text.to_owned(),
            Encoding::Tcvn3 => tables::from_tcvn3(text)?,
            Encoding::Vni => tables::from_vni(text),
        };
        Some(Self { encoding, text })
    }

    /// What the text as it is written turned out to be.
    fn taken(self, written: &str) -> Reading {
        if self.text == written {
            return Reading::Unicode;
        }
        Reading::Converted(self.text, self.encoding)
    }
}

/// The old encodings.
const OLD: [Encoding; 2] = [Encoding::Tcvn3, Encoding::Vni];

/// Whether a text says nothing of its encoding: it is the same in all.
fn is_plain(text: &str) -> bool {
    text.is_ascii()
}

/// Whether a text can be Unicode only: the old encodings have one byte for a letter, and letters such as ắ have none.
fn is_beyond_old(text: &str) -> bool {
    let beyond = |letter: char| letter.is_alphabetic() && letter > 'ÿ';
    text.chars().any(beyond)
}

/// The encodings in which every word of a text makes sense.
fn candidates(text: &str) -> Vec<Candidate> {
    let of = |encoding| Candidate::of(text, encoding);
    if is_plain(text) || is_beyond_old(text) {
        return of(Encoding::Unicode).into_iter().collect();
    }
    let all = std::iter::once(Encoding::Unicode).chain(OLD);
    all.filter_map(of)
        .filter(|one| wrong_words(&one.text) == 0)
        .collect()
}

/// How many words with a letter beyond ASCII are no Vietnamese syllables.
fn wrong_words(text: &str) -> usize {
    let words = text.split(|letter: char| !letter.is_alphabetic());
    let wrong = words
        .filter(|word| !word.is_ascii() && !is_syllable(word) && !is_abbreviation(word))
        .count();
    wrong + usize::from(has_symbol_inside_word(text))
}

/// Whether a word is an abbreviation such as QĐ or HĐND, also with the letter of Icelandic that looks like Đ.
fn is_abbreviation(word: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_uppercase() || matches!(letter, 'Đ' | 'Ð');
    word.chars().all(letter)
}

/// Whether a sign such as « or ¹ stands beside a letter as it does in an old encoding only. Signs that Unicode text has
/// there, such as ® behind a name, are none of these; neither is a soft hyphen, unless a letter with an accent follows.
fn has_symbol_inside_word(text: &str) -> bool {
    let sign = |letter| matches!(letter, '¡'..='¿' | '÷') && letter != '\u{ad}';
    let ascii = |letter: char| letter.is_ascii_alphabetic();
    let letters: Vec<char> = text.chars().collect();
    letters.windows(2).any(|pair| match *pair {
        ['\u{ad}', next] => ('à'..='ÿ').contains(&next),
        [before, '»' | '®' | '²' | '³' | '·' | 'ª' | 'º'] if ascii(before) => false,
        ['«' | '¡' | '¿' | '·', next] if ascii(next) => false,
        [before, next] => sign(before) && ascii(next) || ascii(before) && sign(next),
        _ => false,
    })
}

#[cfg(test)]
mod tests;
