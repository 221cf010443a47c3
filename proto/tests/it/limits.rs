//! The bounds of every request: what can grow in it is refused before it is looked at.

use std::collections::BTreeSet;

use ocop_proto::limits::worst::{grown, turned};
use ocop_proto::limits::{ALL, MAX_VIOLATIONS, Refused, VIOLATIONS_BYTES};
use prost::Message as _;
use prost_types::FileDescriptorSet;

/// More than any field may hold but a piece of a file. The tests of the whole system send four megabytes to every rpc.
const LARGE: usize = 256 << 10;

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
        let mut visit = |_, encoded: Vec<u8>| {
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
        grown(message, LARGE, &mut visit);
    }
    assert!(tried > 300, "{tried}");
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
