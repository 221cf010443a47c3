//! The two encodings as tables.

/// TCVN 5712:1993, VN3: each letter is one byte. From 0xA1 on, what it shows; a dot is no letter.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ.";

/// VNI: vowels, and the signs that follow them with what both make.
const VNI_PAIRS: [(char, &str, &str); 10] = [
    ('a', "ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    ('e', "ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    ('o', "ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    ('u', "ùøûõï", "úùủũụ"),
    ('y', "ùøûõ", "ýỳỷỹ"),
    ('ô', "ùøûõï", "ớờởỡợ"),
    ('ö', "ùøûõï", "ứừửữự"),
    ('i', "ùøûõï", "íìỉĩị"),
    ('ơ', "ùøûõï", "ớờởỡợ"),
    ('ư', "ùøûõï", "ứừửữự"),
];

/// VNI: letters of one byte.
const VNI_SINGLE: (&str, &str) = ("ñôöæóòîíì", "đơưỉĩịỵíì");

/// A text in TCVN3 as Unicode.
pub(super) fn from_tcvn3(text: &str) -> String {
    let letters: Vec<char> = TCVN3.chars().collect();
    text.chars()
        .map(|letter| {
            let at = (letter as usize).checked_sub(0xa1);
            match at.and_then(|at| letters.get(at)) {
                Some(&read) if read != '.' => read,
                _ => letter,
            }
        })
        .collect()
}

/// A text in VNI as Unicode. Capital letters are followed by capital signs.
pub(super) fn from_vni(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let pair = letters.peek().and_then(|sign| pair(letter, *sign));
        if pair.is_some() {
            letters.next();
        }
        read.push(pair.unwrap_or_else(|| single(letter)));
    }
    read
}

fn pair(letter: char, sign: char) -> Option<char> {
    let (vowel, small) = (lower(letter), lower(sign));
    let (_, signs, made) = VNI_PAIRS.iter().find(|(base, ..)| *base == vowel)?;
    let at = signs.chars().position(|known| known == small)?;
    made.chars().nth(at).map(|made| as_large_as(letter, made))
}

fn single(letter: char) -> char {
    let small = lower(letter);
    let found = VNI_SINGLE.0.chars().position(|known| known == small);
    match found.and_then(|at| VNI_SINGLE.1.chars().nth(at)) {
        Some(made) => as_large_as(letter, made),
        None => letter,
    }
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

fn as_large_as(letter: char, made: char) -> char {
    if letter.is_uppercase() {
        made.to_uppercase().next().unwrap_or(made)
    } else {
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_of_the_table_is_one_letter() {
        assert_eq!(TCVN3.chars().count(), 0xff - 0xa1 + 1);
        for (_, signs, made) in VNI_PAIRS {
            assert_eq!(signs.chars().count(), made.chars().count());
        }
        assert_eq!(VNI_SINGLE.0.chars().count(), VNI_SINGLE.1.chars().count());
    }
}
