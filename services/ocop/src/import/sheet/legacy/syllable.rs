//! What a Vietnamese syllable looks like: a beginning, and a rhyme with at most one tone.

use unicode_normalization::UnicodeNormalization as _;

const BEGINNINGS: [&str; 28] = [
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// Rhymes without an end.
const OPEN: [&str; 48] = [
    "a", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây", "eo",
    "êu", "ia", "iu", "oa", "oe", "oi", "ôi", "ơi", "ua", "uê", "ui", "uơ", "uy", "ưa", "ưi", "ưu",
    "oai", "oao", "oay", "oeo", "uây", "uôi", "uya", "uyu", "iêu", "yêu", "ươi", "ươu", "uao",
    "uêu", "uai",
];

/// Vowels, each with the ends that it may have.
const CLOSED: [(&str, &str); 24] = [
    ("a", "c ch m n ng nh p t"),
    ("ă", "c m n ng p t"),
    ("â", "c m n ng p t"),
    ("e", "c m n ng p t"),
    ("ê", "ch m n nh p t"),
    ("i", "ch m n nh p t"),
    ("o", "c m n ng p t"),
    ("ô", "c m n ng p t"),
    ("ơ", "m n p t"),
    ("u", "c m n ng p t"),
    ("ư", "c m n ng p t"),
    ("y", "ch n nh t"),
    ("iê", "c m n ng p t"),
    ("yê", "m n ng t"),
    ("uô", "c m n ng p t"),
    ("ươ", "c m n ng p t"),
    ("oa", "c ch m n ng nh p t"),
    ("oă", "c m n ng p t"),
    ("oe", "m n ng t"),
    ("uâ", "c n ng t"),
    ("uê", "ch n nh"),
    ("uy", "ch n nh p t"),
    ("uyê", "n t"),
    ("oo", "c ng"),
];

/// The five tones as Unicode writes them apart: grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = [GRAVE, ACUTE, '\u{303}', '\u{309}', DOT];
const GRAVE: char = '\u{300}';
const ACUTE: char = '\u{301}';
const DOT: char = '\u{323}';

/// Whether a word is one. Case does not count.
pub(super) fn is_syllable(word: &str) -> bool {
    let apart: Vec<char> = word.to_lowercase().replace('ð', "đ").nfd().collect();
    let mut tones = apart.iter().copied().filter(|one| TONES.contains(one));
    let tone = tones.next();
    if tones.next().is_some() {
        return false;
    }
    let plain: String = apart
        .into_iter()
        .filter(|letter| !TONES.contains(letter))
        .nfc()
        .collect();
    BEGINNINGS
        .iter()
        .filter_map(|beginning| Some((*beginning, plain.strip_prefix(beginning)?)))
        .any(|(beginning, rhyme)| goes_before(beginning, rhyme) && is_rhyme(rhyme, tone))
}

/// Whether a beginning is written so before the rhyme: c, g and ng are k, gh and ngh before e, ê and i.
fn goes_before(beginning: &str, rhyme: &str) -> bool {
    let bright = rhyme.starts_with(['e', 'ê', 'i', 'y']);
    match beginning {
        "c" | "ng" => !bright,
        "g" => !rhyme.starts_with(['e', 'ê', 'y']),
        "gh" | "ngh" => bright,
        _ => true,
    }
}

fn is_rhyme(rhyme: &str, tone: Option<char>) -> bool {
    OPEN.contains(&rhyme)
        || CLOSED.iter().any(|(vowel, ends)| {
            let end = rhyme.strip_prefix(vowel).unwrap_or_default();
            ends.split(' ').any(|one| one == end) && has_tone(vowel, end, tone)
        })
}

/// Whether a closed rhyme may have the tone. Before a stop there are two; "oo" stands in a few words from French, such as
/// xoong, goòng and moóc.
fn has_tone(vowel: &str, end: &str, tone: Option<char>) -> bool {
    match (vowel, end) {
        (_, "c" | "ch" | "p" | "t") => matches!(tone, Some(ACUTE | DOT)),
        ("oo", _) => matches!(tone, None | Some(GRAVE)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::is_syllable;

    #[test]
    fn words_of_names_are_syllables_and_those_of_old_encodings_are_not() {
        for word in [
            "Nước", "mắm", "Quý", "Nghĩa", "ĐỨC", "Khuyến", "giếng", "Ổi", "Ngoại", "Ðức", "huỳnh",
            "quýt", "gì", "moóc", "goòng", "thuở", "khuỷu", "ghế",
        ] {
            assert!(is_syllable(word), "{word}");
        }
        for word in [
            "Café", "Coâng", "Nöôùc", "nhaùnh", "bøn", "Krông", "Coõng", "Hoọ", "Toõm", "khoõ",
            "càt", "gệ", "cê", "ngế",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
