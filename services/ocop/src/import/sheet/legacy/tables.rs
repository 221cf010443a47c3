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

/// A text in TCVN3 as Unicode; `None` if it has a letter that TCVN3 does not have. Signs stay.
pub(super) fn from_tcvn3(text: &str) -> Option<String> {
    let letters: Vec<char> = TCVN3.chars().collect();
    text.chars()
        .map(|letter| {
            let at = (letter as usize).checked_sub(0xa1);
            match at.and_then(|at| letters.get(at)) {
                Some('.') if matches!(letter, 'À'..='ÿ') => None,
                Some('.') | None => Some(letter),
                Some(&read) => Some(read),
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

/// A text in TCVN3, which has capitals in a font of their own: here they become small.
#[cfg(test)]
pub(super) fn to_tcvn3(text: &str) -> String {
    let place = |letter: char| TCVN3.chars().position(|known| known == letter);
    let written = |letter: char| {
        if letter.is_ascii() {
            return letter;
        }
        let at = place(letter).or_else(|| place(lower(letter)));
        at.and_then(|at| char::from_u32(0xa1 + at as u32))
            .unwrap_or(letter)
    };
    text.chars().map(written).collect()
}

/// A text in VNI.
#[cfg(test)]
pub(super) fn to_vni(text: &str) -> String {
    let mut written = String::new();
    for letter in text.chars() {
        let small = lower(letter);
        let single = VNI_SINGLE.1.chars().position(|known| known == small);
        let single = single.and_then(|at| VNI_SINGLE.0.chars().nth(at));
        let pair = VNI_PAIRS.iter().find_map(|(base, signs, made)| {
            let at = made.chars().position(|known| known == small)?;
            Some((*base, signs.chars().nth(at)?))
        });
        match (single, pair) {
            (Some(single), _) => written.push(as_large_as(letter, single)),
            (None, Some((base, sign))) => {
                written.extend([base, sign].map(|part| as_large_as(letter, part)));
            }
            (None, None) => written.push(letter),
        }
    }
    written
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
