//! Vietnamese text: one form for storing, one for searching.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The form in which text is stored: NFC, so that the same word has the same bytes whatever keyboard
/// typed it, without what cannot be seen and without white space around it. Every space is the same
/// one, every line break a line feed.
pub fn stored(text: &str) -> String {
    // What is left out may have stood between a letter and its accent.
    let seen = text.chars().filter(|letter| !is_invisible(*letter));
    let mut stored: String = seen.nfc().map(space).collect();
    if stored.contains('\r') {
        stored = stored.replace("\r\n", "\n").replace('\r', "\n");
    }
    stored.trim().to_owned()
}

/// What comes along when text is copied and shows nothing: soft hyphens, joiners and spaces without
/// width, marks of direction, byte order marks, tags. Two names that differ in it alone look alike.
/// What turns whole passages is refused where requests are read.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{e0000}'..='\u{e007f}')
}

/// A space for every kind of space, a line feed for the other breaks of lines and paragraphs.
fn space(letter: char) -> char {
    match letter {
        '\u{2028}' | '\u{2029}' => '\n',
        '\n' | '\r' | '\t' => letter,
        // Control characters are not made into text here; they are refused.
        _ if letter.is_whitespace() && !letter.is_control() => ' ',
        _ => letter,
    }
}

/// The form in which text is searched: accents dropped, `đ` as `d`, lower case, single spaces. It is
/// made here and not by the databases, so that both find the same.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let before = folded.len();
        folded.extend(
            word.nfd()
                .filter(|letter| !is_combining_mark(*letter))
                .flat_map(char::to_lowercase)
                .map(plain),
        );
        // Of a word that consists of accents alone nothing is left, not even its blank.
        if folded.len() > before && before > 0 {
            folded.insert(before, ' ');
        }
    }
    folded
}

/// `đ` has no decomposition in Unicode. Some keyboards write the eth of Iceland, `ð`, or the African `ɖ`, whose capitals look
/// like its own.
fn plain(letter: char) -> char {
    if matches!(letter, 'đ' | 'ð' | 'ɖ') {
        'd'
    } else {
        letter
    }
}

/// As [`folded`], with full-width letters and digits as the usual ones.
pub fn folded_widths(text: &str) -> String {
    folded(&text.nfkd().collect::<String>())
}

/// The number of a document in one spelling, by which it is found however it was typed: letters without accents and of one
/// case, `Đ` (U+0110), `Ð` (U+00D0), `Ɖ` (U+0189) and `D` alike, no blanks, dashes and dots, and without the words "Quyết định số" before it. The strokes stay,
/// since they part numbers: `2/2019/QĐ-UBND` is not `22019/QĐ-UBND`.
pub fn number_key(number: &str) -> String {
    let words = folded_widths(number);
    let number = words.strip_prefix("quyet dinh").unwrap_or(&words);
    let number = number.trim_start();
    let number = number.strip_prefix("so ").unwrap_or(number);
    let kept = |letter: &char| letter.is_alphanumeric() || *letter == '/';
    number.chars().filter(kept).collect()
}

/// What all writings of one Vietnamese name have in common: case, the number of blanks and where in a syllable the
/// tone mark stands (Hòa, Hoà) do not count; every accent does.
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in stored(name).split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        let mut tones = String::new();
        for letter in word.nfd().flat_map(char::to_lowercase) {
            match letter {
                // Grave, acute, tilde, hook above, dot below: the tones.
                '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tones.push(letter),
                'ð' => key.push('đ'),
                _ => key.push(letter),
            }
        }
        key.push_str(&tones);
    }
    key
}

/// What names have in common that may well be the same: as [`folded`], and signs, brackets and the choice of i and y
/// (Quy, Qui) do not count.
pub fn likeness_key(name: &str) -> String {
    let letters = folded(&stored(name)).replace('y', "i");
    let words = letters.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether two words differ by one typing error at most: a letter too many, too few or another, or two neighbours in the
/// other order.
pub fn is_one_error_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[same..], &long[same..]);
    match (short, long) {
        ([], [] | [_]) => true,
        ([a, short @ ..], [b, long @ ..]) if short.len() == long.len() => {
            let swapped = match (short, long) {
                ([c, short @ ..], [d, long @ ..]) => (a, c) == (d, b) && short == long,
                _ => false,
            };
            short == long || swapped
        }
        (short, [_, long @ ..]) => short == long,
        _ => false,
    }
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
    fn the_number_of_a_document_is_the_same_however_it_is_typed() {
        let key = number_key("3043/QĐ-UBND");
        for typed in [
            "3043/QÐ-UBND",
            "3043/QƉ-UBND",
            "3043/qd-ubnd",
            "3043/qđ-ubnd",
            "3043/QĐ- UBND",
            "Số 3043/QĐ-UBND",
            " 3043 / QĐ – UBND",
            "3043/QĐ.UBND",
            "３０４３/QĐ-UBND",
            "Quyết định số 3043/QĐ-UBND",
        ] {
            assert_eq!(number_key(typed), key, "{typed}");
        }
        let parted = number_key("2/2019/QĐ-UBND");
        for other in ["22019/QĐ-UBND", "2/2019/QĐ-UBND-HC", "2/2018/QĐ-UBND"] {
            assert_ne!(number_key(other), parted, "{other}");
        }
    }

    #[test]
    fn fish_sauce_is_found_without_its_accents() {
        assert_eq!(folded("Nước mắm  Mười Quý"), "nuoc mam muoi quy");
        assert_eq!(folded("ĐỨC PHỔ"), "duc pho");
        assert_eq!(
            folded("A \u{301} Mộ \u{323}"),
            "a mo",
            "accents without a letter"
        );
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
    fn one_name_in_several_writings_has_one_key_and_another_name_has_another() {
        for written in [
            "Mười Qúy",
            "mười  quý",
            "MƯỜI QUÝ",
            "Mười\u{a0}Quy\u{301}",
            "Mười Qu\u{200b}ý",
        ] {
            assert_eq!(name_key(written), name_key("Mười Quý"), "{written}");
        }
        assert_eq!(name_key("Hoà Ðường"), name_key("Hòa Đường"));
        for other in ["Mười Quy", "Mười Quỷ", "Muời Quý", "Mười Quí"] {
            assert_ne!(name_key(other), name_key("Mười Quý"), "{other}");
        }
    }

    #[test]
    fn names_that_may_be_the_same_are_alike() {
        for written in [
            "nước mắm Mười Quí",
            "Nước mắm (Mười Quý)",
            "Nuoc mam \"Muoi Quy\"",
        ] {
            assert_eq!(
                likeness_key(written),
                likeness_key("Nước mắm Mười Quý"),
                "{written}"
            );
        }
        assert_ne!(
            likeness_key("Nước mắm Mười Quý 2"),
            likeness_key("Nước mắm Mười Quý")
        );
    }

    #[test]
    fn a_letter_that_looks_like_it_is_found_as_d() {
        assert_eq!(folded("Ðường phèn"), folded("Đường phèn"));
    }

    #[test]
    fn what_cannot_be_seen_is_not_stored_and_every_space_is_the_same() {
        for alike in [
            "Mười\u{a0}Quý",
            "Mười\u{200b} Quý",
            "M\u{ad}ười Quý\u{feff}",
            "\u{200e}Mười\u{3000}Quý\u{2060}",
            "\u{202f}Mười\u{2009}Quý ",
        ] {
            assert_eq!(stored(alike), "Mười Quý", "{alike:?}");
        }
        assert_eq!(stored("một\r\nhai\rba\u{2028}bốn"), "một\nhai\nba\nbốn");
    }

    #[test]
    fn one_typing_error_is_a_letter_more_less_or_other_or_two_swapped() {
        for (one, other) in [
            ("muoi", "muoi"),
            ("muoi", "mui"),
            ("muoi", "muoii"),
            ("muoi", "nuoi"),
            ("muoi", "muio"),
            ("quy", "qu"),
        ] {
            assert!(is_one_error_apart(one, other), "{one} {other}");
            assert!(is_one_error_apart(other, one), "{other} {one}");
        }
        for (one, other) in [
            ("muoi", "mi"),
            ("muoi", "nuio"),
            ("muoi", "iuom"),
            ("ab", "ba c"),
        ] {
            assert!(!is_one_error_apart(one, other), "{one} {other}");
            assert!(!is_one_error_apart(other, one), "{other} {one}");
        }
    }

    #[test]
    fn wildcards_in_a_search_are_letters() {
        assert_eq!(anywhere("100%"), "%100\\%%");
    }
}
