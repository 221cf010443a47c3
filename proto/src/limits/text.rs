//! Which characters no text may hold.

/// Whether no text of a request may hold the character: control characters except tab and line breaks; what turns the
/// direction of writing, so that a text reads otherwise than it is; and what is no character at all. PostgreSQL takes no
/// NUL and SQLite does: here both are alike.
pub fn is_forbidden(letter: char) -> bool {
    match letter {
        '\t' | '\n' | '\r' => false,
        // Embeddings and overrides of direction, isolates, interlinear annotations, noncharacters.
        '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{fdd0}'..='\u{fdef}' => true,
        _ => letter.is_control() || u32::from(letter) & 0xfffe == 0xfffe,
    }
}

/// Whether a text holds a character that none may hold.
pub(super) fn holds_forbidden(text: &str) -> bool {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    !text.as_bytes().iter().all(plain) && text.chars().any(is_forbidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_words_and_line_breaks_are_text_and_what_hides_or_turns_it_is_not() {
        for text in ["Nước mắm Mười Quý", "một\r\nhai\tba", "ừ 👍", ""] {
            assert!(!holds_forbidden(text), "{text}");
        }
        let turned = ["\u{202a}", "\u{202e}", "\u{2066}", "\u{2069}"];
        for letter in ["\0", "\u{1b}", "\u{7f}", "\u{85}", "\u{fffe}", "\u{10ffff}"]
            .iter()
            .chain(&turned)
        {
            assert!(holds_forbidden(&format!("a{letter}b")), "{letter:?}");
        }
    }
}
