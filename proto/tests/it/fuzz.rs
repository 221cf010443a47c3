//! Bytes that nobody meant, given to the readers of every request. `make fuzz` tries more of them; what once failed is kept
//! beside this file and tried first.

use ocop_proto::limits::{ALL, MAX_VIOLATIONS, Refused};
use proptest::prelude::*;

/// Fields as they stand on the wire, with wrong lengths and types among them.
fn fields() -> impl Strategy<Value = Vec<u8>> {
    let field = (1_u8..16, 0_u8..8, prop::collection::vec(0_u8.., 0..40));
    let field = field.prop_map(|(number, wire_type, value)| {
        let length = u8::try_from(value.len()).unwrap_or_default();
        [&[number << 3 | wire_type, length][..], &value].concat()
    });
    let nested = field.prop_recursive(4, 64, 8, |inner| {
        (1_u8..16, prop::collection::vec(inner, 0..8)).prop_map(|(number, inner)| {
            let inner = inner.concat();
            let length = inner.len() & 0x7f;
            [&[number << 3 | 2, length as u8][..], &inner].concat()
        })
    });
    prop::collection::vec(nested, 0..20).prop_map(|fields| fields.concat())
}

proptest! {
    #[test]
    fn fuzz_whatever_bytes_come_a_request_is_taken_or_refused_with_a_bounded_answer(
        fields in fields(),
        noise in prop::collection::vec(0_u8.., 0..400),
        rpc in 0..ALL.len(),
    ) {
        let (_, message) = ALL[rpc];
        for bytes in [fields, noise] {
            if let Err(Refused::Violations { named, .. }) = message.check(&bytes) {
                prop_assert!(!named.is_empty() && named.len() <= MAX_VIOLATIONS);
                prop_assert!(named.iter().all(|violation| !violation.field.is_empty()));
            }
        }
    }
}
