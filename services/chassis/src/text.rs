//! Vietnamese text: one form for storing, one for searching.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The form in which text is stored: NFC, so that the same word has the same bytes whatever keyboard
/// typed it, without white space around it.
pub fn stored(text: &str) -> String {
    text.trim().nfc().collect()
}

/// The form in which text is searched: accents dropped, `đ` as `d`, lower case, single spaces. It is
/// made here and not by the databases, so that both find the same.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(
            word.nfd()
                .filter(|letter| !is_combining_mark(*letter))
                .flat_map(char::to_lowercase)
                .map(plain),
        );
    }
    folded
}

/// `đ` has no decomposition in Unicode.
fn plain(letter: char) -> char {
    if letter == 'đ' { 'd' } else { letter }
}

/// A pattern for `like … escape '\'` that finds `text` anywhere, with its own wildcards taken literally.
pub fn anywhere(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fish_sauce_is_found_without_its_accents() {
        assert_eq!(folded("Nước mắm  Mười Quý"), "nuoc mam muoi quy");
        assert_eq!(folded("ĐỨC PHỔ"), "duc pho");
    }

    #[test]
    fn composed_and_decomposed_spellings_are_stored_alike() {
        let composed = "Mộ Đức";
        let decomposed: String = composed.nfd().collect();
        assert_ne!(composed, decomposed);
        assert_eq!(stored(&decomposed), composed);
        assert_eq!(folded(&decomposed), folded(composed));
    }

    #[test]
    fn wildcards_in_a_search_are_letters() {
        assert_eq!(anywhere("100%"), "%100\\%%");
    }
}
