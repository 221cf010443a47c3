//! What requests have in common.

use std::collections::BTreeMap;

use ocop_proto::catalog::v1::{AddPlaceRequest, ListLotsRequest, ListProductsRequest};
use ocop_proto::evaluation::v1::{FacetDossiersRequest, ListDossiersRequest};
use ocop_proto::operations::v1::ListAuditEntriesRequest;
use ocop_proto::promotion::v1::ListSalesReportsRequest;
use ocop_proto::request::{Idempotent, Paged, Question};
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

#[test]
fn a_question_tells_by_which_ids_it_selects() {
    let lots = ListLotsRequest {
        product_id: "7".to_owned(),
        ..ListLotsRequest::default()
    };
    assert_eq!(lots.ids(), [("product_id", "7")]);
    assert_eq!(ListLotsRequest::default().ids(), []);
    let counted = FacetDossiersRequest {
        of: Some(ListDossiersRequest {
            round_id: "9".to_owned(),
            ..ListDossiersRequest::default()
        }),
        ..FacetDossiersRequest::default()
    };
    assert_eq!(counted.ids(), [("of.round_id", "9")]);
}

#[test]
fn a_question_tells_which_of_its_bounds_run_backwards() {
    let lots = |from: &str, to: &str| {
        let request = ListLotsRequest {
            from_date: from.to_owned(),
            to_date: to.to_owned(),
            ..ListLotsRequest::default()
        };
        !request.backwards().is_empty()
    };
    assert!(lots("2026-05-02", " 2026-05-01"));
    for (from, to) in [
        ("2026-05-01", "2026-05-01"),
        ("2026-05-01", "2026-05-02"),
        ("2026-05-02", ""),
        // Neither can be compared: the reader says what is wrong.
        ("2026-05-02", "2026-5-1"),
        ("mai", "nay"),
    ] {
        assert!(!lots(from, to), "{from} {to}");
    }
    let months = ListSalesReportsRequest {
        from_month: "2026-05".to_owned(),
        to_month: "2026-04".to_owned(),
        ..ListSalesReportsRequest::default()
    };
    assert_eq!(months.backwards(), [("from_month", "to_month")]);
    let at = |seconds, nanos| Some(pbjson_types::Timestamp { seconds, nanos });
    let entries = |from_time, to_time| {
        let request = ListAuditEntriesRequest {
            from_time,
            to_time,
            ..ListAuditEntriesRequest::default()
        };
        !request.backwards().is_empty()
    };
    assert!(entries(at(5, 1), at(5, 0)) && entries(at(6, 0), at(5, 9)));
    assert!(!entries(at(5, 0), at(5, 0)) && !entries(at(5, 0), None));
    let counted = FacetDossiersRequest {
        of: Some(ListDossiersRequest {
            lodged_from: "2026-05-02".to_owned(),
            lodged_to: "2026-05-01".to_owned(),
            ..ListDossiersRequest::default()
        }),
        ..FacetDossiersRequest::default()
    };
    let expected = [("of.lodged_from", "of.lodged_to")];
    assert_eq!(counted.backwards(), expected);
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
