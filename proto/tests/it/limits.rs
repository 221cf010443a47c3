//! The bounds of every request: what can grow in it is refused before it is looked at.

use std::collections::BTreeSet;

use ocop_proto::limits::{
    ALL, FieldLimits, Holds, MAX_VIOLATIONS, MessageLimits, Refused, VIOLATIONS_BYTES,
};
use prost::Message as _;
use prost_types::FileDescriptorSet;

/// More than any field may hold but a piece of a file. That messages of four megabytes are no worse is tried through the rpcs.
const LARGE: usize = 256 << 10;

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

/// Visits the message as large as it gets, once for each field in it that can grow.
fn grown(
    message: &MessageLimits,
    wrap: &dyn Fn(Vec<u8>) -> Vec<u8>,
    visit: &mut dyn FnMut(Vec<u8>),
) {
    for field in message.fields {
        let many = |element: Vec<u8>| wrap(element.repeat(LARGE / element.len()));
        let mut single = Vec::new();
        varint((field.number as usize) << 3, &mut single);
        single.push(1);
        match field.holds {
            Holds::Varint if field.repeated => {
                visit(wrap(delimited(field, &vec![1; LARGE])));
                visit(many(single));
            }
            Holds::Fixed32 | Holds::Fixed64 if field.repeated => {
                visit(wrap(delimited(field, &vec![1; LARGE])));
            }
            Holds::Text(most) | Holds::Bytes(most) if (most as usize) < LARGE => {
                visit(wrap(delimited(field, &vec![b'a'; LARGE])));
            }
            _ => {}
        }
        // Empty elements, so that most of them fit. Of a message that is not repeated there is one.
        let counted = field.repeated || matches!(field.holds, Holds::Message(_) | Holds::Instant);
        if counted && !matches!(field.holds, Holds::Varint | Holds::Fixed32 | Holds::Fixed64) {
            visit(many(delimited(field, &[])));
        }
        if let Holds::Message(inner) = field.holds {
            grown(inner, &|encoded| wrap(delimited(field, &encoded)), visit);
        }
    }
}

#[test]
fn every_rpc_has_the_bounds_of_its_request() {
    let contract = FileDescriptorSet::decode(ocop_proto::DESCRIPTORS).unwrap();
    let mut rpcs = BTreeSet::new();
    for file in &contract.file {
        for service in &file.service {
            for method in &service.method {
                rpcs.insert(format!(
                    "/{}.{}/{}",
                    file.package(),
                    service.name(),
                    method.name()
                ));
            }
        }
    }
    let bounded: BTreeSet<String> = ALL.iter().map(|(rpc, _)| (*rpc).to_owned()).collect();
    assert_eq!(bounded, rpcs);
}

#[test]
fn whatever_can_grow_in_a_request_is_refused_before_it_is_looked_at_with_a_bounded_answer() {
    let mut tried = 0;
    for (rpc, message) in ALL {
        let mut visit = |encoded: Vec<u8>| {
            tried += 1;
            let Err(Refused::Violations { named, .. }) = message.check(&encoded) else {
                panic!("{rpc} takes {:x?}…", &encoded[..32]);
            };
            assert!(named.len() <= MAX_VIOLATIONS, "{rpc}");
            assert!(
                ["TOO_MANY", "TOO_LONG"].contains(&named[0].reason),
                "{rpc}: {named:?}"
            );
        };
        grown(message, &|encoded| encoded, &mut visit);
    }
    assert!(tried > 300, "{tried}");
}

/// A message in which as many texts as it may have are wrong.
fn turned(message: &MessageLimits) -> Vec<u8> {
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

#[test]
fn every_text_of_a_request_is_held_against_the_same_rule_and_what_is_wrong_fits_into_an_answer() {
    let mut texts = 0;
    for (rpc, message) in ALL {
        let encoded = turned(message);
        match message.check(&encoded) {
            Ok(()) => assert!(encoded.is_empty(), "{rpc}"),
            Err(Refused::Violations { named, left_out }) => {
                texts += named.len() + left_out;
                let bytes: usize = named
                    .iter()
                    .map(|v| v.field.len() + v.description.len())
                    .sum();
                assert!(
                    named.len() <= MAX_VIOLATIONS && bytes <= VIOLATIONS_BYTES,
                    "{rpc}"
                );
            }
            Err(Refused::Undecodable) => panic!("{rpc}"),
        }
    }
    assert!(texts > 1_000, "{texts}");
}
