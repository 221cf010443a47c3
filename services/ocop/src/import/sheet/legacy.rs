//! Vietnamese text in the fonts of before Unicode: TCVN3 (`.VnTime`) and VNI, whose letters look like other letters of
//! Latin-1 once a program reads them as Unicode ("C«ng ty", "Coâng ty").
//!
//! A text is taken for one of them if that makes Vietnamese syllables of all its words with letters beyond ASCII, and
//! as it stands some are none. So "Café" stays what it is.

mod syllable;
mod tables;

use syllable::is_syllable;

/// What a text turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Unicode, or something this module knows nothing about.
    Unicode,
    /// In an old encoding: the text in Unicode, and the name of the encoding.
    Converted(String, &'static str),
    /// It looks like an old encoding, and none makes sense of it.
    Unreadable,
}

/// Reads a text.
pub(crate) fn read(text: &str) -> Reading {
    // Both encodings have one byte for a letter. Letters beyond Latin-1, such as ắ, are Unicode.
    let beyond = |letter: char| letter.is_alphabetic() && letter > 'ÿ';
    if text.chars().any(beyond) || makes_sense(text) {
        return Reading::Unicode;
    }
    let readings = [
        (tables::from_tcvn3(text), "TCVN3"),
        (tables::from_vni(text), "VNI"),
    ];
    for (converted, name) in readings {
        if converted != text && makes_sense(&converted) {
            return Reading::Converted(converted, name);
        }
    }
    if has_symbol_inside_word(text) {
        Reading::Unreadable
    } else {
        Reading::Unicode
    }
}

/// Whether every word with a letter beyond ASCII is a Vietnamese syllable.
fn makes_sense(text: &str) -> bool {
    !has_symbol_inside_word(text)
        && text
            .split(|letter: char| !letter.is_alphabetic())
            .filter(|word| !word.is_ascii())
            .all(|word| is_syllable(word) || is_abbreviation(word))
}

/// Whether a word is an abbreviation such as QĐ or HĐND.
fn is_abbreviation(word: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_uppercase() || letter == 'Đ';
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
