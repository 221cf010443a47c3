//! One spelling for what people write in many.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A text without accents, in small letters and with single blanks; `Đ` (U+0110), `Ð` (U+00D0) and `Ɖ` (U+0189), which look
/// alike, are `d`, full-width letters and digits the usual ones.
pub(super) fn plain(text: &str) -> String {
    let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter));
    let letters = letters.flat_map(char::to_lowercase).map(|letter| {
        if matches!(letter, 'đ' | 'ð' | 'ɖ') {
            'd'
        } else {
            letter
        }
    });
    let plain: String = letters.collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
