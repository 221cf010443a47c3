//! Text in whatever encoding as UTF-8, piece by piece.

use std::io::{self, Read, Seek};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes that are read at once.
const PIECE: usize = 64 << 10;

/// The encoding of a text: UTF-16 by its byte order mark or its zeros, UTF-8 if it is that, and otherwise Windows-1252,
/// whose letters [`legacy`](super::legacy) can tell apart.
pub(super) fn encoding(mut file: impl Read + Seek) -> io::Result<&'static Encoding> {
    let mut start = Vec::new();
    file.rewind()?;
    file.by_ref().take(256).read_to_end(&mut start)?;
    let marked = Encoding::for_bom(&start).map(|(encoding, _)| encoding);
    if let Some(encoding) = marked.or_else(|| utf_16_without_mark(&start)) {
        return Ok(encoding);
    }
    file.rewind()?;
    Ok(if is_utf_8(file)? { UTF_8 } else { WINDOWS_1252 })
}

/// UTF-16 without a byte order mark: headers are Latin letters, so every second byte of many is zero.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len() & !1];
    let zeros = |at: usize| {
        start
            .iter()
            .skip(at)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let many = |zeros: usize| zeros * 4 > start.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, high) if many(high) => Some(UTF_16LE),
        (high, 0) if many(high) => Some(UTF_16BE),
        _ => None,
    }
}

fn is_utf_8(mut file: impl Read) -> io::Result<bool> {
    let mut piece = Vec::with_capacity(PIECE);
    loop {
        let room = (PIECE - piece.len()) as u64;
        let ended = file.by_ref().take(room).read_to_end(&mut piece)? == 0;
        let wrong = std::str::from_utf8(&piece).err();
        let right = wrong.map_or(piece.len(), |wrong| wrong.valid_up_to());
        // A letter may be cut by the end of a piece, and not by that of the file.
        let cut = wrong.is_none_or(|wrong| wrong.error_len().is_none());
        if !cut || (ended && right < piece.len()) {
            return Ok(false);
        }
        if ended {
            return Ok(true);
        }
        piece.drain(..right);
    }
}

/// A text in UTF-8, without the byte order mark.
pub(super) struct Decoded<R> {
    from: R,
    decoder: Decoder,
    read: Vec<u8>,
    /// What of `read` is not decoded.
    left: std::ops::Range<usize>,
    text: Vec<u8>,
    /// What of `text` is not given out.
    ready: std::ops::Range<usize>,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(from: R, encoding: &'static Encoding) -> Self {
        Self {
            from,
            decoder: encoding.new_decoder_with_bom_removal(),
            read: vec![0; PIECE],
            left: 0..0,
            text: vec![0; PIECE],
            ready: 0..0,
            ended: false,
        }
    }

    fn decode(&mut self) -> io::Result<()> {
        if self.left.is_empty() {
            let count = self.from.read(&mut self.read)?;
            self.left = 0..count;
            self.ended = count == 0;
        }
        let left = &self.read[self.left.clone()];
        let (_, read, written, _) = self
            .decoder
            .decode_to_utf8(left, &mut self.text, self.ended);
        self.left.start += read;
        self.ready = 0..written;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() && !self.ended {
            self.decode()?;
        }
        let count = self.ready.len().min(to.len());
        let from = self.ready.start;
        to[..count].copy_from_slice(&self.text[from..from + count]);
        self.ready.start += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read(bytes: &[u8]) -> (&'static Encoding, String) {
        let encoding = encoding(Cursor::new(bytes)).expect("memory can be read");
        let mut text = String::new();
        let mut decoded = Decoded::new(bytes, encoding);
        decoded.read_to_string(&mut text).expect("it is UTF-8");
        (encoding, text)
    }

    #[test]
    fn a_letter_that_lies_across_two_pieces_is_read_as_one() {
        for before in PIECE - 4..=PIECE {
            let text = format!("{}ắ, Mười Quý", "a".repeat(before));
            assert_eq!(read(text.as_bytes()), (UTF_8, text));
        }
    }

    #[test]
    fn one_wrong_byte_far_behind_makes_the_text_one_of_windows() {
        let mut bytes = "a".repeat(2 * PIECE).into_bytes();
        bytes.push(0xe9);
        let (encoding, text) = read(&bytes);
        assert_eq!(encoding, WINDOWS_1252);
        assert!(text.ends_with("aé"));
    }

    #[test]
    fn an_empty_file_is_an_empty_text() {
        assert_eq!(read(b""), (UTF_8, String::new()));
    }
}
