//! What a Vietnamese syllable looks like: a beginning, a nucleus of one to three vowels with at most one tone, an end.

use unicode_normalization::UnicodeNormalization as _;

const BEGINNINGS: [&str; 28] = [
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

const ENDS: [&str; 9] = ["ng", "nh", "ch", "c", "m", "n", "p", "t", ""];

/// Nuclei that an end may follow, without their tone.
const NUCLEI: [&str; 25] = [
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "iê", "oa", "oă", "oe", "oo", "uâ",
    "uê", "uô", "uy", "uyê", "ươ", "yê", "ôô",
];

/// Nuclei that end the syllable.
const LAST: [&str; 31] = [
    "ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "ia", "iu", "oi", "ôi", "ơi", "ua", "ui", "uơ",
    "ưa", "ưi", "ưu", "oai", "oao", "oay", "oeo", "uây", "uôi", "uya", "uyu", "iêu", "yêu", "ươi",
    "ươu",
];

/// The five tones as Unicode writes them apart: grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Whether a word is one. Case does not count.
pub(super) fn is_syllable(word: &str) -> bool {
    let apart: Vec<char> = word.to_lowercase().nfd().collect();
    if apart.iter().filter(|letter| TONES.contains(letter)).count() > 1 {
        return false;
    }
    let plain: String = apart
        .into_iter()
        .filter(|letter| !TONES.contains(letter))
        .nfc()
        .collect();
    let closed = |rest: &str| {
        let mut middles = ENDS.iter().filter_map(|end| rest.strip_suffix(end));
        middles.any(|middle| NUCLEI.contains(&middle))
    };
    BEGINNINGS
        .iter()
        .filter_map(|beginning| plain.strip_prefix(beginning))
        .any(|rest| LAST.contains(&rest) || closed(rest))
}

#[cfg(test)]
mod tests {
    use super::is_syllable;

    #[test]
    fn words_of_names_are_syllables_and_those_of_old_encodings_are_not() {
        for word in [
            "Nước", "mắm", "Quý", "Nghĩa", "ĐỨC", "Khuyến", "giếng", "Ổi", "Ngoại",
        ] {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["Café", "Coâng", "Nöôùc", "nhaùnh", "bøn", "Ðức", "Krông"] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
