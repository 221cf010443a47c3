//! Messages as they stand on the wire, spoiled field by field.

use ocop_harness::fuzz::texts;
use proptest::prelude::*;
use proptest::sample::Index;
use prost::encoding::{decode_varint, encode_varint};

#[derive(Clone, Debug)]
enum Value {
    Number(u64),
    Eight([u8; 8]),
    Bytes(Vec<u8>),
    Four([u8; 4]),
}

/// The fields of a message; `None` when the bytes are none.
fn fields(mut bytes: &[u8]) -> Option<Vec<(u64, Value)>> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = decode_varint(&mut bytes).ok()?;
        let value = match key & 7 {
            0 => Value::Number(decode_varint(&mut bytes).ok()?),
            1 => Value::Eight(*bytes.split_off(..8)?.first_chunk()?),
            2 => {
                let length = usize::try_from(decode_varint(&mut bytes).ok()?).ok()?;
                Value::Bytes(bytes.split_off(..length)?.to_vec())
            }
            5 => Value::Four(*bytes.split_off(..4)?.first_chunk()?),
            _ => return None,
        };
        fields.push((key >> 3, value));
    }
    Some(fields)
}

fn encoded(fields: &[(u64, Value)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (number, value) in fields {
        let (kind, of_value) = match value {
            Value::Number(number) => {
                let mut varint = Vec::new();
                encode_varint(*number, &mut varint);
                (0, varint)
            }
            Value::Eight(eight) => (1, eight.to_vec()),
            Value::Bytes(inner) => {
                let mut length = Vec::new();
                encode_varint(inner.len() as u64, &mut length);
                (2, [length, inner.clone()].concat())
            }
            Value::Four(four) => (5, four.to_vec()),
        };
        encode_varint(number << 3 | kind, &mut bytes);
        bytes.extend(of_value);
    }
    bytes
}

/// What is done with a field.
#[derive(Clone, Debug)]
enum Deed {
    Put(Value),
    Leave,
    Repeat(usize),
    Renumber(u64),
}

/// A deed, and the way to its field: one place for each message that it goes into.
#[derive(Clone, Debug)]
pub(super) struct Spoil {
    way: Vec<Index>,
    deed: Deed,
}

pub(super) fn spoils() -> impl Strategy<Value = Vec<Spoil>> {
    let numbers = prop_oneof![
        any::<u64>(),
        0..60_u64,
        Just(u64::MAX),
        Just(i64::MAX as u64),
        Just(1 << 31),
    ];
    let value = prop_oneof![
        4 => texts().prop_map(|text| Value::Bytes(text.into_bytes())),
        3 => numbers.prop_map(Value::Number),
        1 => any::<[u8; 8]>().prop_map(Value::Eight),
        1 => any::<[u8; 4]>().prop_map(Value::Four),
        1 => prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
    ];
    let deed = prop_oneof![
        6 => value.prop_map(Deed::Put),
        1 => Just(Deed::Leave),
        1 => (2_usize..300).prop_map(Deed::Repeat),
        2 => (0_u64..40).prop_map(Deed::Renumber),
    ];
    let spoil = (prop::collection::vec(any::<Index>(), 1..5), deed)
        .prop_map(|(way, deed)| Spoil { way, deed });
    prop::collection::vec(spoil, 1..5)
}

/// The message after all of it. Bytes that are no message stay as they are.
pub(super) fn spoiled(message: &[u8], spoils: &[Spoil]) -> Vec<u8> {
    let spoil_one = |bytes: Vec<u8>, spoil: &Spoil| spoiled_at(&bytes, &spoil.way, &spoil.deed);
    spoils.iter().fold(message.to_vec(), spoil_one)
}

fn spoiled_at(bytes: &[u8], way: &[Index], deed: &Deed) -> Vec<u8> {
    let Some(mut fields) = fields(bytes) else {
        return bytes.to_vec();
    };
    let Some((first, further)) = way.split_first().filter(|_| !fields.is_empty()) else {
        if let Deed::Put(value) = deed {
            fields.push((1, value.clone()));
        }
        return encoded(&fields);
    };
    let at = first.index(fields.len());
    if let (_, Value::Bytes(inner)) = &mut fields[at]
        && !further.is_empty()
        && self::fields(inner).is_some_and(|inner| !inner.is_empty())
    {
        *inner = spoiled_at(inner, further, deed);
        return encoded(&fields);
    }
    match deed {
        Deed::Put(value) => fields[at].1 = value.clone(),
        Deed::Leave => drop(fields.remove(at)),
        Deed::Repeat(times) => {
            let again = vec![fields[at].clone(); *times];
            fields.splice(at..at, again);
        }
        Deed::Renumber(number) => fields[at].0 = *number,
    }
    encoded(&fields)
}
