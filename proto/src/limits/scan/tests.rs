use prost::Message as _;

use super::*;
use crate::catalog::v1::{ListProductsRequest, Product, RegisterProductRequest};
use crate::limits::Limited;

fn check<M: Limited>(encoded: &[u8]) -> Result<(), Refused> {
    M::limits().unwrap().message.check(encoded)
}

fn violations<M: Limited>(encoded: &[u8]) -> Vec<(String, &'static str)> {
    match check::<M>(encoded) {
        Err(Refused::Violations { named, .. }) => {
            named.into_iter().map(|v| (v.field, v.reason)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn product(change: impl FnOnce(&mut Product)) -> Vec<u8> {
    let mut product = Product::default();
    change(&mut product);
    let request = RegisterProductRequest {
        product: Some(product),
        ..Default::default()
    };
    request.encode_to_vec()
}

#[test]
fn numbers_are_counted_packed_or_not() {
    let sets = |many: usize| ListProductsRequest {
        criteria_sets: vec![9; many],
        ..Default::default()
    };
    assert_eq!(
        check::<ListProductsRequest>(&sets(200).encode_to_vec()),
        Ok(())
    );
    let too_many = [("criteria_sets".to_owned(), "TOO_MANY")];
    assert_eq!(
        violations::<ListProductsRequest>(&sets(4_000_000).encode_to_vec()),
        too_many
    );
    // Field 4 as single numbers.
    let single = [0x20, 0x09].repeat(201);
    assert_eq!(violations::<ListProductsRequest>(&single), too_many);
}

#[test]
fn a_text_that_is_too_long_or_turns_the_writing_is_named_with_its_path() {
    let long = product(|product| product.name = "a".repeat(40_000));
    assert_eq!(
        violations::<RegisterProductRequest>(&long),
        [("product.name".to_owned(), "TOO_LONG")]
    );
    let story = product(|product| product.story = "ế".repeat(20_000));
    assert_eq!(check::<RegisterProductRequest>(&story), Ok(()));
    for turned in ["a\u{202e}b", "a\0b"] {
        let turned = product(|product| product.name = turned.to_owned());
        let named = [("product.name".to_owned(), "CONTROL_CHARACTER")];
        assert_eq!(violations::<RegisterProductRequest>(&turned), named);
    }
}

#[test]
fn a_message_that_is_given_again_and_again_does_not_get_around_the_bounds_in_it() {
    let once = product(|product| product.name = "Nước mắm".to_owned());
    let [twice, thrice] = [2, 3].map(|times| once.repeat(times));
    for encoded in [twice, thrice] {
        assert_eq!(
            violations::<RegisterProductRequest>(&encoded),
            [("product".to_owned(), "TOO_MANY")]
        );
    }
}

#[test]
fn what_is_no_message_is_undecodable_and_what_is_not_known_is_left_out() {
    // A length past the end, half a varint, a group, a text that is not UTF-8.
    for encoded in [&[0x0a, 0x7f][..], &[0x80], &[0x0b], &[0x0a, 0x01, 0xff]] {
        assert_eq!(
            check::<RegisterProductRequest>(encoded),
            Err(Refused::Undecodable),
            "{encoded:x?}"
        );
    }
    // Field 1000 of a newer contract.
    assert_eq!(
        check::<RegisterProductRequest>(&[0xc2, 0x3e, 0x01, 0x00]),
        Ok(())
    );
}
