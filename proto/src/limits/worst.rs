//! The worst that a caller can send, for tests of whoever reads requests.

use super::{FieldLimits, Holds, MessageLimits};

/// What a message is full of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Growth {
    /// Nothing: it is small and wrong.
    Nothing,
    /// Fields that the contract does not know.
    Unknown,
    /// Numbers.
    Numbers,
    /// Empty texts.
    Texts,
    /// Empty messages.
    Messages,
    /// One long text.
    LongText,
}

impl Growth {
    /// Whether it is refused whatever the rpc is.
    pub fn is_refused(self) -> bool {
        !matches!(self, Self::Nothing | Self::Unknown)
    }
}

fn varint(mut number: usize, encoded: &mut Vec<u8>) {
    while number >= 0x80 {
        encoded.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    encoded.push(number as u8);
}

/// A field of the wire type that has a length.
fn delimited(field: &FieldLimits, value: &[u8]) -> Vec<u8> {
    let mut encoded = Vec::with_capacity(value.len() + 16);
    varint((field.number as usize) << 3 | 2, &mut encoded);
    varint(value.len(), &mut encoded);
    encoded.extend_from_slice(value);
    encoded
}

/// About `bytes` bytes of fields with a number that no message has.
pub fn unknown(bytes: usize) -> Vec<u8> {
    const NUMBER: usize = 10_000;
    let mut field = Vec::new();
    varint(NUMBER << 3, &mut field);
    field.push(1);
    field.repeat(bytes / field.len())
}

/// Visits a message of about `bytes` bytes for each field in it that can grow and may not grow as far.
pub fn grown(message: &MessageLimits, bytes: usize, visit: &mut dyn FnMut(Growth, Vec<u8>)) {
    grown_in(message, bytes, &|encoded| encoded, visit);
}

fn grown_in(
    message: &MessageLimits,
    bytes: usize,
    wrap: &dyn Fn(Vec<u8>) -> Vec<u8>,
    visit: &mut dyn FnMut(Growth, Vec<u8>),
) {
    for field in message.fields {
        let many = |element: Vec<u8>| wrap(element.repeat(bytes / element.len()));
        let mut single = Vec::new();
        varint((field.number as usize) << 3, &mut single);
        single.push(1);
        match field.holds {
            Holds::Varint if field.repeated => {
                visit(Growth::Numbers, wrap(delimited(field, &vec![1; bytes])));
                visit(Growth::Numbers, many(single));
            }
            Holds::Fixed32 | Holds::Fixed64 if field.repeated => {
                visit(Growth::Numbers, wrap(delimited(field, &vec![1; bytes])));
            }
            Holds::Text(most) | Holds::Bytes(most) if (most as usize) < bytes => {
                visit(Growth::LongText, wrap(delimited(field, &vec![b'a'; bytes])));
            }
            _ => {}
        }
        // Of a message that is not repeated there is one.
        match field.holds {
            Holds::Message(_) | Holds::Instant => {
                visit(Growth::Messages, many(delimited(field, &[])));
            }
            Holds::Text(_) | Holds::Bytes(_) if field.repeated => {
                visit(Growth::Texts, many(delimited(field, &[])));
            }
            _ => {}
        }
        if let Holds::Message(inner) = field.holds {
            let wrap = |encoded: Vec<u8>| wrap(delimited(field, &encoded));
            grown_in(inner, bytes, &wrap, visit);
        }
    }
}

/// A message in which as many texts as it may have are wrong.
pub fn turned(message: &MessageLimits) -> Vec<u8> {
    let mut encoded = Vec::new();
    for field in message.fields {
        let value = match field.holds {
            Holds::Text(_) => "a\u{202e}b".as_bytes().to_vec(),
            Holds::Message(inner) => turned(inner),
            _ => continue,
        };
        let times = if field.repeated { field.items } else { 1 };
        encoded.extend(delimited(field, &value).repeat(times as usize));
    }
    encoded
}
