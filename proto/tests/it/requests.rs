//! What requests have in common.

use std::collections::BTreeMap;

use ocop_proto::catalog::v1::{AddPlaceRequest, ListProductsRequest};
use ocop_proto::request::{Idempotent, Paged};
use prost::Message as _;
use prost_types::{DescriptorProto, FileDescriptorSet};

#[test]
fn a_request_tells_its_id_and_its_page() {
    let add = AddPlaceRequest {
        request_id: "7".to_owned(),
        ..AddPlaceRequest::default()
    };
    assert_eq!(add.request_id(), "7");
    let list = ListProductsRequest {
        page_size: 3,
        page_token: "next".to_owned(),
        search: "mắm".to_owned(),
        ..ListProductsRequest::default()
    };
    assert_eq!((list.page_size(), list.page_token()), (3, "next"));
    let bare = list.unpaged();
    assert_eq!((bare.page_size, bare.page_token.as_str()), (0, ""));
    assert_eq!(bare.search, "mắm");
}

/// How the names of rpcs begin that change nothing.
const READS: [&str; 15] = [
    "Get", "List", "Verify", "Count", "Facet", "Assess", "Advise", "Check", "Compare", "Download",
    "Export", "Trace", "Preview", "Find", "Test",
];

#[test]
fn every_rpc_that_changes_something_takes_a_request_id() {
    let contract = FileDescriptorSet::decode(ocop_proto::DESCRIPTORS).unwrap();
    let mut messages: BTreeMap<String, &DescriptorProto> = BTreeMap::new();
    for file in &contract.file {
        for message in &file.message_type {
            messages.insert(format!(".{}.{}", file.package(), message.name()), message);
        }
    }
    let has = |message: &DescriptorProto| {
        let mut fields = message.field.iter();
        fields.any(|field| field.name() == "request_id")
    };
    for service in contract.file.iter().flat_map(|file| &file.service) {
        for method in &service.method {
            if READS.iter().any(|read| method.name().starts_with(read)) {
                continue;
            }
            let request = messages[method.input_type()];
            // An upload describes itself in its first message.
            let mut parts = request.field.iter();
            let in_a_part = parts.any(|field| {
                messages
                    .get(field.type_name())
                    .is_some_and(|part| has(part))
            });
            assert!(
                has(request) || method.client_streaming() && in_a_part,
                "{} changes something and has no request id",
                method.name()
            );
        }
    }
}
